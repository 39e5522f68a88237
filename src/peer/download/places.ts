/** So many at once; the others wait in the order they came. */
export class Places {
  #free: number;
  /** As long as there are callers; each ends with its signal. */
  readonly #queue: (() => void)[] = [];

  constructor(places: number) {
    this.#free = places;
  }

  get full(): boolean {
    return this.#free === 0;
  }

  /** Waits for a place. @returns what to call when done */
  async enter({ signal }: { signal: AbortSignal }): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free--;
    else await this.#wait(signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    };
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(go), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      this.#queue.push(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
