import type { Readable } from 'node:stream';
import { AyniError } from '../../../core/errors.ts';
import type { ListRoom } from '../list-room.ts';

const MAX_DRAIN_BYTES = 1024 * 1024;
const MAX_DRAIN_MS = 2_000;

/**
 * The whole body of a message. How long it may take is up to the server or the caller's signal.
 * @param room what bodies that are under way have together
 * @throws {AyniError} `too-large` over `maxBytes`, `busy` without room, `cut-off` where the connection ends before it does
 */
export async function readBody(body: Readable, maxBytes: number, room?: ListRoom): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    // Too much of it must not end the connection: its sender is to read an answer.
    for await (const part of body.iterator({ destroyOnReturn: false })) {
      if (!Buffer.isBuffer(part)) continue;
      length += part.length;
      if (length > maxBytes) throw new AyniError('too-large', `This body has more than ${maxBytes} bytes.`);
      if (room?.take(part.length) === false) {
        throw new AyniError('busy', 'There is no room for this body now: try again later.');
      }
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof AyniError) throw cause;
    throw new AyniError('cut-off', 'The connection ended before the body did.', { cause });
  }
  return Buffer.concat(parts, length);
}

/**
 * Reads away what is left of a request, so that its sender gets to read the answer: closing a connection with unread
 * bytes resets it.
 * @returns false where there was more than 1 MiB of it, or it took more than 2 s; the connection is of no use then
 */
export async function drain(request: Readable): Promise<boolean> {
  if (request.readableEnded) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const overdue = setTimeout(() => resolve(false), MAX_DRAIN_MS);
  let left = MAX_DRAIN_BYTES;
  request.on('data', (chunk: unknown) => {
    left -= Buffer.isBuffer(chunk) ? chunk.length : 0;
    if (left < 0) resolve(false);
  });
  request.once('end', () => resolve(true));
  request.once('close', () => resolve(false));
  request.resume();
  const complete = await promise;
  clearTimeout(overdue);
  if (!complete) request.pause();
  return complete;
}
