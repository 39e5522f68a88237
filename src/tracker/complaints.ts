import type { Clock } from '../core/clock.ts';
import type { PeerId } from '../core/ids.ts';

/** A complaint counts for this long, ms. */
const KEPT_MS = 3_600_000;
/** One member alone may be wrong, or lie itself. */
const DOUBTFUL_FROM = 2;
const MAX_PEERS = 10_000;
const MAX_COMPLAINANTS = 64;

/**
 * Who told that a peer sent other bytes than the content's. Kept in memory alone: whoever goes on lying is told of again.
 */
export class Complaints {
  readonly #clock: Clock;
  /** By the peer they are about, the latest first complained of at the end: when each complainant did last. */
  readonly #about = new Map<PeerId, Map<PeerId, number>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** @returns whether this complainant had not told of this peer lately */
  add(complainant: PeerId, about: PeerId): boolean {
    const by = this.#lately(about) ?? new Map<PeerId, number>();
    const isNew = !by.has(complainant);
    if (isNew && by.size >= MAX_COMPLAINANTS) return false;
    by.set(complainant, this.#clock.now());
    this.#about.set(about, by);
    for (const oldest of this.#about.keys()) {
      if (this.#about.size <= MAX_PEERS) break;
      this.#about.delete(oldest);
    }
    return isNew;
  }

  /** Members who complained of it within the last hour. */
  count(about: PeerId): number {
    return this.#lately(about)?.size ?? 0;
  }

  /** Whether others should be asked first. */
  isDoubtful(peer: PeerId): boolean {
    return this.count(peer) >= DOUBTFUL_FROM;
  }

  #lately(about: PeerId): Map<PeerId, number> | undefined {
    // Mostly, and asked for each source of an answer.
    if (this.#about.size === 0) return undefined;
    const by = this.#about.get(about);
    if (by === undefined) return undefined;
    const now = this.#clock.now();
    // Either way: one from long after now was made before the clock was set back.
    for (const [complainant, at] of by) if (Math.abs(now - at) >= KEPT_MS) by.delete(complainant);
    if (by.size > 0) return by;
    this.#about.delete(about);
    return undefined;
  }
}
