import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** All of the app; more is not read. */
const MAX_FILES = 500;
/** Hard enough for text that is loaded often, and done in a tenth of a second. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};
const COMPRESSED = ['.css', '.html', '.js', '.json', '.svg', '.txt', '.webmanifest'];

export type Encoding = 'br' | 'gzip' | 'identity';

/** One file of the built app, in memory. */
export class WebFile {
  readonly type: string;
  /** Whether its name changes with its bytes, so that a browser may keep it for ever. */
  readonly immutable: boolean;
  readonly #plain: Buffer;
  readonly #compresses: boolean;
  readonly #encoded = new Map<Encoding, Promise<Buffer>>();

  constructor(path: string, bytes: Buffer) {
    this.type = TYPES[extname(path)] ?? 'application/octet-stream';
    this.immutable = path.startsWith('/assets/');
    this.#plain = bytes;
    this.#compresses = COMPRESSED.includes(extname(path));
  }

  /** @param accepted the request's `Accept-Encoding` (RFC 9110, 12.5.3) */
  encodingFor(accepted: string): Encoding {
    const names = accepted.split(',').map((part) => part.trim().split(';', 1)[0]);
    if (!this.#compresses) return 'identity';
    return (['br', 'gzip'] as const).find((name) => names.includes(name)) ?? 'identity';
  }

  /** Compressed once, when it is first asked for. */
  bytes(encoding: Encoding): Promise<Buffer> {
    let encoded = this.#encoded.get(encoding);
    if (encoded === undefined) {
      encoded = this.#encode(encoding);
      this.#encoded.set(encoding, encoded);
    }
    return encoded;
  }

  async #encode(encoding: Encoding): Promise<Buffer> {
    if (encoding === 'br') return promisify(brotliCompress)(this.#plain, BROTLI);
    return encoding === 'gzip' ? promisify(gzip)(this.#plain) : this.#plain;
  }
}

/**
 * The files of the built app by their path, `/index.html` among them. They are read once and no path from outside ever
 * reaches the disk.
 * @returns an empty map where the app was not built
 */
export async function readWebFiles(folder: string): Promise<ReadonlyMap<string, WebFile>> {
  const files = new Map<string, WebFile>();
  let names: string[];
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    names = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    for (const name of names.slice(0, MAX_FILES)) {
      const path = name.slice(folder.length).replaceAll(sep, '/').replace(/^\/*/, '/');
      files.set(path, new WebFile(path, await readFile(name)));
    }
  } catch {
    // Being built just now, or never: asked again with the next page.
    return new Map();
  }
  return files;
}
