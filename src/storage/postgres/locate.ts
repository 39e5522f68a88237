import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import { seen, type View } from './audiences.ts';
import type { Queries } from './database.ts';
import { hex, integer } from './row.ts';

interface Holder {
  readonly pieces: number;
  readonly whole: boolean;
}

/** Who has which content: one statement for all of them. Who is online the leases in memory say. */
export async function locate(
  queries: Queries,
  presences: Presences,
  view: View,
  contents: readonly { readonly id: ContentId; readonly offset: number }[],
  limit: number,
  now: number,
): Promise<ReadonlyMap<ContentId, readonly Source[]>> {
  const holders = await holdersOf(
    queries,
    view,
    contents.map(({ id }) => id),
  );
  const found = new Map<ContentId, readonly Source[]>();
  for (const { id, offset } of contents) {
    const of = holders.get(id) ?? new Map<number, Holder>();
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

async function holdersOf(
  queries: Queries,
  view: View,
  contents: readonly ContentId[],
): Promise<ReadonlyMap<ContentId, ReadonlyMap<number, Holder>>> {
  const byHash = new Map(contents.map((id) => [Buffer.from(idBytes(id)).toString('hex'), id]));
  const sql = `SELECT c.hash, c.size, x.peer, x.pieces FROM contents c CROSS JOIN LATERAL (
      SELECT s.peer, -1::bigint AS pieces FROM entries e JOIN shares s ON s.id = e.share
        WHERE e.content = c.id AND ${seen('s')} GROUP BY s.peer
      UNION ALL SELECT h.peer, h.pieces FROM holds h WHERE h.content = c.id AND ${seen('h')}) x
    WHERE c.hash = ANY($3::bytea[])`;
  const rows = await queries.rows('locate', sql, [view.row, view.admitted, [...byHash.values()].map(idBytes)]);
  const holders = new Map<ContentId, Map<number, Holder>>();
  for (const row of rows) {
    const id = byHash.get(hex(row, 0));
    if (id === undefined) continue;
    const of = holders.get(id) ?? new Map<number, Holder>();
    holders.set(id, of);
    const all = pieceCount(integer(row, 1));
    const peer = integer(row, 2);
    const held = integer(row, 3);
    const before = of.get(peer);
    if (before?.whole === true) continue;
    if (held === -1 || held === all) of.set(peer, { pieces: all, whole: true });
    else of.set(peer, { pieces: Math.max(held, before?.pieces ?? 0), whole: false });
  }
  return holders;
}
