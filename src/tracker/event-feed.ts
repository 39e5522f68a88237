import { setImmediate } from 'node:timers/promises';
import type { Viewer } from '../core/access/audience.ts';
import { AyniError } from '../core/errors.ts';
import type { PeerId } from '../core/ids.ts';
import type { SwarmEvent, SwarmStore } from '../core/swarm/swarm-store.ts';
import type { FollowOptions } from '../wire/tracker/operations.ts';

/** Events that one reader fetches at a time. */
const READ_AHEAD = 100;
/** Readers of one peer. */
const MAX_FOLLOWERS_EACH = 8;

/**
 * Writes events and lets readers follow them. A reader pulls from the store at its own pace, so a slow one holds
 * nothing in memory but its place.
 */
export class EventFeed {
  readonly #store: SwarmStore;
  readonly #maxFollowers: number;
  readonly #waiting = new Set<() => void>();
  readonly #followers = new Map<PeerId, number>();
  /** Grows with each event, whichever tracker wrote it, so that none falls between reading and waiting. */
  #written = 0;
  #stopped = false;
  /** The turn of whoever is last in the row of those that go on. */
  #turns = Promise.resolve();
  readonly #unsubscribe: () => void;

  constructor({ store }: { readonly store: SwarmStore }, { maxFollowers }: { readonly maxFollowers: number }) {
    this.#store = store;
    this.#maxFollowers = maxFollowers;
    this.#unsubscribe = store.onEvents(() => {
      this.#written++;
      this.#wake();
    });
  }

  /** How many read events now. */
  get followers(): number {
    return this.#followers.values().reduce((sum, count) => sum + count, 0);
  }

  async append(event: Omit<SwarmEvent, 'id' | 'at'>): Promise<void> {
    await this.#store.appendEvent(event);
  }

  /**
   * Events after `after`, or from now on for -1, until the signal or the feed ends.
   * @param peer who reads
   * @param view what it may see, asked each time: it throws when the reader may no longer
   * @param options.passed told how far the reader has got, also past events that are not for it
   * @throws {AyniError} `too-many-connections`, and what `view` throws
   */
  async *follow(
    peer: PeerId,
    view: () => Promise<Viewer>,
    after: number,
    { signal, passed }: FollowOptions & { readonly signal: AbortSignal },
  ): AsyncGenerator<SwarmEvent> {
    const own = this.#followers.get(peer) ?? 0;
    if (this.followers >= this.#maxFollowers || own >= MAX_FOLLOWERS_EACH) {
      throw new AyniError('too-many-connections', 'Too many follow the events of this tracker: try again later.');
    }
    this.#followers.set(peer, own + 1);
    try {
      const newest = await this.#store.newestEvent();
      // Further than the newest is who was told of events that a tracker lost since: it was restored from a copy.
      let place = after >= 0 ? Math.min(after, newest) : newest;
      while (!signal.aborted && !this.#stopped) {
        const written = this.#written;
        const { events, last, more } = await this.#store.eventsAfter(await view(), place, READ_AHEAD);
        yield* events;
        place = last;
        passed?.(place);
        if (more) await this.#turn();
        else await this.#news(written, signal);
      }
    } finally {
      const left = (this.#followers.get(peer) ?? 1) - 1;
      if (left > 0) this.#followers.set(peer, left);
      else this.#followers.delete(peer);
    }
  }

  /** Ends all readers. */
  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
    this.#wake();
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Those that have not caught up go on one after the other, one in each turn of the event loop. */
  #turn(): Promise<void> {
    this.#turns = this.#turns.then(() => setImmediate());
    return this.#turns;
  }

  async #news(written: number, signal: AbortSignal): Promise<void> {
    if (this.#written !== written || this.#stopped || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }
}
