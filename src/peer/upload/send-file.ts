import type { ByteRange } from '../../wire/http/content-range.ts';
import type { Outlet } from './outlet.ts';
import type { ServedFile } from './served-file.ts';

/** Small buffers that are used again at once beat large ones: the figures are in docs/decisions. */
const CHUNK_BYTES = 128 * 1024;
/** The file is looked at again whenever this much of it was read, and at the end. */
const CHECK_BYTES = 4 * 1024 * 1024;

/** Two for each of 32 uploads, 8 MiB. */
const MAX_SPARE = 64;

/** Buffers of uploads that ended, for the next ones. */
export class ChunkBuffers {
  readonly #spare: Buffer[] = [];

  take(): Buffer {
    return this.#spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES);
  }

  give(buffer: Buffer): void {
    if (this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
  }
}

/**
 * Sends the bytes from `start` up to `end`, reading one chunk while the one before is written.
 * @param sent is told of each chunk that the connection took
 * @throws {AyniError} `content-changed` where the file changes on the way: what was sent may be wrong, and the answer
 * must not be completed; `cut-off`
 */
export async function sendFile(
  file: ServedFile,
  outlet: Outlet,
  pool: ChunkBuffers,
  range: ByteRange,
  sent: (bytes: number) => void,
): Promise<void> {
  const buffers = [pool.take(), pool.take()] as const;
  let turn = 0;
  let unchecked = 0;
  const read = async (position: number): Promise<Uint8Array> => {
    turn ^= 1;
    const chunk = buffers[turn === 0 ? 0 : 1].subarray(0, Math.min(CHUNK_BYTES, range.end - position));
    await file.read(chunk, position);
    unchecked += chunk.length;
    if (unchecked >= CHECK_BYTES || position + chunk.length === range.end) {
      await file.check();
      unchecked = 0;
    }
    return chunk;
  };
  let position = range.start;
  let ahead = read(position);
  try {
    while (position < range.end) {
      const chunk = await ahead;
      position += chunk.length;
      const writing = outlet.write(chunk);
      if (position < range.end) {
        ahead = read(position);
        // It is awaited after the write; a failure of both must not count as unhandled.
        ahead.catch(() => {});
      }
      await writing;
      sent(chunk.length);
    }
    // Only now nothing reads from or writes into them any more; after a failure that is not sure.
    for (const buffer of buffers) pool.give(buffer);
  } finally {
    // The file must stay open for a read that is still under way.
    await ahead.catch(() => {});
  }
}
