import { setImmediate } from 'node:timers/promises';

/** How long a read may keep its thread before others get a turn, ms. */
const TURN_MS = 20;

/** Lets reads that take long share one thread: `taken()` from time to time is enough. */
export class Breath {
  #since = performance.now();

  /** Whether it is the turn of others. */
  get isDue(): boolean {
    return performance.now() - this.#since >= TURN_MS;
  }

  async taken(): Promise<void> {
    if (!this.isDue) return;
    await setImmediate();
    this.#since = performance.now();
  }
}
