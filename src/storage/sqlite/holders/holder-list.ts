import { pieceCount } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { EVERYONE_ROW } from '../audiences.ts';

/** A row of a name or a holding of one content. */
export interface HolderRow {
  /** Bytes of the content, as this row has it: a liar may claim another size. */
  readonly size: number;
  readonly peer: number;
  readonly audience: number;
  /** Pieces; -1 for all. */
  readonly pieces: number;
}

/** Who has one content, packed: part of some words, from `start` to before `end`. */
export interface HolderList {
  readonly words: Uint32Array;
  readonly start: number;
  readonly end: number;
}

/** Told of one holder. */
export type VisitHolder = (peer: number, audience: number, pieces: number, whole: boolean) => void;

/** An audience follows: not everyone may see it. */
const RESTRICTED = 2 ** 30;
/** What it has follows: pieces × 2, plus 1 where those are all. Else it has all that the content has. */
const ODD = 2 ** 31;
const MAX_PEER = 2 ** 30;
const MAX_WORD = 2 ** 32;

/**
 * Packs rows: first how many pieces the content has, then mostly one word for each row. In the order of the peers;
 * of what one peer has the most comes first.
 * @throws {AyniError} `too-large` for more peers or audiences than a tracker ever comes to
 */
export function packHolders(rows: readonly HolderRow[]): HolderList {
  const all = pieceCount(rows[0]?.size ?? 0);
  const holders = rows.map(({ size, peer, audience, pieces }) => {
    const most = pieceCount(size);
    const whole = pieces === -1 || pieces === most;
    return { peer, audience, pieces: whole ? most : pieces, whole };
  });
  holders.sort((a, b) => a.peer - b.peer || Number(b.whole) - Number(a.whole) || b.pieces - a.pieces);
  const words = [all];
  for (const { peer, audience, pieces, whole } of holders) {
    if (peer >= MAX_PEER || audience >= MAX_WORD) {
      throw new AyniError('too-large', 'This tracker has had too many peers, or audiences.');
    }
    const isRestricted = audience !== EVERYONE_ROW;
    const isOdd = !whole || pieces !== all;
    words.push(peer + (isRestricted ? RESTRICTED : 0) + (isOdd ? ODD : 0));
    if (isRestricted) words.push(audience);
    if (isOdd) words.push(pieces * 2 + Number(whole));
  }
  return { words: Uint32Array.from(words), start: 0, end: words.length };
}

/** Tells of each row, in their order. */
export function visitHolders({ words, start, end }: HolderList, visit: VisitHolder): void {
  let at = start;
  const all = words[at++] ?? 0;
  while (at < end) {
    const word = words[at++] ?? 0;
    const audience = (word & RESTRICTED) === 0 ? EVERYONE_ROW : (words[at++] ?? 0);
    if (word < ODD) visit(word & (MAX_PEER - 1), audience, all, true);
    else {
      const odd = words[at++] ?? 0;
      visit(word & (MAX_PEER - 1), audience, odd >>> 1, odd % 2 === 1);
    }
  }
}
