import { PAGE_PIECES, PIECE_SIZE } from '../content/geometry.ts';

/** Consecutive pieces, asked for with one request. */
export interface Run {
  readonly first: number;
  readonly count: number;
}

/** A source that was not measured yet gets runs of this many pieces (4 MiB), and of as many at most while the swarm is young. */
export const FIRST_RUN_PIECES = 16;
/** The longest run, in pieces (1 GiB). */
export const MAX_RUN_PIECES = PAGE_PIECES;
/** The longest run while the swarm is young, s: what is in one piece can be traded only when it is there. */
const YOUNG_SECONDS = 0.1;

export interface RunSizing {
  /** Of the source, bytes per second; 0 where it was not measured. */
  readonly speed: number;
  /** Pieces that came from the source. */
  readonly brought: number;
  /** Others fetch the same, or may: what comes soon can be traded soon. */
  readonly young: boolean;
  /** Pieces that nobody was asked for. */
  readonly left: number;
  /** Sources that are asked, 1 or more. */
  readonly sources: number;
}

/**
 * How many pieces to ask a source for: about a second of its speed, a tenth while the swarm is young. Near the end runs
 * shrink to a half of each source's part of what is left, so that nobody waits for one long last one.
 */
export function runLength({ speed, brought, young, left, sources }: RunSizing): number {
  const seconds = young ? YOUNG_SECONDS : 1;
  // It is measured after a tenth of a second: until then, half of what it has brought takes it less than half of that.
  const unmeasured = young ? Math.min(FIRST_RUN_PIECES, Math.max(1, Math.floor(brought / 2))) : FIRST_RUN_PIECES;
  const wanted = speed > 0 ? Math.round((speed * seconds) / PIECE_SIZE) : unmeasured;
  const fair = Math.max(Math.ceil(left / (2 * sources)), young ? 1 : Math.min(left, FIRST_RUN_PIECES));
  return Math.max(1, Math.min(MAX_RUN_PIECES, wanted, fair));
}
