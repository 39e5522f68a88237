import type { Viewer } from '../../core/access/audience.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import { EVERYONE_ROW, viewerGroups, type View } from './audiences.ts';
import type { Queries } from './database.ts';
import { hex, integer, isNull, type Row } from './row.ts';

/** One way in which a peer has a content. */
interface Holding {
  readonly peer: number;
  readonly audience: number;
  readonly pieces: number;
  readonly whole: boolean;
}

type Holdings = readonly Holding[];

/** One call of `locate`. */
export interface LocateCall {
  readonly viewer: Viewer;
  readonly contents: readonly { readonly id: ContentId; readonly offset: number }[];
}

/** What the database says to it. */
export interface Found {
  /** What the viewer may see. */
  readonly view: View;
  /** Everything that anybody has of each content, at its place. */
  readonly holdings: readonly Holdings[];
}

/** Who is online the leases in memory say; what the viewer sees of what is there is chosen here. */
export function locate(
  { view, holdings }: Found,
  presences: Presences,
  contents: LocateCall['contents'],
  limit: number,
  now: number,
): ReadonlyMap<ContentId, readonly Source[]> {
  const admitted = new Set(view.admitted);
  const found = new Map<ContentId, readonly Source[]>();
  for (const [index, { id, offset }] of contents.entries()) {
    const of = seenHoldings(holdings[index] ?? [], view, admitted);
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

/** What calls of the same moment ask is one statement: who has the contents of all, and what each viewer may see. */
export async function findAll(queries: Queries, calls: readonly LocateCall[]): Promise<readonly Found[]> {
  const byHash = new Map<string, ContentId>();
  for (const { contents } of calls) {
    for (const { id } of contents) byHash.set(Buffer.from(idBytes(id)).toString('hex'), id);
  }
  const viewers = calls.map(({ viewer }) => viewer);
  const groups = viewers.flatMap((viewer, at) => viewerGroups(viewer).map((name) => ({ at, name })));
  const sql = `SELECT -1, c.hash, c.size, x.peer, x.pieces, x.audience FROM contents c CROSS JOIN LATERAL (
      SELECT s.peer, -1::bigint AS pieces, s.audience FROM entries e JOIN shares s ON s.id = e.share
        WHERE e.content = c.id GROUP BY s.peer, s.audience
      UNION ALL SELECT h.peer, h.pieces, h.audience FROM holds h WHERE h.content = c.id) x
    WHERE c.hash = ANY($1::bytea[])
    UNION ALL SELECT v.at, NULL, NULL, p.id, NULL, a.audience FROM unnest($2::int[], $3::bytea[]) v (at, key)
      LEFT JOIN peers p ON p.key = v.key LEFT JOIN LATERAL (
        SELECT audience FROM audience_peers WHERE peer = p.id
        UNION ALL SELECT g.audience FROM unnest($4::int[], $5::text[]) w (at, name)
          JOIN audience_groups g ON g.name = w.name WHERE w.at = v.at) a ON true`;
  const rows = await queries.rows('locate-all', sql, [
    [...byHash.values()].map(idBytes),
    viewers.map((_, at) => at),
    viewers.map(({ peer }) => idBytes(peer)),
    groups.map(({ at }) => at),
    groups.map(({ name }) => name),
  ]);
  const views = viewers.map(() => ({ row: 0, admitted: [EVERYONE_ROW] }));
  const held = new Map<ContentId, Holding[]>();
  for (const row of rows) {
    const view = views[integer(row, 0)];
    if (view !== undefined) {
      if (!isNull(row, 3)) view.row = integer(row, 3);
      if (!isNull(row, 5)) view.admitted.push(integer(row, 5));
      continue;
    }
    const id = byHash.get(hex(row, 1));
    if (id === undefined) continue;
    const of = held.get(id) ?? [];
    if (of.length === 0) held.set(id, of);
    of.push(holdingOf(row));
  }
  return calls.map(({ contents }, at) => ({
    view: views[at] ?? { row: 0, admitted: [] },
    holdings: contents.map(({ id }) => held.get(id) ?? []),
  }));
}

function holdingOf(row: Row): Holding {
  const all = pieceCount(integer(row, 2));
  const pieces = integer(row, 4);
  const whole = pieces === -1 || pieces === all;
  return { peer: integer(row, 3), audience: integer(row, 5), pieces: whole ? all : pieces, whole };
}
