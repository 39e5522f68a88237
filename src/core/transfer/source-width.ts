/** How long threads have worked and waited since they began, ms. */
export interface ThreadTime {
  readonly active: number;
  readonly idle: number;
}

/** How often it is looked whether more sources would help, ms. */
const LOOK_MS = 100;
/** Threads that work for so much of their time take no more, whoever sends it. */
const BUSY = 0.85;
/** Below this there is room for more sources. */
const ROOM = 0.7;
/** Looks in a row that must find room: a single one does, too, when something else had the cores for a moment. */
const ROOM_LOOKS = 2;
/** Looks in a row that must find the threads busy: a source less is only tried. */
const BUSY_LOOKS = 3;

/**
 * How many whole sources to ask at once: as many as keep the receiving threads busy, and no more. One that is fast
 * enough fills them alone, and several such send the same bytes for more work on both sides; of slow ones it takes
 * many. Begins with one and doubles, as TCP's slow start does (RFC 5681, 3.1).
 */
export class SourceWidth {
  readonly #most: number;
  #width = 1;
  #roomLooks = 0;
  #busyLooks = 0;
  #lookedAt: number;
  #before: ThreadTime | undefined;

  /** @param now ms */
  constructor(most: number, now: number) {
    this.#most = most;
    this.#lookedAt = now;
  }

  /** @param threads those that receive */
  at(now: number, threads: () => ThreadTime): number {
    if (now - this.#lookedAt < LOOK_MS) return this.#width;
    this.#lookedAt = now;
    const time = threads();
    const active = time.active - (this.#before?.active ?? time.active);
    const idle = time.idle - (this.#before?.idle ?? time.idle);
    const isFirst = this.#before === undefined;
    this.#before = time;
    // A thread that was replaced begins its time anew.
    if (isFirst || active < 0 || idle < 0 || active + idle === 0) return this.#width;
    this.#adapt(active / (active + idle));
    return this.#width;
  }

  #adapt(load: number): void {
    this.#roomLooks = load < ROOM ? this.#roomLooks + 1 : 0;
    this.#busyLooks = load > BUSY ? this.#busyLooks + 1 : 0;
    if (this.#roomLooks >= ROOM_LOOKS) this.#width = Math.min(this.#most, this.#width * 2);
    else if (this.#busyLooks >= BUSY_LOOKS) {
      this.#width = Math.max(1, this.#width - 1);
      this.#busyLooks = 0;
    }
  }
}
