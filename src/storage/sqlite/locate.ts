import type { DatabaseSync } from 'node:sqlite';
import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Source } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import type { HolderIndex } from './holders/holder-index.ts';
import { packHolders, visitHolders, type HolderList, type HolderRow } from './holders/holder-list.ts';
import { bytes, integer, Statement, type Row } from './statement.ts';
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

/** Rows up to which one query is faster than hopping. */
const FEW = 128;

export interface LocateParts {
  readonly database: DatabaseSync;
  readonly presences: Presences;
  readonly snapshot: Pick<TurnSnapshot, 'enter'>;
  readonly index: HolderIndex;
}

/** Who has a content. The hot path of the tracker. */
export class Locate {
  readonly #parts: LocateParts;
  readonly #few: Statement;
  readonly #contents: Statement;
  readonly #shares: Statement;
  readonly #holds: Statement;
  readonly #next: Statement;

  constructor(parts: LocateParts) {
    this.#parts = parts;
    const statement = (sql: string) => new Statement(parts.database, sql);
    this.#few = statement(
      `SELECT c.size, s.peer, s.audience, -1, c.id FROM contents c JOIN entries e ON e.content = c.id
       JOIN shares s ON s.id = e.share WHERE c.hash = ?1
       UNION ALL
       SELECT c.size, h.peer, h.audience, h.pieces, c.id FROM contents c JOIN holds h ON h.content = c.id
       WHERE c.hash = ?1
       LIMIT ${FEW + 1}`,
    );
    this.#contents = statement('SELECT id, size FROM contents WHERE hash = ?');
    this.#shares = statement(SHARES_OF_CONTENT);
    this.#holds = statement('SELECT peer, pieces, audience FROM holds WHERE content = ?');
    this.#next = statement('SELECT id, hash FROM contents WHERE id > ? AND hash IS NOT NULL ORDER BY id LIMIT ?');
  }

  locate(view: Pick<View, 'sees'>, content: ContentId, offset: number, limit: number, now: number): readonly Source[] {
    const online = this.#online(view, idBytes(content), now);
    const first = online.length === 0 ? 0 : Math.trunc(Math.abs(offset)) % online.length;
    if (first === 0 && online.length <= limit) return online;
    return [...online.slice(first), ...online.slice(0, first)].slice(0, limit);
  }

  /**
   * Has the index learn of some contents that nobody asked for yet.
   * @param after row of a content
   * @returns the row to go on after; undefined at the end
   */
  learn(after: number, limit: number): number | undefined {
    const { snapshot, index } = this.#parts;
    snapshot.enter();
    const contents = this.#next.all(after, limit);
    for (const content of contents) {
      const hash = bytes(content, 1);
      if (index.find(hash) === undefined) this.#read(hash);
    }
    const last = contents.at(-1);
    return last === undefined || contents.length < limit ? undefined : integer(last, 0);
  }

  /** Each holder that is online once, in the order of their rows. */
  #online(view: Pick<View, 'sees'>, hash: Uint8Array, now: number): readonly Source[] {
    const { index, presences } = this.#parts;
    const found: Source[] = [];
    const list = index.find(hash) ?? this.#read(hash);
    let last = 0;
    visitHolders(list, (row, audience, pieces, whole) => {
      // Of what one peer has of it the most counts, which comes first.
      if (row === last || !view.sees(row, audience)) return;
      const presence = presences.live(row, now);
      if (!presence) return;
      last = row;
      const { peer, name, endpoints, slots } = presence;
      found.push({ peer, name, endpoints, slots, pieces, whole });
    });
    return found;
  }

  /** From the database; where it is short, the index knows it from now on. */
  #read(hash: Uint8Array): HolderList {
    const { snapshot, index } = this.#parts;
    snapshot.enter();
    const few = this.#few.all(hash);
    if (few.length > FEW) return packHolders(this.#readMany(hash));
    const list = packHolders(few.map((row) => holderRow(integer(row, 0), row, { peer: 1, audience: 2, pieces: 3 })));
    const [content, ...others] = new Set(few.map((row) => integer(row, 4)));
    if (content !== undefined && others.length === 0) index.put(content, hash, list);
    return list;
  }

  #readMany(hash: Uint8Array): readonly HolderRow[] {
    return this.#contents.all(hash).flatMap((content) => {
      const [id, size] = [integer(content, 0), integer(content, 1)];
      return [
        ...this.#shares.all(id).map((row) => ({ size, peer: integer(row, 0), audience: integer(row, 1), pieces: -1 })),
        ...this.#holds.all(id).map((row) => holderRow(size, row, { peer: 0, audience: 2, pieces: 1 })),
      ];
    });
  }
}

function holderRow(
  size: number,
  row: Row,
  columns: { readonly peer: number; readonly audience: number; readonly pieces: number },
): HolderRow {
  const { peer, audience, pieces } = columns;
  return { size, peer: integer(row, peer), audience: integer(row, audience), pieces: integer(row, pieces) };
}
