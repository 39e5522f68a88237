import type { DatabaseSync } from 'node:sqlite';
import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import { integer, Statement } from './statement.ts';
import type { View } from './views.ts';

/**
 * Shares that have a content, each once, however many names it has in one of them: hops from share to share in the
 * index instead of reading all of its rows.
 */
export const SHARES_OF_CONTENT = `
  WITH RECURSIVE hop (share) AS (
    SELECT min(share) FROM entries WHERE content = ?1
    UNION ALL
    SELECT (SELECT min(share) FROM entries WHERE content = ?1 AND share > hop.share) FROM hop WHERE hop.share IS NOT NULL
  )
  SELECT s.peer, s.audience, s.id FROM hop JOIN shares s ON s.id = hop.share`;

/** Rows up to which one query is faster than hopping. */
const FEW = 128;

/** Who has a content. The hot path of the tracker. */
export class Locate {
  readonly #presences: Presences;
  readonly #few: Statement;
  readonly #contents: Statement;
  readonly #shares: Statement;
  readonly #holds: Statement;

  constructor(database: DatabaseSync, presences: Presences) {
    this.#presences = presences;
    this.#few = new Statement(
      database,
      `SELECT c.size, s.peer, s.audience, -1 FROM contents c JOIN entries e ON e.content = c.id
       JOIN shares s ON s.id = e.share WHERE c.hash = ?1
       UNION ALL
       SELECT c.size, h.peer, h.audience, h.pieces FROM contents c JOIN holds h ON h.content = c.id WHERE c.hash = ?1
       LIMIT ${FEW + 1}`,
    );
    this.#contents = new Statement(database, 'SELECT id, size FROM contents WHERE hash = ?');
    this.#shares = new Statement(database, SHARES_OF_CONTENT);
    this.#holds = new Statement(database, 'SELECT peer, pieces, audience FROM holds WHERE content = ?');
  }

  locate(view: Pick<View, 'sees'>, content: ContentId, offset: number, limit: number, now: number): readonly Source[] {
    const holders = this.#holders(view, content);
    const online = [...holders.keys()].filter((peer) => this.#presences.live(peer, now)).toSorted((a, b) => a - b);
    const sources: Source[] = [];
    const first = online.length === 0 ? 0 : Math.trunc(Math.abs(offset)) % online.length;
    for (let index = 0; index < Math.min(limit, online.length); index++) {
      const row = online[(first + index) % online.length] ?? 0;
      const presence = this.#presences.live(row, now);
      const held = holders.get(row) ?? 0;
      if (!presence) continue;
      const { peer, name, endpoints, slots } = presence;
      sources.push({ peer, name, endpoints, slots, pieces: held < 0 ? -held - 1 : held, whole: held < 0 });
    }
    return sources;
  }

  /** Pieces by peer; for one that has all n of them -n - 1. */
  #holders(view: Pick<View, 'sees'>, content: ContentId): ReadonlyMap<number, number> {
    const holders = new Map<number, number>();
    const add = (size: number, peer: number, audience: number, held: number) => {
      const before = holders.get(peer) ?? 0;
      if (before < 0 || !view.sees(peer, audience)) return;
      const all = pieceCount(size);
      holders.set(peer, held === -1 || held === all ? -all - 1 : Math.max(held, before));
    };
    const hash = idBytes(content);
    const few = this.#few.all(hash);
    if (few.length <= FEW) {
      for (const row of few) add(integer(row, 0), integer(row, 1), integer(row, 2), integer(row, 3));
      return holders;
    }
    for (const row of this.#contents.all(hash)) {
      const [id, size] = [integer(row, 0), integer(row, 1)];
      for (const share of this.#shares.all(id)) add(size, integer(share, 0), integer(share, 1), -1);
      for (const hold of this.#holds.all(id)) add(size, integer(hold, 0), integer(hold, 2), integer(hold, 1));
    }
    return holders;
  }
}
