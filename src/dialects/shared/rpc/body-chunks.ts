import type { IncomingMessage } from 'node:http';
import { AyniError } from '../../../core/errors.ts';
import { IdleTimer } from './idle-timer.ts';

/**
 * The bytes of an answer's body as they come, 64 KiB at most at once, and as fast as they are taken.
 * @param options.idleMs a longer silence ends it
 * @throws {AyniError} `cut-off`, `timeout`, `cancelled`
 */
export async function* bodyChunks(
  answer: IncomingMessage,
  { who, idleMs, signal }: { readonly who: string; readonly idleMs: number; readonly signal: AbortSignal },
): AsyncGenerator<Uint8Array, void, undefined> {
  using idle = new IdleTimer(idleMs, () => answer.destroy());
  try {
    for await (const chunk of answer) {
      idle.work();
      if (Buffer.isBuffer(chunk)) yield chunk;
      idle.wait();
    }
  } catch (cause) {
    if (signal.aborted) throw new AyniError('cancelled', `Fetching from ${who} was cancelled.`, { cause });
    if (idle.fired) throw new AyniError('timeout', `${who} sent nothing for ${idleMs / 1000} s.`, { cause });
    throw new AyniError('cut-off', `${who} ended the connection before the answer was whole.`, { cause });
  } finally {
    answer.destroy();
  }
}
