import { setTimeout as sleep } from 'node:timers/promises';

import { AyniError } from '../../core/errors.ts';

/** Waits. @throws {AyniError} `cancelled` by the signal */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (cause) {
    throw new AyniError('cancelled', 'Interrupted.', { cause });
  }
}
