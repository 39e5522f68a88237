import type { DatabaseSync } from 'node:sqlite';
import { contentIdOfHash } from '../../core/ids.ts';
import { parseSharePath, type SharePath } from '../../core/names/share-path.ts';
import type { Entry } from '../../core/swarm/catalog.ts';
import { bigInteger, bytes, integer, optionalHex, optionalText, text, type Row } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';
import { pathOf } from './entry-row.ts';
import type { Sequence } from './sequence.ts';

/** Changes that the tracker does not know yet. */
export interface Delta {
  readonly upsert: readonly Entry[];
  readonly remove: readonly SharePath[];
  readonly keys: readonly number[];
  /** Changes after this number are not in here. */
  readonly upTo: number;
}

/** A part of the full list. */
export interface ListPage {
  readonly entries: readonly Entry[];
  /** Where the next page begins; undefined after the last. */
  readonly next: number | undefined;
}

// A file that waits to be hashed is told once it is.
const COLUMNS = 'entries.*, contents.id AS content_id, contents.size AS content_size, contents.md5';
const JOIN = 'LEFT JOIN contents ON contents.key = entries.content';
const TOLD = `(entries.kind <> 'file' OR entries.content IS NOT NULL) AND entries.pending = 0`;

/** What the tracker was told of each share and what it was not; survives restarts. */
export class Publication {
  readonly #database: DatabaseSync;
  readonly #sequence: Sequence;
  readonly #statements;

  constructor(database: DatabaseSync, sequence: Sequence) {
    this.#database = database;
    this.#sequence = sequence;
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true });
    this.#statements = {
      dirty: prepare(
        `SELECT ${COLUMNS} FROM entries INDEXED BY entries_dirty ${JOIN}
         WHERE share = ? AND dirty > 0 AND ${TOLD} ORDER BY entries.key LIMIT ?`,
      ),
      // In order of the table: sorting the share for each page would cost its whole size each time.
      list: prepare(
        `SELECT ${COLUMNS} FROM entries NOT INDEXED ${JOIN}
         WHERE share = ? AND entries.key > ? AND ${TOLD} ORDER BY entries.key LIMIT ?`,
      ),
      tombstones: prepare('SELECT path FROM tombstones WHERE share = ? ORDER BY path LIMIT ?'),
      clean: prepare('UPDATE entries SET dirty = 0 WHERE key = ? AND dirty > 0 AND dirty <= ?'),
      cleanAll: prepare('UPDATE entries SET dirty = 0 WHERE share = ? AND dirty > 0 AND dirty <= ?'),
      unbury: prepare('DELETE FROM tombstones WHERE share = ? AND path = ? AND seq <= ?'),
      unburyAll: prepare('DELETE FROM tombstones WHERE share = ? AND seq <= ?'),
      revision: prepare('UPDATE shares SET revision = ? WHERE key = ?'),
    };
  }

  /** The next changes of a share, removals before the rest; undefined when there are none. */
  unsent(shareKey: number, limit: number): Delta | undefined {
    const upTo = this.#sequence.last;
    const remove = this.#statements.tombstones.all(shareKey, limit).map((row) => parseSharePath(text(row, 'path')));
    if (remove.length > 0) return { upsert: [], remove, keys: [], upTo };
    const rows = this.#statements.dirty.all(shareKey, limit);
    if (rows.length === 0) return undefined;
    return { upsert: rows.map(entryOf), remove: [], keys: rows.map((row) => integer(row, 'key')), upTo };
  }

  /** The tracker has taken the changes and is at `revision` now. */
  sent(shareKey: number, delta: Delta, revision: number): void {
    transaction(this.#database, () => {
      for (const key of delta.keys) this.#statements.clean.run(key, delta.upTo);
      for (const path of delta.remove) this.#statements.unbury.run(shareKey, path, delta.upTo);
      this.#statements.revision.run(revision, shareKey);
    });
  }

  /** A mark to hand to `listSent`: what changes after it is sent again as a change. */
  mark(): number {
    return this.#sequence.last;
  }

  /** Part of the full list, after key `after` (0 at first). */
  list(shareKey: number, after: number, limit: number): ListPage {
    const rows = this.#statements.list.all(shareKey, after, limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return { entries: page.map(entryOf), next: rows.length > limit && last ? integer(last, 'key') : undefined };
  }

  /** The tracker has the full list as of `mark`. */
  listSent(shareKey: number, mark: number, revision: number): void {
    transaction(this.#database, () => {
      this.#statements.cleanAll.run(shareKey, mark);
      this.#statements.unburyAll.run(shareKey, mark);
      this.#statements.revision.run(revision, shareKey);
    });
  }
}

function entryOf(row: Row): Entry {
  const path = parseSharePath(pathOf(row));
  const kind = text(row, 'kind');
  if (kind === 'directory') return { kind, path };
  if (kind === 'symlink') return { kind, path, target: text(row, 'target') };
  const flatName = optionalText(row, 'flat');
  const md5 = optionalHex(row, 'md5');
  return {
    kind: 'file',
    path,
    content: contentIdOfHash(bytes(row, 'content_id')),
    size: integer(row, 'content_size'),
    mtime: Number(bigInteger(row, 'mtime') / 1_000_000n),
    executable: integer(row, 'executable') !== 0,
    ...(flatName === undefined ? {} : { flatName }),
    ...(md5 === undefined ? {} : { digests: { md5 } }),
  };
}
