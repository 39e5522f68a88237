import type { Logger } from '../../../core/log.ts';

/** Contents from which on it pays to know them all before they are asked for. */
const MANY = 10_000;
/** Contents that are read before looking at the time, ms of work at a time, and ms in between for others. */
const STEP = 20;
const WORK_MS = 4;
const PAUSE_MS = 4;
/** … where others had more than half of the last pause: a tracker that has just started is called by all its peers. */
const BUSY_PAUSE_MS = 36;
/** ms after the start: whoever waits for the tracker comes first. */
const FIRST_MS = 200;

export interface LearningParts {
  /** As `Locate.learn`. */
  readonly learn: (after: number, limit: number) => number | undefined;
  /** The highest row of a content. */
  readonly newest: () => number;
  readonly index: { readonly isFull: boolean; readonly bytes: number };
  readonly log: Logger;
}

/**
 * Has the index learn of all contents, little by little on the thread that serves: so that a read cannot meet a change
 * whose announcement is still on its way from another thread. Half of the time where nobody else wants any, else a tenth.
 */
export class BackgroundLearning {
  readonly #parts: LearningParts;
  readonly #many: number;
  #timer: NodeJS.Timeout | undefined;
  #begun = 0;
  /** How much the thread had worked and waited when the last pause began. */
  #paused = performance.eventLoopUtilization();
  #stopped = false;

  /** @param options.many rows of contents from which on it does anything */
  constructor(parts: LearningParts, { many = MANY }: { readonly many?: number } = {}) {
    this.#parts = parts;
    this.#many = many;
  }

  /** Begins, or begins anew. */
  start(): void {
    if (this.#stopped || this.#parts.newest() < this.#many) return;
    this.#begun = performance.now();
    this.#later(0, FIRST_MS);
  }

  /** Ends it for good. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #later(after: number, ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(after), ms);
    this.#timer.unref();
  }

  #work(after: number): void {
    const { learn, index, log } = this.#parts;
    const pause = performance.eventLoopUtilization(this.#paused).utilization > 0.5 ? BUSY_PAUSE_MS : PAUSE_MS;
    const end = performance.now() + WORK_MS;
    try {
      let at: number | undefined = after;
      while (at !== undefined && !index.isFull) {
        at = learn(at, STEP);
        if (at !== undefined && performance.now() > end) {
          this.#paused = performance.eventLoopUtilization();
          this.#later(at, pause);
          return;
        }
      }
      const facts = {
        megabytes: Math.round(index.bytes / 1e6),
        seconds: Math.round((performance.now() - this.#begun) / 1000),
      };
      log.info(facts, index.isFull ? 'knows as many contents by heart as it may' : 'knows all contents by heart');
    } catch (error) {
      // Whoever asks for a content reads it then, and hears what is wrong.
      log.warn({ error }, 'stopped learning contents by heart');
    }
  }
}
