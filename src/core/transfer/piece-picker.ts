import { Bitfield } from '../content/bitfield.ts';
import { PAGE_PIECES } from '../content/geometry.ts';
import type { Run } from './run-planner.ts';

/** Pieces that are compared for their rarity at most: among so many a rare one is found, in files of any size. */
const SAMPLE = 512;
/** Sources that the same piece is asked from at once, near the end. */
const MAX_ASKED = 2;

export interface PickOptions {
  /** Pieces at most. */
  readonly limit: number;
  /**
   * What the sources that have a part each have, to count how rare a piece is; without, pieces come in order, from where
   * the last run ended.
   */
  readonly rarestIn?: readonly Bitfield[];
  /** The first pieces that are free from this one on, then from the beginning, whatever was asked for before. */
  readonly from?: number | undefined;
}

/**
 * Which pieces of one content to ask for next, and from whom. Knows what is verified and what was asked for; a piece
 * is asked for once, until nothing is left to ask for, and then from a second source (endgame).
 */
export class PiecePicker {
  /** Verified pieces; the owner's own, and only `came` adds to it. */
  readonly have: Bitfield;
  /** Verified or asked for. */
  readonly #taken: Bitfield;
  /** How often pieces are asked for now. */
  readonly #asked = new Map<number, number>();
  readonly #random: () => number;
  #next = 0;

  /** @param random 0 to 1, for ties between pieces that are equally rare */
  constructor(have: Bitfield, random: () => number) {
    this.have = have;
    this.#taken = Bitfield.fromBytes(have.length, have.toBytes());
    this.#random = random;
  }

  /** Pieces that are neither verified nor asked for. */
  get left(): number {
    return this.#taken.length - this.#taken.count;
  }

  /** Whether a piece is neither verified nor asked for. */
  isLeft(piece: number): boolean {
    return !this.#taken.has(piece);
  }

  /** The pieces that are asked for now. */
  get asked(): Iterable<number> {
    return this.#asked.keys();
  }

