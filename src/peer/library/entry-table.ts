import { relative, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ContentId } from '../../core/ids.ts';
import { baseName, parentPath } from '../../core/names/share-path.ts';
import type { ContentTable } from './content-table.ts';
import { integer, optionalText, text, type Row } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';
import { pathOf, stampOf } from './entry-row.ts';
import type { FlatNames } from './flat-names.ts';
import { sameStamp, type Found, type FoundFile, type Stamp } from './found.ts';
import type { Sequence } from './sequence.ts';
import { diskPath, type ShareRow } from './share-table.ts';

/** A file that waits to be hashed. */
export interface PendingFile {
  readonly key: number;
  /** Of this wait: a later change of the file makes another. */
  readonly pending: number;
  /** As published, relative to the share. */
  readonly path: string;
  /** Absolute, on disk. */
  readonly disk: string;
  /** As the scan saw it; the file may have changed since. */
  readonly stamp: Stamp;
}

/** What hashing a pending file gave. Of a content that is new here, `pieces` holds all piece hashes. */
export interface HashedFile {
  readonly key: number;
  readonly pending: number;
  readonly stamp: Stamp;
  readonly content: ContentId;
  readonly pieces: Uint8Array;
}

export interface EntryCounts {
  /** Files whose content is known. */
  readonly files: number;
  readonly bytes: number;
  /** Files that wait to be hashed. */
  readonly pendingFiles: number;
  readonly pendingBytes: number;
}

// Two conditions in two statements: with OR, SQLite would look at the whole share.
const BELOW = ['parent = ?1', 'parent >= ?2 AND parent < ?3'] as const;
const PATH = `CASE parent WHEN '' THEN name ELSE parent || '/' || name END`;

/** The names in shares: what scans found, and the content of each file once it is hashed. */
export class EntryTable {
  readonly #database: DatabaseSync;
  readonly #contents: ContentTable;
  readonly #sequence: Sequence;
  readonly #flatNames: FlatNames;
  readonly #statements;
  /** Of shares, as long as nothing is written: at most as many as there are. */
  readonly #counted = new Map<number, EntryCounts>();
  #countedAt = -1;

