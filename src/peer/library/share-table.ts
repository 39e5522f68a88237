import { join, resolve, dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { readAudience, writeAudience } from './audience-column.ts';
import { integer, optionalText, text, type Row } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';

/** What a peer offers under one name. */
export interface Share {
  readonly name: string;
  /** Absolute: of the folder, the file or the manifest. */
  readonly path: string;
  readonly kind: 'folder' | 'file' | 'manifest';
  /** Whether hidden files are shared too. */
  readonly hidden: boolean;
  readonly audience: Audience;
}

/** A share with what only its bookkeeping needs. */
export interface ShareRow extends Share {
  readonly key: number;
  /** What the tracker is known to have; 0: it needs the full list. */
  readonly revision: number;
  /** False while the folder is away: hashes are kept, nothing is served. */
  readonly available: boolean;
  /** Device and inode of the root when it was last scanned. */
  readonly root: string | undefined;
}

/** Where an entry lies on disk. @param real path relative to the share, as the disk spells it */
export function diskPath(share: Pick<Share, 'kind' | 'path'>, real: string): string {
  if (share.kind === 'file') return share.path;
  return share.kind === 'manifest' ? resolve(dirname(share.path), real) : join(share.path, real);
}

export class ShareTable {
  readonly #database: DatabaseSync;
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#database = database;
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      all: prepare('SELECT * FROM shares ORDER BY name'),
      byKey: prepare('SELECT * FROM shares WHERE key = ?'),
      byName: prepare('SELECT * FROM shares WHERE name = ?'),
      insert: prepare('INSERT INTO shares (name, path, kind, hidden, audience) VALUES (?, ?, ?, ?, ?)'),
      change: prepare('UPDATE shares SET hidden = ?, audience = ?, revision = ? WHERE key = ?'),
      revision: prepare('UPDATE shares SET revision = ? WHERE key = ?'),
      available: prepare('UPDATE shares SET available = ?, revision = 0 WHERE key = ?'),
      root: prepare('UPDATE shares SET root = ? WHERE key = ?'),
      remove: prepare('DELETE FROM shares WHERE key = ?'),
      addRemoved: prepare('INSERT OR IGNORE INTO removed_shares (name) VALUES (?)'),
      dropRemoved: prepare('DELETE FROM removed_shares WHERE name = ?'),
      removed: prepare('SELECT name FROM removed_shares'),
      orphans: prepare(
        'DELETE FROM entries WHERE key IN (SELECT key FROM entries WHERE share NOT IN (SELECT key FROM shares) LIMIT ?)',
      ),
      orphanTombstones: prepare('DELETE FROM tombstones WHERE share NOT IN (SELECT key FROM shares)'),
    };
  }

  all(): ShareRow[] {
    return this.#statements.all.all().map(shareRow);
  }

  get(key: number): ShareRow | undefined {
    const row = this.#statements.byKey.get(key);
    return row && shareRow(row);
  }

  named(name: string): ShareRow | undefined {
    const row = this.#statements.byName.get(name);
    return row && shareRow(row);
  }

  /** @throws {AyniError} `conflict` where the name is taken */
  add(share: Share): ShareRow {
    return transaction(this.#database, () => {
      if (this.named(share.name)) {
        throw new AyniError('conflict', `There is a share named "${share.name}" already: choose another name.`, {
          context: { name: share.name },
        });
      }
      const { name, path, kind, hidden, audience } = share;
      const run = this.#statements.insert.run(name, path, kind, hidden ? 1 : 0, writeAudience(audience));
      // Its first full list replaces whatever the tracker has under this name.
      this.#statements.dropRemoved.run(name);
      const row = this.get(Number(run.lastInsertRowid));
      if (!row) throw new AyniError('internal', 'A share that was just added is gone.');
      return row;
    });
  }

  /** The whole share is published anew where the audience changes. */
  change(key: number, to: Pick<Share, 'hidden' | 'audience'> & { readonly revision: number }): void {
    this.#statements.change.run(to.hidden ? 1 : 0, writeAudience(to.audience), to.revision, key);
  }

  setRevision(key: number, revision: number): void {
    this.#statements.revision.run(revision, key);
  }

  /** Away or back; either way the tracker needs to be told in full. */
  setAvailable(key: number, available: boolean): void {
    this.#statements.available.run(available ? 1 : 0, key);
  }

  setRoot(key: number, root: string): void {
    this.#statements.root.run(root, key);
  }

  /** Its entries are dropped by `collect`; the tracker is told by way of `removed`. */
  remove(share: ShareRow): void {
    transaction(this.#database, () => {
      this.#statements.remove.run(share.key);
      this.#statements.addRemoved.run(share.name);
    });
  }

  /** The tracker has a share of this name that we know nothing of. */
  forget(name: string): void {
    this.#statements.addRemoved.run(name);
  }

  /** Names that the tracker should forget. */
  removed(): string[] {
    return this.#statements.removed.all().map((row) => text(row, 'name'));
  }

  forgotten(name: string): void {
    this.#statements.dropRemoved.run(name);
  }

  /** Drops at most `limit` entries of removed shares; whether there may be more. */
  collect(limit: number): boolean {
    return transaction(this.#database, () => {
      this.#statements.orphanTombstones.run();
      return Number(this.#statements.orphans.run(limit).changes) === limit;
    });
  }
}

function shareRow(row: Row): ShareRow {
  const kind = text(row, 'kind');
  if (kind !== 'folder' && kind !== 'file' && kind !== 'manifest') {
    throw new AyniError('internal', `The index has a share of unknown kind "${kind}".`);
  }
  return {
    key: integer(row, 'key'),
    name: text(row, 'name'),
    path: text(row, 'path'),
    kind,
    hidden: integer(row, 'hidden') !== 0,
    audience: readAudience(text(row, 'audience')),
    revision: integer(row, 'revision'),
    available: integer(row, 'available') !== 0,
    root: optionalText(row, 'root'),
  };
}
