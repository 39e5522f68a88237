import type { Bitfield } from '../content/bitfield.ts';
import type { ContentId } from '../ids.ts';
import type { Run } from './run-planner.ts';

/** Contents that are remembered, those asked for last. */
const MAX_CONTENTS = 256;
/** Their pieces together. */
const MAX_PIECES = 16 * 2 ** 20;
const MOST = 0xff;

interface Tally {
  /** How often each piece was handed out. */
  readonly sent: Uint8Array;
  /** Where the next search begins. */
  at: number;
}

/**
 * Which pieces a source hands out so that each goes out about equally often: the first round spreads the content over
 * those who fetch it, who then have what to trade, and nothing leaves twice before everything left once (the aim of
 * super-seeding, BEP 16, without keeping anything back).
 */
export class PieceSpread {
  /** In the order of their last use. */
  readonly #tallies = new Map<ContentId, Tally>();
  readonly #random: () => number;
  #pieces = 0;

  /** @param random 0 to 1: several sources of one content begin at different pieces */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /**
   * Consecutive pieces that were handed out least, and count as handed out once more.
   * @param options.unwanted what the requester has or is getting
   * @param options.held what is here; undefined for all
   * @param options.limit pieces at most
   * @returns undefined where there is nothing to give
   */
  choose(
    content: ContentId,
    { unwanted, held, limit }: { unwanted: Bitfield; held?: Bitfield | undefined; limit: number },
  ): Run | undefined {
    const tally = this.#tally(content, unwanted.length);
    const may = (piece: number): boolean => !unwanted.has(piece) && (held?.has(piece) ?? true);
    const first = this.#least(tally, may);
    if (first === undefined) return undefined;
    const times = tally.sent[first];
    let count = 1;
    while (count < limit && first + count < unwanted.length && may(first + count)) {
      if (tally.sent[first + count] !== times) break;
      count++;
    }
    const run = { first, count };
    this.sent(content, run, unwanted.length);
    tally.at = (first + count) % unwanted.length;
    return run;
  }

  /** Pieces that somebody asked for by number go out too. */
  sent(content: ContentId, { first, count }: Run, pieces: number): void {
    const { sent } = this.#tally(content, pieces);
    for (let piece = first; piece < first + count; piece++) sent[piece] = Math.min(MOST, (sent[piece] ?? 0) + 1);
  }

  /** These did not arrive. */
  lost(content: ContentId, { first, count }: Run): void {
    const sent = this.#tallies.get(content)?.sent;
    if (sent === undefined) return;
    for (let piece = first; piece < first + count; piece++) sent[piece] = Math.max(0, (sent[piece] ?? 0) - 1);
  }

  #least({ sent, at }: Tally, may: (piece: number) => boolean): number | undefined {
    let best: number | undefined;
    let times = MOST + 1;
    for (let step = 0; step < sent.length && times > 0; step++) {
      const piece = (at + step) % sent.length;
      const own = sent[piece] ?? MOST;
      if (own >= times || !may(piece)) continue;
      best = piece;
      times = own;
    }
    return best;
  }

  #tally(content: ContentId, pieces: number): Tally {
    let tally = this.#tallies.get(content);
    if (tally === undefined) {
      tally = { sent: new Uint8Array(pieces), at: Math.floor(this.#random() * pieces) };
      this.#pieces += pieces;
    }
    // Set anew, it is the youngest in the map's order.
    this.#tallies.delete(content);
    this.#tallies.set(content, tally);
    for (const [oldest, { sent }] of this.#tallies) {
      if (this.#tallies.size <= MAX_CONTENTS && this.#pieces <= MAX_PIECES) break;
      if (oldest === content) break;
      this.#tallies.delete(oldest);
      this.#pieces -= sent.length;
    }
    return tally;
  }
}
