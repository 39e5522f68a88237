import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';

/** Does something again and again, until it is disposed. A failure is logged, and it goes on. */
export class KeepUp implements AsyncDisposable {
  readonly #ends = new AbortController();
  readonly #loop: Promise<void>;

  /** @param everyMs from the end of one time to the begin of the next; the first is after that time, too */
  constructor({ log }: { readonly log: Logger }, everyMs: number, work: (signal: AbortSignal) => Promise<void>) {
    this.#loop = this.#run(log, everyMs, work);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ends.abort();
    await this.#loop;
  }

  async #run(log: Logger, everyMs: number, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
    const { signal } = this.#ends;
    while (!signal.aborted) {
      try {
        await sleep(everyMs, undefined, { signal });
        await work(signal);
      } catch (error) {
        if (signal.aborted) return;
        const { code, message } = AyniError.from(error);
        log.warn({ code }, message);
      }
    }
  }
}
