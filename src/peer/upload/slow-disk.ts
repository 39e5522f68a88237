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
    const { slowMs, restMs } = this.#options;
    const begun = performance.now();
    // Not each time: it costs as much as a small read.
    if (begun - this.#countedAt > RECENT_MS) this.#count(begun);
    try {
      return read();
    } finally {
      const took = performance.now() - begun;
      if (took > slowMs && (blocksRead() > this.#blocks || took > SURELY_SLOW_MS)) {
        this.#until = this.#clock.now() + restMs;
      }
    }
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
