import type { Sniffed } from './sniff.ts';

export interface Shown {
  readonly sniffed: Sniffed;
  /** What the file is called, for whoever saves it: distrusted. */
  readonly name: string;
  /** `Sec-Fetch-Dest` of the request. */
  readonly destination: string | undefined;
  /** Whether it is to be saved, whatever it is. */
  readonly save: boolean;
}

/**
 * How a file of somebody else is handed to a browser: by what its bytes are, never as a page. Should one be opened as a
 * page all the same, it is alone in a sandbox that runs and loads nothing.
 */
export function previewHeaders({ sniffed, name, destination, save }: Shown): Readonly<Record<string, string>> {
  const type = save ? undefined : shownAs(sniffed, destination);
  const disposition = type === undefined ? 'attachment' : 'inline';
  return {
    'content-type': type ?? 'application/octet-stream',
    'content-disposition': `${disposition}; filename*=UTF-8''${encoded(name)}`,
    'content-security-policy': "sandbox; default-src 'none'",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    // Shared files do not belong in a browser's cache on the disk; what comes again comes from this machine.
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
    vary: 'sec-fetch-dest',
  };
}

function shownAs(sniffed: Sniffed, destination: string | undefined): string | undefined {
  if ('type' in sniffed) return sniffed.type;
  // An SVG is a document with scripts, but in an <img> browsers run none of them.
  if (sniffed.kind === 'svg' && destination === 'image') return 'image/svg+xml';
  return sniffed.kind === 'svg' || sniffed.kind === 'text' ? 'text/plain; charset=utf-8' : undefined;
}

/** RFC 8187. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
}
