/** Growing pauses: `firstMs`, then twice as long each time up to `maxMs`. */
export class Backoff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  #next: number;

  constructor({ firstMs = 2000, maxMs = 30_000 }: { firstMs?: number; maxMs?: number } = {}) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#next = firstMs;
  }

  /** The next pause, ms. */
  next(): number {
    const pause = this.#next;
    this.#next = Math.min(this.#maxMs, pause * 2);
    return pause;
  }

  reset(): void {
    this.#next = this.#firstMs;
  }
}
