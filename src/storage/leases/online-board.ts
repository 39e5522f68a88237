import { AyniError } from '../../core/errors.ts';

/** Peers that a database can ever have known. */
const MAX_PEERS = 2 ** 22;
const STEP = 1024;

/**
 * When each peer's lease is over, in memory that the threads share: a search in its worker knows at once who is online.
 * Indexed by the peer's row, ms since the Unix epoch, 0 for none.
 */
export class OnlineBoard {
  readonly memory: SharedArrayBuffer;
  readonly #expires: Float64Array;

  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(STEP * 8, { maxByteLength: MAX_PEERS * 8 })) {
    this.memory = memory;
    this.#expires = new Float64Array(memory);
  }

  set(peer: number, expires: number): void {
    if (peer >= MAX_PEERS) throw new AyniError('too-large', `A tracker knows at most ${MAX_PEERS} peers.`);
    if (peer >= this.#expires.length) this.memory.grow((Math.floor(peer / STEP) + 1) * STEP * 8);
    this.#expires[peer] = expires;
  }

  isOnline(peer: number, now: number): boolean {
    return (this.#expires[peer] ?? 0) > now;
  }
}
