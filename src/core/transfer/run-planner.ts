import type { Bitfield } from '../content/bitfield.ts';
import { PAGE_PIECES, PIECE_SIZE } from '../content/geometry.ts';

/** Consecutive pieces, asked for with one request. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

/** A source that was not measured yet gets runs of this many pieces (4 MiB). */
export const FIRST_RUN_PIECES = 16;
/** The longest run, in pieces (1 GiB). */
export const MAX_RUN_PIECES = PAGE_PIECES;

/** How many pieces make about a second at this speed (bytes per second; 0 where it was not measured). */
export function runLength(speed: number): number {
  if (!(speed > 0)) return FIRST_RUN_PIECES;
  return Math.min(MAX_RUN_PIECES, Math.max(1, Math.round(speed / PIECE_SIZE)));
}

/**
 * What to ask a source for next: the first missing run of about a second, never across the end of a page (its hashes
 * come page by page). Near the end runs shrink to a half of what is left, so that nobody waits for one long last one.
 * @param taken pieces that are there or asked for already
 * @param speed of the source, bytes per second; 0 where it was not measured
 * @param from where to look first; what is missing before it is found after the end was reached
 */
export function nextRun(taken: Bitfield, speed: number, from = 0): Run | undefined {
  const left = taken.length - taken.count;
  if (left === 0) return undefined;
  const limit = Math.min(runLength(speed), Math.max(1, Math.ceil(left / 2), Math.min(left, FIRST_RUN_PIECES)));
  const run = taken.nextMissing(from, limit) ?? (from > 0 ? taken.nextMissing(0, limit) : undefined);
  if (run === undefined) return undefined;
  const pageEnd = (Math.floor(run.first / PAGE_PIECES) + 1) * PAGE_PIECES;
  return { first: run.first, count: Math.min(run.count, pageEnd - run.first) };
}
