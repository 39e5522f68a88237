import type { PeerId } from '../ids.ts';

/** Peers that are told apart; those beyond share the place of another, and so its limit. */
const PEERS = 2048;
const PROBES = 16;
/** Cells: the rates for all and for each peer, when all are due; then a mark and a due time for each peer. */
const ALL_RATE = 0;
const PEER_RATE = 1;
const ALL_DUE = 2;
const FIRST_PEER = 3;
const SECOND_NS = 1_000_000_000n;
/** Whoever wakes late may make up for so much: timers are never early. */
const SLACK_NS = 100_000_000n;

/** Whose bytes they are: a native peer's, or those of a foreign one, `host:port`. */
export type Party = PeerId | `${string}:${number}`;

/** Bytes per second; unlimited where absent. */
export interface PaceRates {
  readonly all?: number | undefined;
  readonly perPeer?: number | undefined;
}

/**
 * How fast bytes may go: all together, and to or from each peer. Keeps for each the time when the next byte is due
 * (the virtual scheduling algorithm, ITU-T I.371), in memory that threads share, so that all of them keep one limit.
 * A peer may overdraw by what is on its way; it waits the longer.
 */
export class Pace {
  readonly memory: SharedArrayBuffer;
  readonly #cells: BigInt64Array;
  readonly #now: () => bigint;
  /** Where the peers' cells are; at most `PEERS`. */
  readonly #places = new Map<Party, number>();

  /**
   * @param now ns of a clock that never goes back and is the same in all threads
   * @param memory of another one
   */
  constructor(now: () => bigint, memory = new SharedArrayBuffer((FIRST_PEER + 2 * PEERS) * 8)) {
    this.#now = now;
    this.memory = memory;
    this.#cells = new BigInt64Array(memory);
  }

  /** From now on; what was overdrawn before is forgiven. */
  set({ all = 0, perPeer = 0 }: PaceRates): void {
    const now = this.#now();
    Atomics.store(this.#cells, ALL_RATE, BigInt(Math.round(all)));
    Atomics.store(this.#cells, PEER_RATE, BigInt(Math.round(perPeer)));
    Atomics.store(this.#cells, ALL_DUE, now);
    for (let place = FIRST_PEER; place < this.#cells.length; place += 2) Atomics.store(this.#cells, place + 1, now);
  }

  /** Bytes per second that one peer can get; undefined where there is no limit. */
  get rate(): number | undefined {
    const rates = [this.#load(ALL_RATE), this.#load(PEER_RATE)].filter((rate) => rate > 0n).map(Number);
    return rates.length === 0 ? undefined : Math.min(...rates);
  }

  /** Bytes went or came. */
  took(peer: Party, bytes: number): void {
    const [all, each] = [this.#load(ALL_RATE), this.#load(PEER_RATE)];
    if (all > 0n) this.#charge(ALL_DUE, all, bytes);
    if (each > 0n) this.#charge(this.#place(peer) + 1, each, bytes);
  }

  /** ms until anybody may go on; 0 for now. */
  allDueIn(): number {
    return this.#load(ALL_RATE) > 0n ? this.#untilDue(ALL_DUE) : 0;
  }

  /** ms until this peer may go on; 0 for now. */
  dueIn(peer: Party): number {
    const each = this.#load(PEER_RATE) > 0n ? this.#untilDue(this.#place(peer) + 1) : 0;
    return Math.max(each, this.allDueIn());
  }

  #load(cell: number): bigint {
    return Atomics.load(this.#cells, cell);
  }

  #untilDue(cell: number): number {
    const ns = this.#load(cell) - this.#now();
    return ns > 0n ? Number(ns) / 1e6 : 0;
  }

  #charge(cell: number, rate: bigint, bytes: number): void {
    const cost = (BigInt(bytes) * SECOND_NS) / rate;
    const earliest = this.#now() - SLACK_NS;
    for (;;) {
      const due = this.#load(cell);
      const from = due < earliest ? earliest : due;
      if (Atomics.compareExchange(this.#cells, cell, due, from + cost) === due) return;
    }
  }

  #place(peer: Party): number {
    const known = this.#places.get(peer);
    if (known !== undefined) return known;
    if (this.#places.size >= PEERS) this.#places.clear();
    const mark = markOf(peer);
    const home = Number(mark % BigInt(PEERS));
    let place = FIRST_PEER + 2 * home;
    for (let probe = 0; probe < PROBES; probe++) {
      const at = FIRST_PEER + 2 * ((home + probe) % PEERS);
      const there = Atomics.compareExchange(this.#cells, at, 0n, mark);
      if (there !== 0n && there !== mark) continue;
      place = at;
      break;
    }
    this.#places.set(peer, place);
    return place;
  }
}

/** FNV-1a (draft-eastlake-fnv), 63 bits, never 0. */
function markOf(peer: Party): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < peer.length; i++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(peer.charCodeAt(i))) * 0x100000001b3n);
  }
  return (hash >> 1n) | 1n;
}
