import type { DatabaseSync } from 'node:sqlite';
import { pieceCount } from '../../core/content/geometry.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { KnownPresence, Presences } from '../leases/presences.ts';
import { integer, Statement } from './statement.ts';
import type { TurnSnapshot } from './turn-snapshot.ts';
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

/** A peer that is online, and what it has of a content. */
interface Holder {
  readonly row: number;
  readonly presence: KnownPresence;
  readonly whole: boolean;
  readonly pieces: number;
}

/** Rows up to which one query is faster than hopping. */
const FEW = 128;

/** Who has a content. The hot path of the tracker. */
export class Locate {
  readonly #presences: Presences;
  readonly #snapshot: Pick<TurnSnapshot, 'enter'>;
  readonly #few: Statement;
  readonly #contents: Statement;
  readonly #shares: Statement;
  readonly #holds: Statement;

  constructor(database: DatabaseSync, presences: Presences, snapshot: Pick<TurnSnapshot, 'enter'>) {
    this.#presences = presences;
    this.#snapshot = snapshot;
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
    const online = this.#online(view, content, now);
    const sources: Source[] = [];
    const first = online.length === 0 ? 0 : Math.trunc(Math.abs(offset)) % online.length;
    for (let index = 0; index < Math.min(limit, online.length); index++) {
      const holder = online[(first + index) % online.length];
      if (!holder) continue;
      const { peer, name, endpoints, slots } = holder.presence;
      sources.push({ peer, name, endpoints, slots, pieces: holder.pieces, whole: holder.whole });
    }
    return sources;
  }

  /** Each holder that is online once, in the order of their rows. */
  #online(view: Pick<View, 'sees'>, content: ContentId, now: number): readonly Holder[] {
    const found: Holder[] = [];
    const add = (size: number, row: number, audience: number, held: number) => {
      if (!view.sees(row, audience)) return;
      const presence = this.#presences.live(row, now);
      if (!presence) return;
      const all = pieceCount(size);
      const whole = held === -1 || held === all;
      found.push({ row, presence, whole, pieces: whole ? all : held });
    };
    const hash = idBytes(content);
    this.#snapshot.enter();
    const few = this.#few.all(hash);
    if (few.length <= FEW) {
      for (const row of few) add(integer(row, 0), integer(row, 1), integer(row, 2), integer(row, 3));
    } else {
      for (const row of this.#contents.all(hash)) {
        const [id, size] = [integer(row, 0), integer(row, 1)];
        for (const share of this.#shares.all(id)) add(size, integer(share, 0), integer(share, 1), -1);
        for (const hold of this.#holds.all(id)) add(size, integer(hold, 0), integer(hold, 2), integer(hold, 1));
      }
    }
    // Of what one peer has of it the most counts, which comes first.
    found.sort((a, b) => a.row - b.row || Number(b.whole) - Number(a.whole) || b.pieces - a.pieces);
    return found.filter((each, index) => each.row !== found[index - 1]?.row);
  }
}
