import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';

/** Between attempts to reach the tracker, ms. */
export const AGAIN = { firstMs: 500, maxMs: 15_000 } as const;

/** @throws {AyniError} `cancelled` */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new AyniError('cancelled', 'This was cancelled while waiting for the tracker.', { cause });
  }
}
