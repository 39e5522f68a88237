import type { FastifyReply } from 'fastify';

import { PAGE_HEADERS } from './page-headers.ts';

export const NOT_BUILT =
  'The web app was not built: run "npm run build:web" in the folder of Ayni, then load this page again.';

/** Says one thing in words, for when the app itself cannot be shown. The status is the reply's. */
export function sendPlainPage(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .headers({ ...PAGE_HEADERS, 'cache-control': 'no-store' })
    .type('text/html; charset=utf-8')
    .send(pageOf(text));
}

function pageOf(text: string): string {
  const shown = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Ayni</title>
<h1>Ayni</h1>
<p>${shown}</p>
</html>
`;
}
