interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/** Bytes that several answers may hold at the same time. Who comes when they are taken waits, first come first served. */
export class MemoryBudget {
  readonly #waiting = new Set<Waiting>();
  #free: number;

  constructor(bytes: number) {
    this.#free = bytes;
  }

  /**
   * Takes so many bytes, which must not be more than the budget has, until `signal` is aborted.
   * @throws what `signal` is aborted with while this waits
   */
  async take(bytes: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { bytes, begin: resolve };
    this.#waiting.add(waiting);
    const release = (): void => {
      // Who still waits has nothing to give back.
      if (!this.#waiting.delete(waiting)) this.#free += bytes;
      reject(signal.reason);
      this.#serve();
    };
    signal.addEventListener('abort', release, { once: true });
    this.#serve();
    await promise;
  }

  #serve(): void {
    for (const waiting of this.#waiting) {
      if (waiting.bytes > this.#free) return;
      this.#waiting.delete(waiting);
      this.#free -= waiting.bytes;
      waiting.begin();
    }
  }
}
