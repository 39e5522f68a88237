import type { Bitfield } from '../content/bitfield.ts';

/** What is known of the pieces of a content, to be shown in columns of several neighbours. */
export interface PieceFacts {
  /** Verified pieces. */
  readonly have: Bitfield;
  /** Pieces that were asked for and have not come. */
  readonly asked: Iterable<number>;
  /** Sources that have all. */
  readonly whole: number;
  /** What those have that have a part. */
  readonly parts: readonly Bitfield[];
}

/** Each list has an item a column. */
export interface PieceColumns {
  /** 0 to 1: what of the column is verified, and what was asked for. */
  readonly have: number[];
  readonly arriving: number[];
  /** How many sources have all of the column. */
  readonly sources: number[];
}

/**
 * Neighbouring pieces put together; columns differ by one piece at most. Takes a look at each piece, and at each
 * byte of each source's field.
 * @param most columns; fewer where there are fewer pieces
 */
export function pieceColumns({ have, asked, whole, parts }: PieceFacts, most: number): PieceColumns {
  const { length } = have;
  const count = Math.min(most, length);
  const begin = (column: number): number => Math.ceil((column * length) / count);
  const shares = (pieces: Iterable<number>): number[] => {
    const sums = Array.from({ length: count }, () => 0);
    for (const piece of pieces) {
      const column = Math.floor((piece * count) / length);
      sums[column] = (sums[column] ?? 0) + 1;
    }
    return sums.map((sum, column) => sum / (begin(column + 1) - begin(column)));
  };
  const sources = Array.from({ length: count }, () => whole);
  for (const field of parts) {
    let missing = 0;
    for (let column = 0; column < count; column++) {
      const from = begin(column);
      if (missing <= from) missing = field.nextMissing(from, 1)?.first ?? length;
      if (missing >= begin(column + 1)) sources[column] = (sources[column] ?? 0) + 1;
    }
  }
  return { have: shares(piecesOf(have)), arriving: shares(asked), sources };
}

function* piecesOf(field: Bitfield): Generator<number, void, undefined> {
  if (field.count === 0) return;
  for (let piece = 0; piece < field.length; piece++) if (field.has(piece)) yield piece;
}
