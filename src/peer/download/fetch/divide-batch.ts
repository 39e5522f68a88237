import type { PeerId } from '../../../core/ids.ts';

/** One that could be asked. */
export interface Candidate {
  readonly peer: PeerId;
  /** Bytes per second, 0 where it was not measured. */
  readonly speed: number;
}

export interface Part<Row, Source> {
  readonly source: Source;
  readonly rows: Row[];
}

/** A slow source is asked for this much at once, bytes: it shall not hold up the end. */
const LEAST_BYTES = 64 * 1024;

/**
 * Divides files among the sources that have them: a part for a source goes on as long as it has the next file and would
 * deliver the part within about a second; a new part goes to the one with the least on its way.
 * @param sourcesOf who may be asked for a file; for nobody it is left out
 * @param load bytes on their way from a peer; grows by what is given out
 * @returns the parts, one for each source at most, and the files that must wait for the next turn
 */
export function divideBatch<Row extends { readonly size: number }, Source extends Candidate>(
  rows: readonly Row[],
  sourcesOf: (row: Row) => readonly Source[],
  load: Map<PeerId, number>,
): { readonly parts: Part<Row, Source>[]; readonly later: Row[] } {
  const parts = new Map<PeerId, Part<Row, Source> & { bytes: number }>();
  const later: Row[] = [];
  let current: PeerId | undefined;
  for (const row of rows) {
    let chosen: Source | undefined;
    for (const source of sourcesOf(row)) {
      const part = parts.get(source.peer);
      const limit = source.speed === 0 ? Infinity : Math.max(LEAST_BYTES, source.speed);
      if (part !== undefined && part.bytes + row.size > limit) continue;
      if (source.peer === current) {
        chosen = source;
        break;
      }
      if (chosen === undefined || loadOf(load, source) < loadOf(load, chosen)) chosen = source;
    }
    if (chosen === undefined) {
      later.push(row);
      continue;
    }
    current = chosen.peer;
    const part = parts.get(current) ?? { source: chosen, rows: [], bytes: 0 };
    parts.set(current, part);
    part.rows.push(row);
    part.bytes += row.size;
    load.set(current, loadOf(load, chosen) + row.size);
  }
  return { parts: [...parts.values()], later };
}

function loadOf(load: ReadonlyMap<PeerId, number>, { peer }: Candidate): number {
  return load.get(peer) ?? 0;
}
