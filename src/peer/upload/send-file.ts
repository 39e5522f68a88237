import type { BufferPool } from './buffer-pool.ts';
import type { ByteSink } from './content-files.ts';
import type { ServedFile } from '../library/served-file.ts';

/** One buffer, used again at once; below this the two ends wake each other too often (docs/decisions, 2). */
export const CHUNK_BYTES = 512 * 1024;
/** The file is looked at again whenever this much of it was read, and at the end. */
const CHECK_BYTES = 4 * 1024 * 1024;
/** A read that took less, ms, came from memory, and the next one will too. */
const QUICK_READ_MS = 2;

/**
 * Sends the bytes from `start` up to `end`. As long as reads are quick they are made on this thread, where they cost
 * half of what the thread pool does; a slow one hands the next to the pool (docs/decisions, 2).
 * @param pool of chunks of `CHUNK_BYTES`
 * @param options.turn waits until some of the next bytes may go, at most so many, and tells how many
 * @param options.sent is told of each chunk that the connection took
 * @throws {AyniError} `content-changed` where the file changes on the way: what was sent may be wrong, and the answer
 * must not be completed; `cut-off`
 */
export async function sendFile(
  file: ServedFile,
  sink: ByteSink,
  pool: BufferPool,
  range: { readonly start: number; readonly end: number },
  { turn, sent }: { readonly turn: (most: number) => Promise<number>; readonly sent: (bytes: number) => void },
): Promise<void> {
  const buffer = pool.take();
  let quick = false;
  let unchecked = 0;
  for (let position = range.start; position < range.end;) {
    const chunk = buffer.subarray(0, await turn(Math.min(CHUNK_BYTES, range.end - position)));
    const begun = performance.now();
    if (quick) file.readNow(chunk, position);
    else await file.read(chunk, position);
    quick = performance.now() - begun < QUICK_READ_MS;
    position += chunk.length;
    unchecked += chunk.length;
    if (unchecked >= CHECK_BYTES || position === range.end) {
      if (quick) file.checkNow();
      else await file.check();
      unchecked = 0;
    }
    await sink.write(chunk);
    sent(chunk.length);
  }
  // Only now nothing writes from it any more; after a failure that is not sure.
  pool.give(buffer);
}
