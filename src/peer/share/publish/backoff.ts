/** Waits that double from one failure to the next, each with up to half of it taken off so that peers don't come together. */
export class Backoff {
  readonly #first: number;
  readonly #most: number;
  #failures = 0;

  /** @param most both in ms */
  constructor({ first, most }: { readonly first: number; readonly most: number }) {
    this.#first = first;
    this.#most = most;
  }

  next(): number {
    const wait = Math.min(this.#most, this.#first * 2 ** Math.min(this.#failures++, 20));
    return wait * (1 - Math.random() / 2);
  }

  reset(): void {
    this.#failures = 0;
  }
}
