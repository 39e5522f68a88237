import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';

/** Growing, jittered pauses between attempts, so that peers that lost their tracker do not all come back at once. */
export class Backoff {
  readonly #baseMs: number;
  readonly #capMs: number;
  readonly #random: () => number;
  #attempts = 0;

  /**
   * @param options.baseMs the longest first pause; it doubles with each attempt
   * @param options.capMs no pause is longer
   */
  constructor({ baseMs = 500, capMs = 15_000, random = Math.random } = {}) {
    this.#baseMs = baseMs;
    this.#capMs = capMs;
    this.#random = random;
  }

  /** ms to wait before the next attempt: half of it fixed, half of it chance. */
  next(): number {
    const ceiling = Math.min(this.#capMs, this.#baseMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts++;
    return ceiling * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}

/** @throws {AyniError} `cancelled` */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new AyniError('cancelled', 'This was cancelled while waiting for the tracker.', { cause });
  }
}
