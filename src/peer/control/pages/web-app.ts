import type { FastifyReply, FastifyRequest } from 'fastify';

import { PAGE_HEADERS } from './page-headers.ts';
import { NOT_BUILT, sendPlainPage } from './plain-page.ts';
import { readWebFiles, type WebFile } from './web-files.ts';

const INDEX = '/index.html';
const A_YEAR = 31_536_000;

/** The built web app. Every path that is no file is a page of the app, which looks at the path itself. */
export class WebApp {
  readonly #folder: string | undefined;
  #files: Promise<ReadonlyMap<string, WebFile>> | undefined;

  /** @param folder with the built app; absent where there is none */
  constructor(folder?: string) {
    this.#folder = folder;
  }

  async answer(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const files = await this.#read();
    const path = request.url.replace(/[?#].*$/s, '');
    // A file that a page of an older build asks for is not there; the app instead of a script would only confuse.
    const file = files.get(path) ?? (path.startsWith('/assets/') ? undefined : files.get(INDEX));
    void reply.headers(PAGE_HEADERS);
    if (file === undefined) {
      return sendPlainPage(reply.code(404), files.size > 0 ? 'There is no such file.' : NOT_BUILT);
    }
    const encoding = file.encodingFor(request.headers['accept-encoding'] ?? '');
    void reply.headers({
      'content-type': file.type,
      'cache-control': file.immutable ? `public, max-age=${A_YEAR}, immutable` : 'no-cache',
      vary: 'accept-encoding',
    });
    if (encoding !== 'identity') void reply.header('content-encoding', encoding);
    return reply.send(await file.bytes(encoding));
  }

  /** Read when the first page is asked for: most daemons never show one. */
  async #read(): Promise<ReadonlyMap<string, WebFile>> {
    if (this.#folder === undefined) return new Map();
    this.#files ??= readWebFiles(this.#folder);
    const files = await this.#files;
    if (files.size === 0) this.#files = undefined;
    return files;
  }
}
