import type { Clock } from '../clock.ts';
import type { PeerId } from '../ids.ts';
import type { Slots } from '../swarm/catalog.ts';

export interface UploadSlotsOptions {
  /** How many peers are served at once. */
  readonly total: number;
  /** How long a slot stays with a peer after its last request ended, so that the next run finds it. Default 2,000 ms. */
  readonly graceMs?: number;
  /** How long the place of a peer that waits is kept after it last asked. Default 30,000 ms. */
  readonly keepMs?: number;
  /** Requests of one peer that may run at once. Default 16. */
  readonly perPeer?: number;
  /** Peers that are remembered while they wait; the ones after them are told to come back, unremembered. Default 1,000. */
  readonly maxWaiting?: number;
}

/** A granted request. `release` may be called more than once. */
export interface SlotGrant {
  readonly granted: true;
  release(): void;
}

export interface SlotRefusal {
  readonly granted: false;
  /** 1 is next. */
  readonly position: number;
  /** Seconds, 1 to 10: short enough for the place to be kept. */
  readonly retryAfter: number;
}

interface Holder {
  running: number;
  /** When the slot goes back if nothing runs, ms. */
  until: number;
}

interface Waiter {
  readonly peer: PeerId;
  /** Its place is kept until then, ms. */
  keptUntil: number;
  /** A free slot is kept for it until then, ms; later ones may pass it afterwards, its place stays. */
  dueUntil: number;
}

/** How late a peer may be for a slot that is kept for it, ms. */
const SLACK_MS = 2_000;
const MAX_RETRY_SECONDS = 10;

/**
 * Who is served and who waits. A slot belongs to a peer, however many requests it has running, and for a short while
 * after the last. Who waits asks again: the free slots are those of the first in the queue, who lose neither place nor
 * slot while they come back in the time that they were told.
 */
export class UploadSlots {
  readonly #clock: Clock;
  #total: number;
  readonly #graceMs: number;
  readonly #keepMs: number;
  readonly #perPeer: number;
  readonly #maxWaiting: number;
  readonly #holders = new Map<PeerId, Holder>();
  #queue: Waiter[] = [];

  constructor(clock: Clock, options: UploadSlotsOptions) {
    this.#clock = clock;
    this.#total = options.total;
    this.#graceMs = options.graceMs ?? 2_000;
    this.#keepMs = options.keepMs ?? 30_000;
    this.#perPeer = options.perPeer ?? 16;
    this.#maxWaiting = options.maxWaiting ?? 1_000;
  }

  /** Slots, and how many of them nobody has. */
  slots(): Slots {
    this.#expire();
    return { total: this.#total, free: Math.max(0, this.#total - this.#holders.size) };
  }

  /** From now on; who has a slot keeps it. */
  setTotal(total: number): void {
    this.#total = total;
  }

  /** How many wait. */
  get waiting(): number {
    this.#expire();
    return this.#queue.length;
  }

  ask(peer: PeerId): SlotGrant | SlotRefusal {
    this.#expire();
    const holder = this.#holders.get(peer);
    if (holder !== undefined) {
      return holder.running < this.#perPeer ? this.#grant(holder) : { granted: false, position: 1, retryAfter: 1 };
    }
    const now = this.#clock.now();
    const free = this.#total - this.#holders.size;
    const found = this.#queue.findIndex((waiter) => waiter.peer === peer);
    const place = found < 0 ? this.#queue.length : found;
    const ahead = this.#queue.slice(0, place).filter((waiter) => waiter.dueUntil >= now).length;
    if (ahead < free) {
      if (found >= 0) this.#queue.splice(found, 1);
      const taken: Holder = { running: 0, until: 0 };
      this.#holders.set(peer, taken);
      return this.#grant(taken);
    }
    return this.#wait(peer, place, found >= 0);
  }

  /** Takes the slot or the place of a peer away, as of one that was revoked. */
  drop(peer: PeerId): void {
    this.#holders.delete(peer);
    this.#queue = this.#queue.filter((waiter) => waiter.peer !== peer);
  }

  #wait(peer: PeerId, place: number, known: boolean): SlotRefusal {
    const now = this.#clock.now();
    const retryAfter = Math.min(MAX_RETRY_SECONDS, Math.ceil((place + 1) / 2));
    const keptUntil = now + this.#keepMs;
    const dueUntil = Math.min(keptUntil, now + retryAfter * 1000 + SLACK_MS);
    const waiter = known ? this.#queue[place] : undefined;
    if (waiter !== undefined) {
      waiter.keptUntil = keptUntil;
      waiter.dueUntil = dueUntil;
    } else if (this.#queue.length < this.#maxWaiting) {
      this.#queue.push({ peer, keptUntil, dueUntil });
    }
    return { granted: false, position: place + 1, retryAfter };
  }

  #grant(holder: Holder): SlotGrant {
    holder.running++;
    let released = false;
    return {
      granted: true,
      release: () => {
        if (released) return;
        released = true;
        holder.running--;
        holder.until = this.#clock.now() + this.#graceMs;
      },
    };
  }

  #expire(): void {
    const now = this.#clock.now();
    for (const [peer, holder] of this.#holders) {
      if (holder.running === 0 && holder.until <= now) this.#holders.delete(peer);
    }
    if (this.#queue.some((waiter) => waiter.keptUntil < now)) {
      this.#queue = this.#queue.filter((waiter) => waiter.keptUntil >= now);
    }
  }
}
