interface Waiter {
  readonly order: () => number;
  readonly go: () => void;
}

/** So many at once; the others wait in their order, and those of the same in the one they came in. */
export class Places {
  #total: number;
  #taken = 0;
  /** As long as there are callers; each ends with its signal. */
  readonly #queue: Waiter[] = [];

  constructor(total: number) {
    this.#total = total;
  }

  get total(): number {
    return this.#total;
  }

  get full(): boolean {
    return this.#taken >= this.#total;
  }

  /** From now on; whoever has a place keeps it. */
  setTotal(total: number): void {
    this.#total = total;
    this.#admit();
  }

  /**
   * Waits for a place.
   * @param order asked whenever a place is free: the least is next
   * @returns what to call when done
   */
  async enter({ signal, order = () => 0 }: { signal: AbortSignal; order?: () => number }): Promise<() => void> {
    signal.throwIfAborted();
    if (!this.full) this.#taken++;
    else await this.#wait(order, signal);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#taken--;
      this.#admit();
    };
  }

  #admit(): void {
    while (!this.full) {
      let next: Waiter | undefined;
      for (const waiter of this.#queue) if (next === undefined || waiter.order() < next.order()) next = waiter;
      if (next === undefined) return;
      this.#queue.splice(this.#queue.indexOf(next), 1);
      this.#taken++;
      next.go();
    }
  }

  #wait(order: () => number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = (): void => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const waiter = { order, go };
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(waiter), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
      };
      this.#queue.push(waiter);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }
}
