import type { Bitfield } from '../../../core/content/bitfield.ts';
import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import type { Run } from '../../../core/transfer/run-planner.ts';
import type { SwarmSource } from './swarm-source.ts';

/** A request is late when it took this long, ms, and twice as long as its source's speed says. */
const LATE_MS = 500;
/** So many pieces from where somebody reads are about to be read (4 MiB): what is asked for elsewhere makes way. */
const READ_AHEAD = 16;

function covers({ first, count }: Run, piece: number): boolean {
  return piece >= first && piece < first + count;
}

/** Whether one of those who were asked for a piece should still bring it in time. */
export function isInTime(sources: Iterable<SwarmSource>, piece: number): boolean {
  const now = performance.now();
  for (const { contact, asked } of sources) {
    for (const { run, since } of asked) {
      if (run === undefined || !covers(run, piece)) continue;
      const expected = contact.speed > 0 ? (2000 * run.count * PIECE_SIZE) / contact.speed : 0;
      if (now - since < Math.max(LATE_MS, expected)) return true;
    }
  }
  return false;
}

/**
 * A piece came: others that were asked for it, too, need not send it any more, where nothing else is left of what they
 * were asked.
 * @param bits what is verified
 */
export function callOff(
  sources: Iterable<SwarmSource>,
  { from, piece, bits }: { readonly from: SwarmSource; readonly piece: number; readonly bits: Bitfield },
): void {
  for (const source of sources) {
    if (source === from) continue;
    for (const { run, end } of source.asked) {
      if (run === undefined || !covers(run, piece)) continue;
      const missing = bits.nextMissing(run.first, 1);
      if (missing === undefined || !covers(run, missing.first)) end.abort();
    }
  }
}

/** Calls off what is far from all readers. @param heads the pieces that they read or wait for */
export function makeWay(sources: Iterable<SwarmSource>, heads: readonly number[]): void {
  for (const { asked } of sources) {
    for (const { run, end } of asked) {
      if (run === undefined) continue;
      const isNear = (head: number): boolean => run.first < head + READ_AHEAD && head < run.first + run.count;
      if (!heads.some(isNear)) end.abort();
    }
  }
}
