/** Growing, jittered pauses between attempts, so that those that failed together do not all come back together. */
export class Backoff {
  readonly #firstMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempts = 0;

  /**
   * @param options.firstMs the longest first pause; it doubles with each attempt
   * @param options.maxMs no pause is longer
   */
  constructor({ firstMs, maxMs, random = Math.random }: BackoffOptions) {
    this.#firstMs = firstMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** ms to wait before the next attempt: half of it fixed, half of it chance. */
  next(): number {
    const ceiling = Math.min(this.#maxMs, this.#firstMs * 2 ** Math.min(this.#attempts, 30));
    this.#attempts++;
    return ceiling * (0.5 + this.#random() / 2);
  }

  reset(): void {
    this.#attempts = 0;
  }
}

interface BackoffOptions {
  readonly firstMs: number;
  readonly maxMs: number;
  readonly random?: () => number;
}
