import type { Clock } from '../../core/clock.ts';

/** A read that took longer than this, ms, was slow whatever the reason: some file systems count nothing. */
const SURELY_SLOW_MS = 250;

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
  #blocks = blocksRead();

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
    try {
      return read();
    } finally {
      const took = performance.now() - begun;
      if (took > slowMs && (this.#cameFromDisk() || took > SURELY_SLOW_MS)) this.#until = this.#clock.now() + restMs;
    }
  }

  /** Whether anything did, since the last read that took long. */
  #cameFromDisk(): boolean {
    const before = this.#blocks;
    this.#blocks = blocksRead();
    return this.#blocks > before;
  }
}

/** Blocks that this process had read from disks; what was in memory is not among them. */
function blocksRead(): number {
  return process.resourceUsage().fsRead;
}
