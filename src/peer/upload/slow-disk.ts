import type { Clock } from '../../core/clock.ts';

/** A read that took longer than this, ms, was slow whatever the reason: some file systems count nothing. */
const SURELY_SLOW_MS = 250;
/** What was read from the disk before this, ms, says nothing about a read. */
const RECENT_MS = 50;

export interface SlowDiskOptions {
  /** ms from which on a read that had to go to the disk was slow. */
  readonly slowMs: number;
  /** For how long, ms, it counts as slow then. */
  readonly restMs: number;
}

/**
 * Whether this thread should leave reading to the thread pool, which costs several times as much but does not hold up
 * everybody else. A read that only took long because other threads had the processor is not slow.
 */
export class SlowDisk {
  readonly #clock: Clock;
  readonly #options: SlowDiskOptions;
  #until = 0;
  #blocks = 0;
  #countedAt = -Infinity;

  constructor(clock: Clock, options: SlowDiskOptions) {
    this.#clock = clock;
    this.#options = options;
  }

  get isSlow(): boolean {
    return this.#clock.now() < this.#until;
  }

  /** Runs `read`, which must not wait for anything but the disk, and looks how long it took. */
  timed<Result>(read: () => Result): Result {
    const begun = this.begin();
    try {
      return read();
    } finally {
      this.took(begun);
    }
  }

  /** A read begins: `timed` in two steps, for many small reads one after the other. @returns now, for `took` */
  begin(): number {
    const now = performance.now();
    // Not each time: it costs as much as a small read.
    if (now - this.#countedAt > RECENT_MS) this.#count(now);
    return now;
  }

  /** The read that began then has ended. @returns now, when the next one may begin */
  took(begun: number): number {
    const now = performance.now();
    const took = now - begun;
    if (took > this.#options.slowMs && (blocksRead() > this.#blocks || took > SURELY_SLOW_MS)) {
      this.#until = this.#clock.now() + this.#options.restMs;
    }
    if (now - this.#countedAt > RECENT_MS) this.#count(now);
    return now;
  }

  #count(now: number): void {
    this.#blocks = blocksRead();
    this.#countedAt = now;
  }
}

/** Blocks that this process had read from disks; what was in memory is not among them. */
function blocksRead(): number {
  return process.resourceUsage().fsRead;
}
