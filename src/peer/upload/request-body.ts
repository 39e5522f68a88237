import type { IncomingMessage } from 'node:http';
import { AyniError } from '../../core/errors.ts';

/** A bitfield of a page in a content of any size is shorter. */
const MAX_BODY = 64 * 1024;

/**
 * The body of a request, read from now on.
 * @returns rejects with `too-large` for more than 64 KiB, and with `cut-off`; nobody has to listen
 */
export function bodyOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const body = new Promise<Uint8Array>((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= MAX_BODY) chunks.push(chunk);
      else {
        chunks.length = 0;
        request.pause();
        reject(new AyniError('too-large', 'The body of this request is too large.'));
      }
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => reject(new AyniError('cut-off', 'The request ended early.')));
  });
  body.catch(() => undefined);
  return body;
}
