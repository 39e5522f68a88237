import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DownloadStore } from './store/download-store.ts';
import type { JobRecord } from './store/job-record.ts';

/** How often it is tried again to write down what could not be, ms. */
const AGAIN_MS = 2000;

/** Writes one job down. Where that is refused the job is as it is in memory, and it is tried again: nobody waits for it. */
export class JobKeeper {
  readonly #job: JobRecord;
  readonly #store: DownloadStore;
  readonly #log: Logger;
  #fault: AyniError | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(job: JobRecord, components: { readonly store: DownloadStore; readonly log: Logger }) {
    this.#job = job;
    this.#store = components.store;
    this.#log = components.log;
  }

  /** Why the job could not be written down as it is now. */
  get fault(): AyniError | undefined {
    return this.#fault;
  }

  /** Of a job that has come to its end nothing but the job itself is kept. */
  save(): void {
    const job = this.#job;
    clearTimeout(this.#timer);
    try {
      this.#store.transaction(() => {
        if (job.state === 'done' || job.state === 'cancelled') this.#store.clear(job);
        this.#store.save(job);
      });
      this.#fault = undefined;
    } catch (error) {
      const fault = AyniError.from(error);
      if (this.#fault?.message !== fault.message) this.#log.warn({ job: job.id, code: fault.code }, fault.message);
      this.#fault = fault;
      if (!this.#stopped) this.#timer = setTimeout(() => this.save(), AGAIN_MS).unref();
    }
  }

  /** Tries what is left to be written down a last time. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (this.#fault !== undefined) this.save();
  }
}
