import type { PeerId } from '../../core/ids.ts';
import type { Endpoint, Slots } from '../../core/swarm/catalog.ts';
import type { Presence } from '../../core/swarm/swarm-store.ts';
import type { LeaseRow } from './lease-row.ts';
import type { OnlineBoard } from './online-board.ts';

export interface KnownPresence {
  readonly peer: PeerId;
  name: string;
  endpoints: readonly Endpoint[];
  slots: Slots;
  agent: string;
  /** ms since the Unix epoch; the board says the same to other threads. */
  expires: number;
  seen: number;
}

/**
 * Leases, in memory: a heartbeat costs no write. Those that changed are handed out from time to time to be kept, so
 * that a restarted tracker knows again who is there. One for each member at most.
 */
export class Presences {
  readonly #board: OnlineBoard;
  /** In the order in which they came. */
  readonly #byRow = new Map<number, KnownPresence>();
  /** The same by row: a `locate` looks up each source, and a list takes fewer steps through memory than a map. */
  readonly #atRow: (KnownPresence | undefined)[] = [];
  /** What the board says, for this thread alone: reading memory that may grow asks each time how long it is. */
  #expires = new Float64Array(1024);
  readonly #live = new Set<number>();
  readonly #changed = new Set<number>();
  readonly #rows = new Map<PeerId, number>();

  constructor(board: OnlineBoard) {
    this.#board = board;
  }

  /** Takes a lease that was kept. */
  restore(row: LeaseRow, peer: PeerId, name: string, endpoints: readonly Endpoint[], now: number): void {
    const { agent, expires, seen } = row;
    const slots = { total: row.slotsTotal, free: row.slotsFree };
    this.#rows.set(peer, row.peer);
    this.#put(row.peer, { peer, name, endpoints, slots, agent, expires, seen });
    this.#setExpiry(row.peer, expires);
    if (expires > now) this.#live.add(row.peer);
    else this.#live.delete(row.peer);
  }

  grant(row: number, peer: PeerId, name: string, presence: Presence, now: number, ttlMs: number): void {
    const { endpoints, slots, agent } = presence;
    const wasLive = this.live(row, now) !== undefined;
    this.#setExpiry(row, now + ttlMs);
    // Who comes again comes last.
    if (!wasLive) this.#byRow.delete(row);
    this.#rows.set(peer, row);
    this.#put(row, { peer, name, endpoints, slots, agent, expires: now + ttlMs, seen: now });
    this.#live.add(row);
    this.#changed.add(row);
  }

  renew(row: number, slots: Slots, now: number, ttlMs: number): boolean {
    const known = this.live(row, now);
    if (!known) return false;
    // Mostly they are the same: what was made of them is then kept, see `lease-notes.ts`.
    if (known.slots.total !== slots.total || known.slots.free !== slots.free) known.slots = slots;
    known.expires = now + ttlMs;
    known.seen = now;
    this.#setExpiry(row, known.expires);
    this.#changed.add(row);
    return true;
  }

  end(row: number, now: number): void {
    const known = this.live(row, now);
    if (!known) return;
    known.expires = 0;
    known.seen = now;
    this.#setExpiry(row, 0);
    this.#live.delete(row);
    this.#changed.add(row);
  }

  forget(row: number): void {
    const known = this.#byRow.get(row);
    if (known) this.#rows.delete(known.peer);
    this.#byRow.delete(row);
    this.#atRow[row] = undefined;
    this.#live.delete(row);
    this.#changed.delete(row);
    this.#setExpiry(row, 0);
  }

  rename(row: number, name: string): void {
    const known = this.#byRow.get(row);
    if (known) known.name = name;
  }

  live(row: number, now: number): KnownPresence | undefined {
    return (this.#expires[row] ?? 0) > now ? this.#atRow[row] : undefined;
  }

  /** Of those who ever had a lease. */
  rowOf(peer: PeerId): number | undefined {
    return this.#rows.get(peer);
  }

  /** Also of those who are gone: when they were seen last. */
  known(row: number): KnownPresence | undefined {
    return this.#byRow.get(row);
  }

  /** Those who are online and have an endpoint of this protocol, in the order in which they came. */
  *serving(
    protocol: Endpoint['protocol'],
    now: number,
  ): Generator<{ readonly row: number; readonly known: KnownPresence; readonly endpoint: Endpoint }> {
    for (const [row, known] of this.#byRow) {
      if (known.expires <= now) continue;
      const endpoint = known.endpoints.find((each) => each.protocol === protocol);
      if (endpoint) yield { row, known, endpoint };
    }
  }

  /** Those of an agent who are gone, the longest first. */
  gone(agent: string, now: number): readonly KnownPresence[] {
    const gone = Array.from(this.#byRow.values()).filter((known) => known.agent === agent && known.expires <= now);
    return gone.toSorted((a, b) => a.seen - b.seen);
  }

  online(now: number): number {
    let count = 0;
    for (const row of this.#live) if (this.live(row, now)) count++;
    return count;
  }

  /** Ends the leases that ran out; whose they were. */
  sweep(now: number): readonly PeerId[] {
    const over: PeerId[] = [];
    for (const row of this.#live) {
      const known = this.#byRow.get(row);
      if (known && known.seen > now) this.#setBack(row, known, now);
      if (known && known.expires > now) continue;
      this.#live.delete(row);
      if (known) over.push(known.peer);
    }
    return over;
  }

  /** What changed since the last time, to be kept. */
  takeChanged(): readonly LeaseRow[] {
    const rows: LeaseRow[] = [];
    for (const row of this.#changed) {
      const known = this.#byRow.get(row);
      if (!known) continue;
      const { agent, expires, seen, slots } = known;
      const endpoints = JSON.stringify(known.endpoints);
      rows.push({ peer: row, endpoints, slotsTotal: slots.total, slotsFree: slots.free, agent, expires, seen });
    }
    this.#changed.clear();
    return rows;
  }

  /** The clock was ahead when a lease was granted: it has its time from now on, instead of until then and that long. */
  #setBack(row: number, known: KnownPresence, now: number): void {
    known.expires -= known.seen - now;
    known.seen = now;
    this.#setExpiry(row, known.expires);
    this.#changed.add(row);
  }

  #setExpiry(row: number, expires: number): void {
    this.#board.set(row, expires);
    if (row >= this.#expires.length) {
      const longer = new Float64Array(2 * row);
      longer.set(this.#expires);
      this.#expires = longer;
    }
    this.#expires[row] = expires;
  }

  #put(row: number, known: KnownPresence): void {
    // Without holes, which the engine would take for a dictionary.
    while (this.#atRow.length < row) this.#atRow.push(undefined);
    this.#atRow[row] = known;
    this.#byRow.set(row, known);
  }
}
