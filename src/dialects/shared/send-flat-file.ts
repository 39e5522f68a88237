import { AyniError } from '../../core/errors.ts';
import type { OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { Conversation } from './conversation.ts';

/** Bytes that are read at once. Two such buffers are in use for each file that is sent. */
const PART_BYTES = 256 * 1024;

/**
 * Sends a file; the next part is read while one is on its way.
 * @param frame room before each part, and what writes into it
 * @throws {AyniError} `content-changed`, and what reading and writing throw
 */
export async function sendFlatFile(
  conversation: Conversation,
  file: OpenFlatFile,
  frame?: { readonly bytes: number; write(buffer: Buffer, length: number): void },
): Promise<void> {
  const { signal } = conversation;
  const room = frame?.bytes ?? 0;
  let [reading, sending] = [Buffer.allocUnsafe(room + PART_BYTES), Buffer.allocUnsafe(room + PART_BYTES)];
  let sent: Promise<void> = Promise.resolve();
  for (let position = 0; ;) {
    const length = await file.read(reading.subarray(room), position, { signal });
    await sent;
    if (length === 0 || position + length > file.size) {
      if (length === 0 && position === file.size) return;
      throw new AyniError('content-changed', `${file.name} has not the size any more that it had when it was opened.`);
    }
    frame?.write(reading, length);
    sent = conversation.write(reading.subarray(0, room + length));
    // It is awaited above; until then its failure must not count as unhandled.
    sent.catch(() => {});
    position += length;
    [reading, sending] = [sending, reading];
  }
}
