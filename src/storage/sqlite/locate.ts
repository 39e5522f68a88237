import type { DatabaseSync } from 'node:sqlite';
import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from './presences.ts';
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

/** Who has a content. The hot path of the tracker. */
export class Locate {
  readonly #presences: Presences;
  readonly #contents: Statement;
  readonly #shares: Statement;
  readonly #holds: Statement;

  constructor(database: DatabaseSync, presences: Presences) {
    this.#presences = presences;
    this.#contents = new Statement(database, 'SELECT id, size FROM contents WHERE hash = ?');
    this.#shares = new Statement(database, SHARES_OF_CONTENT);
    this.#holds = new Statement(database, 'SELECT peer, pieces, audience FROM holds WHERE content = ?');
  }

  locate(view: Pick<View, 'sees'>, content: ContentId, offset: number, limit: number, now: number): readonly Source[] {
    /** Pieces by peer; for one that has all n of them -n - 1. */
    const holders = new Map<number, number>();
    for (const row of this.#contents.all(idBytes(content))) {
      const id = integer(row, 0);
      const pieces = pieceCount(integer(row, 1));
      for (const share of this.#shares.iterate(id)) {
        const peer = integer(share, 0);
        if (view.sees(peer, integer(share, 1))) holders.set(peer, -pieces - 1);
      }
      for (const hold of this.#holds.iterate(id)) {
        const peer = integer(hold, 0);
        const held = integer(hold, 1);
        if (!view.sees(peer, integer(hold, 2)) || (holders.get(peer) ?? 0) < 0) continue;
        holders.set(peer, held === pieces ? -pieces - 1 : Math.max(held, holders.get(peer) ?? 0));
      }
    }
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
}
