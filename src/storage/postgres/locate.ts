import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import type { View } from './audiences.ts';
import type { Batcher } from './batcher.ts';
import type { Queries } from './database.ts';
import { hex, integer } from './row.ts';

/** One way in which a peer has a content. */
interface Holding {
  readonly peer: number;
  readonly audience: number;
  readonly pieces: number;
  readonly whole: boolean;
}

export type Holdings = readonly Holding[];

/**
 * Who has which content. What calls of the same moment ask is one statement, for whoever asks: what a viewer sees of it
 * is chosen here. Who is online the leases in memory say.
 */
export async function locate(
  holdings: Batcher<ContentId, Holdings>,
  presences: Presences,
  view: View,
  contents: readonly { readonly id: ContentId; readonly offset: number }[],
  limit: number,
  now: number,
): Promise<ReadonlyMap<ContentId, readonly Source[]>> {
  const admitted = new Set(view.admitted);
  const all = await Promise.all(contents.map(({ id }) => holdings.add(id)));
  const found = new Map<ContentId, readonly Source[]>();
  for (const [index, { id, offset }] of contents.entries()) {
    const of = seenHoldings(all[index] ?? [], view, admitted);
    const online = [...of.keys()].filter((peer) => presences.live(peer, now)).toSorted((a, b) => a - b);
    const first = online.length === 0 ? 0 : Math.trunc(Math.abs(offset)) % online.length;
    const turned = [...online.slice(first), ...online.slice(0, first)].slice(0, Math.max(0, limit));
    const sources = turned.flatMap((row) => {
      const presence = presences.live(row, now);
      const held = of.get(row);
      if (!presence || !held) return [];
      const { peer, name, endpoints, slots } = presence;
      return [{ peer, name, endpoints, slots, pieces: held.pieces, whole: held.whole }];
    });
    if (sources.length > 0) found.set(id, sources);
  }
  return found;
}

/** The most that the viewer may see that each peer has. */
function seenHoldings(holdings: Holdings, view: View, admitted: ReadonlySet<number>): ReadonlyMap<number, Holding> {
  const of = new Map<number, Holding>();
  for (const holding of holdings) {
    if (holding.peer !== view.row && !admitted.has(holding.audience)) continue;
    const before = of.get(holding.peer);
    if (before === undefined || (!before.whole && (holding.whole || holding.pieces > before.pieces))) {
      of.set(holding.peer, holding);
    }
  }
  return of;
}

/** Everything that anybody has of each content, at its place. */
export async function holdingsOf(queries: Queries, contents: readonly ContentId[]): Promise<readonly Holdings[]> {
  const byHash = new Map(contents.map((id) => [Buffer.from(idBytes(id)).toString('hex'), id]));
  const sql = `SELECT c.hash, c.size, x.peer, x.pieces, x.audience FROM contents c CROSS JOIN LATERAL (
      SELECT s.peer, -1::bigint AS pieces, s.audience FROM entries e JOIN shares s ON s.id = e.share
        WHERE e.content = c.id GROUP BY s.peer, s.audience
      UNION ALL SELECT h.peer, h.pieces, h.audience FROM holds h WHERE h.content = c.id) x
    WHERE c.hash = ANY($1::bytea[])`;
  const rows = await queries.rows('locate-all', sql, [[...byHash.values()].map(idBytes)]);
  const found = new Map<ContentId, Holding[]>();
  for (const row of rows) {
    const id = byHash.get(hex(row, 0));
    if (id === undefined) continue;
    const of = found.get(id) ?? [];
    if (of.length === 0) found.set(id, of);
    const all = pieceCount(integer(row, 1));
    const held = integer(row, 3);
    const whole = held === -1 || held === all;
    of.push({ peer: integer(row, 2), audience: integer(row, 4), pieces: whole ? all : held, whole });
  }
  return contents.map((id) => found.get(id) ?? []);
}