  /** A copy of what is verified or asked for. */
  taken(): Bitfield {
    return Bitfield.fromBytes(this.#taken.length, this.#taken.toBytes());
  }

  /**
   * Consecutive pieces to ask a source for; none of them was asked for, and all lie in one page of hashes. They count as
   * asked for from now on.
   * @param field what the source has; undefined for all
   */
  pick(field: Bitfield | undefined, { limit, rarestIn, from }: PickOptions): Run | undefined {
    if (from !== undefined) this.#next = from;
    const first = rarestIn === undefined ? this.#inOrder(field) : this.#rarest(field, rarestIn);
    if (first === undefined) return undefined;
    const end = Math.min(this.have.length, (Math.floor(first / PAGE_PIECES) + 1) * PAGE_PIECES, first + limit);
    let count = 1;
    while (first + count < end && this.#isFree(field, first + count)) count++;
    const run = { first, count };
    this.ask(run);
    if (rarestIn === undefined) this.#next = first + count;
    return run;
  }

  /**
   * Pieces that others were asked for already and that have not come, for a source with nothing else to do. They count
   * as asked for once more.
   * @param isFrom whether this source itself was asked for a piece
   */
  pickAgain(
    field: Bitfield | undefined,
    limit: number,
    isFrom: (piece: number) => boolean = () => false,
  ): Run | undefined {
    if (this.left > 0) return undefined;
    const may = (piece: number): boolean =>
      (this.#asked.get(piece) ?? MAX_ASKED) < MAX_ASKED && (field?.has(piece) ?? true) && !isFrom(piece);
    // From the end: whoever was asked for a run comes to its last pieces last.
    let last = -1;
    for (const piece of this.#asked.keys()) if (piece > last && may(piece)) last = piece;
    if (last < 0) return undefined;
    const begin = Math.floor(last / PAGE_PIECES) * PAGE_PIECES;
    let first = last;
    while (first > begin && last - first + 1 < limit && may(first - 1)) first--;
    const run = { first, count: last - first + 1 };
    this.ask(run);
    return run;
  }

  /**
   * One piece that somebody waits for and that another source does not bring in time. It counts as asked for once more.
   * @returns undefined where it is here, nobody was asked for it, two were, or this source lacks it
   */
  askAgain(field: Bitfield | undefined, piece: number): Run | undefined {
    if ((this.#asked.get(piece) ?? MAX_ASKED) >= MAX_ASKED || field?.has(piece) === false) return undefined;
    const run = { first: piece, count: 1 };
    this.ask(run);
    return run;
  }

  /** Somebody was asked for these, or chose to send them. */
  ask({ first, count }: Run): void {
    for (let piece = first; piece < first + count; piece++) {
      if (this.have.has(piece)) continue;
      this.#taken.set(piece);
      this.#asked.set(piece, (this.#asked.get(piece) ?? 0) + 1);
    }
  }

  /** Whoever was asked for these is done with them: what did not come may be asked for again. */
  ended({ first, count }: Run): void {
    for (let piece = first; piece < first + count; piece++) {
      const asked = this.#asked.get(piece);
      if (asked === undefined) continue;
      if (asked > 1) this.#asked.set(piece, asked - 1);
      else {
        this.#asked.delete(piece);
        if (!this.have.has(piece)) this.#taken.clear(piece);
      }
    }
  }

  /** A piece is verified. @returns whether it was not before */
  came(piece: number): boolean {
    this.#taken.set(piece);
    this.#asked.delete(piece);
    return this.have.set(piece);
  }

  #isFree(field: Bitfield | undefined, piece: number): boolean {
    return !this.#taken.has(piece) && (field?.has(piece) ?? true);
  }

  #inOrder(field: Bitfield | undefined): number | undefined {
    return this.#candidate(field, this.#next) ?? this.#candidate(field, 0);
  }

  /** The first free piece from `from` on that a source has. */
  #candidate(field: Bitfield | undefined, from: number): number | undefined {
    for (let at = from; ; at++) {
      const missing = this.#taken.nextMissing(at, 1);
      if (missing === undefined || field === undefined || field.has(missing.first)) return missing?.first;
      at = missing.first;
    }
  }

  /** Of the free pieces that a source has, one that the fewest of `fields` have; each of those gets the same chance. */
  #rarest(field: Bitfield | undefined, fields: readonly Bitfield[]): number | undefined {
    const words = Math.ceil(this.have.length / 32);
    const start = Math.floor(this.#random() * words);
    let best: number | undefined;
    let rarity = fields.length;
    let ties = 0;
    let seen = 0;
    for (let step = 0; step < words && seen < SAMPLE; step++) {
      const at = (start + step) % words;
      const free = this.#taken.absentWord(at) & (field?.word(at) ?? ~0);
      if (free === 0) continue;
      seen += 32;
      const byCopies = countCopies(free, at, fields, rarity);
      const copies = byCopies.findIndex((bits) => bits !== 0);
      if (copies < 0) continue;
      if (copies < rarity) ties = 0;
      rarity = copies;
      for (let bits = byCopies[copies] ?? 0; bits !== 0;) {
        const bit = Math.clz32(bits);
        bits &= ~(0x8000_0000 >>> bit);
        if (this.#random() * ++ties < 1) best = 32 * at + bit;
      }
    }
    return best;
  }
}

/**
 * How many of `fields` have each of 32 pieces, all 32 counted at once: this is asked for each request.
 * @param pieces which of them, as `Bitfield.word` gives them
 * @returns those with no copy, with one, and so on up to `most`
 */
function countCopies(pieces: number, at: number, fields: readonly Bitfield[], most: number): number[] {
  const byCopies = [pieces];
  for (const field of fields) {
    const there = field.word(at);
    for (let copies = Math.min(byCopies.length, most); copies > 0; copies--) {
      byCopies[copies] = ((byCopies[copies] ?? 0) & ~there) | ((byCopies[copies - 1] ?? 0) & there);
    }
    byCopies[0] = (byCopies[0] ?? 0) & ~there;
  }
  return byCopies;
}