  constructor(database: DatabaseSync, contents: ContentTable, sequence: Sequence, flatNames: FlatNames) {
    this.#database = database;
    this.#contents = contents;
    this.#sequence = sequence;
    this.#flatNames = flatNames;
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true });
    this.#statements = {
      at: prepare('SELECT * FROM entries WHERE share = ? AND parent = ? AND name = ?'),
      twin: prepare(
        `SELECT content FROM entries WHERE inode = ? AND content IS NOT NULL AND pending = 0
           AND mtime = ? AND size = ? AND birth = ? AND kind = 'file' LIMIT 1`,
      ),
      insert: prepare(
        `INSERT INTO entries (share, parent, name, real, kind, size, mtime, inode, birth, executable, target, content, flat, pending, dirty)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      update: prepare(
        `UPDATE entries SET real = ?, kind = ?, size = ?, mtime = ?, inode = ?, birth = ?, executable = ?, target = ?,
           content = ?, flat = ?, pending = ?, dirty = ? WHERE key = ?`,
      ),
      settle: prepare(
        `UPDATE entries SET size = ?, mtime = ?, inode = ?, birth = ?, content = ?, pending = 0, dirty = ?
         WHERE key = ? AND pending = ?`,
      ),
      children: BELOW.map((range) => ({
        bury: prepare(
          `INSERT OR REPLACE INTO tombstones (share, path, seq) SELECT share, ${PATH}, ?5 FROM entries
           WHERE share = ?4 AND (content IS NOT NULL OR kind <> 'file') AND ${range}`,
        ),
        remove: prepare(`DELETE FROM entries WHERE share = ?4 AND ${range}`),
      })),
      buryOne: prepare('INSERT OR REPLACE INTO tombstones (share, path, seq) VALUES (?, ?, ?)'),
      removeOne: prepare('DELETE FROM entries WHERE key = ?'),
      unbury: prepare('DELETE FROM tombstones WHERE share = ? AND path = ?'),
      pendingByKey: prepare('SELECT * FROM entries WHERE key = ? AND pending = ?'),
      pending: prepare(
        'SELECT * FROM entries INDEXED BY entries_pending WHERE share = ? AND pending > 0 AND key > ? ORDER BY key LIMIT ?',
      ),
      // From one share to the next, by the index, however many copies lie between.
      sharesHolding: prepare(
        `WITH RECURSIVE holding (share) AS (
           SELECT min(share) FROM entries WHERE content = ?1 AND pending = 0
           UNION ALL SELECT (SELECT min(share) FROM entries WHERE content = ?1 AND pending = 0 AND share > holding.share)
           FROM holding WHERE holding.share IS NOT NULL)
         SELECT share FROM holding WHERE share IS NOT NULL`,
      ),
      // A limit that is a bare parameter makes SQLite prepare the statement again for each value.
      holding: prepare(
        'SELECT * FROM entries WHERE content = ? AND pending = 0 AND share = ? ORDER BY key LIMIT (? | 0)',
      ),
      fetchedName: prepare('SELECT flat FROM fetched WHERE path = ? AND flat IS NOT NULL'),
      republish: prepare('UPDATE entries SET dirty = ? WHERE content = ? AND pending = 0'),
      stale: prepare('UPDATE entries SET pending = ?, dirty = 0 WHERE key = ?'),
      // Rows that were written since the index was opened; nobody else writes.
      state: prepare('SELECT total_changes() AS state'),
      settled: prepare(
        `SELECT count(*) AS files, ifnull(sum(size), 0) AS bytes FROM entries
         WHERE share = ? AND kind = 'file' AND content IS NOT NULL AND pending = 0`,
      ),
      waiting: prepare(
        'SELECT count(*) AS files, ifnull(sum(size), 0) AS bytes FROM entries INDEXED BY entries_pending WHERE share = ? AND pending > 0',
      ),
    };
  }

  /**
   * Takes what a scan found and what is gone; a directory that is gone takes what is under it along.
   * @returns how many files must be hashed
   */
  apply(share: ShareRow, found: readonly Found[], gone: readonly string[]): number {
    return transaction(this.#database, () => {
      let pending = 0;
      for (const one of found) if (this.#upsert(share, one)) pending++;
      for (const path of gone) this.#removeTree(share.key, path);
      return pending;
    });
  }

  /** Files that wait to be hashed, after key `after`. */
  pending(share: ShareRow, after: number, limit: number): PendingFile[] {
    return this.#statements.pending.all(share.key, after, limit).map((row) => {
      const path = pathOf(row);
      const disk = diskPath(share, optionalText(row, 'real') ?? path);
      return { key: integer(row, 'key'), pending: integer(row, 'pending'), path, disk, stamp: stampOf(row) };
    });
  }

  /** Results of hashing; those that a later change overtook are dropped. */
  hashed(files: readonly HashedFile[]): void {
    transaction(this.#database, () => {
      for (const file of files) {
        this.settle(file, this.#contents.put(file.content, file.stamp.size, file.pieces));
      }
    });
  }

  /** The content of a pending file, by its row in the contents. Whether it was still waited for. */
  settle(file: Pick<HashedFile, 'key' | 'pending' | 'stamp'>, contentKey: number): boolean {
    const { size, mtimeNs, inode: number, birthNs } = file.stamp;
    const dirty = this.#sequence.next();
    const run = this.#statements.settle.run(
      size,
      mtimeNs,
      BigInt.asIntN(64, number),
      birthNs,
      contentKey,
      dirty,
      file.key,
      file.pending,
    );
    return Number(run.changes) > 0;
  }

  /** A pending file that cannot be read: it is no longer shared. */
  unreadable(file: Pick<PendingFile, 'key' | 'pending'>): void {
    transaction(this.#database, () => {
      const row = this.#statements.pendingByKey.get(file.key, file.pending);
      if (!row) return;
      if (row['content'] !== null) {
        this.#statements.buryOne.run(integer(row, 'share'), pathOf(row), this.#sequence.next());
      }
      this.#statements.removeOne.run(file.key);
    });
  }

  /** Whoever served the file saw that it differs: it must be hashed again. Tells in which shares, by key. */
  changed(content: ContentId, disk: string, shares: ReadonlyMap<number, ShareRow>): number[] {
    const known = this.#contents.lookup(content);
    if (!known) return [];
    const affected: number[] = [];
    for (const share of shares.values()) {
      for (const row of this.#lyingAt(share, disk, known.key)) {
        if (diskPath(share, optionalText(row, 'real') ?? pathOf(row)) !== disk) continue;
        this.#statements.stale.run(this.#sequence.next(), integer(row, 'key'));
        affected.push(share.key);
      }
    }
    return affected;
  }

  /** What may be the entry of a file on disk, where that has this content. */
  #lyingAt(share: ShareRow, disk: string, contentKey: number): Row[] {
    // Paths in a manifest may be written in many ways.
    if (share.kind === 'manifest') return this.#statements.holding.all(contentKey, share.key, -1);
    // Of a content with very many copies not all are looked at.
    const path = share.kind === 'file' ? '' : publishedPath(relative(share.path, disk));
    const row = this.#statements.at.get(share.key, parentPath(path), baseName(path));
    const has =
      row && row['content'] !== null && integer(row, 'content') === contentKey && integer(row, 'pending') === 0;
    return has === true ? [row] : [];
  }

  /** Keys of the shares that a content lies in, in ascending order; also of those that are away or removed. */
  sharesHolding(contentKey: number): number[] {
    return this.#statements.sharesHolding.all(contentKey).map((row) => integer(row, 'share'));
  }

  /** Where a content lies in a share. @param limit told at most */
  copies(contentKey: number, shareKey: number, limit: number): { readonly real: string; readonly stamp: Stamp }[] {
    return this.#statements.holding
      .all(contentKey, shareKey, limit)
      .map((row) => ({ real: optionalText(row, 'real') ?? pathOf(row), stamp: stampOf(row) }));
  }

  /** More is known of a content: its entries are told again. */
  republish(contentKey: number): void {
    this.#statements.republish.run(this.#sequence.next(), contentKey);
  }

  /** Counted through once for each state of the index: pages ask every second, and a share may have a million files. */
  counts(shareKey: number): EntryCounts {
    const state = integer(this.#statements.state.get() ?? {}, 'state');
    if (state !== this.#countedAt) this.#counted.clear();
    this.#countedAt = state;
    const known = this.#counted.get(shareKey) ?? this.#count(shareKey);
    this.#counted.set(shareKey, known);
    return known;
  }

  #count(shareKey: number): EntryCounts {
    const settled = this.#statements.settled.get(shareKey) ?? {};
    const waiting = this.#statements.waiting.get(shareKey) ?? {};
    return {
      files: integer(settled, 'files'),
      bytes: integer(settled, 'bytes'),
      pendingFiles: integer(waiting, 'files'),
      pendingBytes: integer(waiting, 'bytes'),
    };
  }

  /** Whether the file must be hashed. */
  #upsert(share: ShareRow, found: Found): boolean {
    const [parent, name] = [parentPath(found.path), baseName(found.path)];
    const row = this.#statements.at.get(share.key, parent, name);
    if (row && text(row, 'kind') === 'directory' && found.kind !== 'directory') {
      this.#removeTree(share.key, found.path);
      return this.#upsert(share, found);
    }
    this.#statements.unbury.run(share.key, found.path);
    const file = found.kind === 'file' ? found : undefined;
    const content = file && this.#knownContent(file, row);
    const pending = file && content === undefined ? this.#sequence.next() : 0;
    // A file that waits keeps what it had, so that it can be withdrawn; it is not served meanwhile.
    const kept = content ?? (file && row && row['content'] !== null ? integer(row, 'content') : null);
    const flat = file
      ? ((row && optionalText(row, 'flat')) ?? this.#flatName(share, found, name || baseName(share.name)))
      : null;
    const values = [
      found.real ?? null,
      found.kind,
      file?.stamp.size ?? 0,
      file?.stamp.mtimeNs ?? 0,
      BigInt.asIntN(64, file?.stamp.inode ?? 0n),
      file?.stamp.birthNs ?? 0,
      file?.executable === true ? 1 : 0,
      found.kind === 'symlink' ? found.target : null,
      kept,
      flat,
      pending,
      pending > 0 ? 0 : this.#sequence.next(),
    ] as const;
    if (row) this.#statements.update.run(...values, integer(row, 'key'));
    else this.#statements.insert.run(share.key, parent, name, ...values);
    return pending > 0;
  }

  /** Of a file in the downloads folder, where that is shared: it has a name already. */
  #flatName(share: ShareRow, found: Found, base: string): string {
    const fetched = this.#statements.fetchedName.get(diskPath(share, found.real ?? found.path));
    return fetched === undefined ? this.#flatNames.give(base) : text(fetched, 'flat');
  }

  /** The content of a file that was only renamed, linked, or made executable; nothing needs to be read then. */
  #knownContent(file: FoundFile, row: Row | undefined): number | undefined {
    if (row && row['content'] !== null && integer(row, 'pending') === 0 && sameStamp(stampOf(row), file.stamp)) {
      return integer(row, 'content');
    }
    const { inode: number, mtimeNs, size, birthNs } = file.stamp;
    const twin = this.#statements.twin.get(BigInt.asIntN(64, number), mtimeNs, size, birthNs);
    return twin && integer(twin, 'content');
  }

  #removeTree(share: number, path: string): void {
    const seq = this.#sequence.next();
    const row = this.#statements.at.get(share, parentPath(path), baseName(path));
    if (!row) return;
    if (text(row, 'kind') === 'directory') {
      for (const [index, { bury, remove }] of this.#statements.children.entries()) {
        // '0' follows '/': the names between are all that are deeper.
        const range = index === 0 ? { '?1': path } : { '?2': `${path}/`, '?3': `${path}0` };
        bury.run({ ...range, '?4': share, '?5': seq });
        remove.run({ ...range, '?4': share });
      }
    }
    if (row['content'] !== null || text(row, 'kind') !== 'file') this.#statements.buryOne.run(share, path, seq);
    this.#statements.removeOne.run(integer(row, 'key'));
  }
}

/** How a scan publishes a path on disk, relative to its folder. */
function publishedPath(real: string): string {
  return real
    .split(sep)
    .map((name) => name.normalize('NFC'))
    .join('/');
}
