import { basename, sep } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import { contentIdOfHash, idBytes, type ContentId } from '../../core/ids.ts';
import type { Hold } from '../../core/swarm/catalog.ts';
import { readAudience, uniteAudiences, writeAudience } from './audience-column.ts';
import type { ContentTable } from './content-table.ts';
import type { FlatNames } from './flat-names.ts';
import type { Sequence } from './sequence.ts';
import { bigInteger, bytes, inode, integer, optionalText, text, type Row } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';

/** A file that was downloaded and is served on. */
export interface FetchedFile {
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
  /** Absolute. */
  readonly path: string;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  /** Of the share it came from. */
  readonly audience: Audience;
  readonly executable: boolean;
  /** In the dialects; given when it is put, and kept. Absent where this peer spoke none then. */
  readonly flatName?: string;
}

/** Holds that the tracker does not know yet, and what it should forget. */
export interface UnsentHolds {
  readonly upsert: readonly Hold[];
  readonly remove: readonly ContentId[];
  /** Later changes are not in here. */
  readonly upTo: number;
}

const COLUMNS = `fetched.path, fetched.mtime, fetched.inode, fetched.audience, fetched.executable, fetched.flat,
  contents.id, contents.size FROM fetched JOIN contents ON contents.key = fetched.content`;

/** What was fetched, and which of it the tracker knows to be held here. */
export class FetchedTable {
  readonly #database: DatabaseSync;
  readonly #contents: ContentTable;
  readonly #sequence: Sequence;
  readonly #flatNames: FlatNames | undefined;
  readonly #statements;

  /** @param flatNames where this peer speaks a dialect: fetched files get names in them too, also those of before */
  constructor(database: DatabaseSync, contents: ContentTable, sequence: Sequence, flatNames?: FlatNames) {
    this.#database = database;
    this.#contents = contents;
    this.#sequence = sequence;
    this.#flatNames = flatNames;
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true });
    this.#statements = {
      put: prepare(
        `INSERT INTO fetched (path, content, mtime, inode, audience, executable, flat, dirty) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (path) DO UPDATE SET content = excluded.content, mtime = excluded.mtime, inode = excluded.inode,
           audience = excluded.audience, executable = excluded.executable, flat = excluded.flat, dirty = excluded.dirty`,
      ),
      remove: prepare('DELETE FROM fetched WHERE path = ? AND content = ?'),
      at: prepare('SELECT content, flat FROM fetched WHERE path = ?'),
      fileAt: prepare(`SELECT ${COLUMNS} WHERE fetched.path = ?`),
      after: prepare(`SELECT ${COLUMNS} WHERE fetched.path > ? ORDER BY fetched.path LIMIT 500`),
      // A limit that is a bare parameter makes SQLite prepare the statement again for each value.
      copies: prepare(`SELECT ${COLUMNS} WHERE fetched.content = ? LIMIT (? | 0)`),
      // From one audience to the next, by the index, however many copies lie between.
      audiences: prepare(
        `WITH RECURSIVE told (audience) AS (
           SELECT min(audience) FROM fetched WHERE content = ?1
           UNION ALL SELECT (SELECT min(audience) FROM fetched WHERE content = ?1 AND audience > told.audience)
           FROM told WHERE told.audience IS NOT NULL)
         SELECT audience FROM told WHERE audience IS NOT NULL`,
      ),
      shared: prepare('SELECT flat FROM entries WHERE inode = ? AND content = ? AND flat IS NOT NULL LIMIT 1'),
      unnamed: prepare('SELECT path, content, inode FROM fetched WHERE flat IS NULL ORDER BY rowid'),
      name: prepare('UPDATE fetched SET flat = ?, dirty = ? WHERE path = ?'),
      unsend: prepare('UPDATE fetched SET dirty = ? WHERE content = ?'),
      unsendAll: prepare('UPDATE fetched SET dirty = ? WHERE dirty = 0'),
      sent: prepare('UPDATE fetched SET dirty = 0 WHERE content = ? AND dirty <= ?'),
      unsent: prepare('SELECT DISTINCT content FROM fetched WHERE dirty > 0 LIMIT ?'),
      addUnheld: prepare('INSERT OR IGNORE INTO unheld (id) VALUES (?)'),
      removeUnheld: prepare('DELETE FROM unheld WHERE id = ?'),
      unheld: prepare('SELECT id FROM unheld LIMIT ?'),
      renamed: prepare(
        `UPDATE OR REPLACE fetched SET path = ? || substr(path, length(?) + 1)
         WHERE path = ? OR (path >= ? AND path < ?)`,
      ),
    };
    if (flatNames !== undefined) this.#nameAll();
  }

  put(file: FetchedFile, pieceHashes: Uint8Array): void {
    transaction(this.#database, () => {
      const before = this.#statements.at.get(file.path);
      const key = this.#contents.put(file.content, file.size, pieceHashes);
      this.#statements.put.run(
        file.path,
        key,
        file.mtimeNs,
        BigInt.asIntN(64, file.inode),
        writeAudience(file.audience),
        file.executable ? 1 : 0,
        (before && optionalText(before, 'flat')) ?? this.#flatName(file.path, key, BigInt.asIntN(64, file.inode)),
        this.#sequence.next(),
      );
      this.#statements.removeUnheld.run(idBytes(file.content));
      if (before && integer(before, 'content') !== key) this.#released(integer(before, 'content'));
    });
  }

  /** What was fetched to this path. */
  fileAt(path: string): FetchedFile | undefined {
    const row = this.#statements.fileAt.get(path);
    return row && fetchedFile(row);
  }

  /** Whether it was there. */
  remove(content: ContentId, path: string): boolean {
    const known = this.#contents.lookup(content);
    if (!known) return false;
    return transaction(this.#database, () => {
      if (Number(this.#statements.remove.run(path, known.key).changes) === 0) return false;
      this.#released(known.key, content);
      return true;
    });
  }

  /** All of them, by path; may be changed while it is read. */
  *all(): Generator<FetchedFile> {
    for (let after = ''; ;) {
      const rows = this.#statements.after.all(after);
      for (const row of rows) yield fetchedFile(row);
      const last = rows.at(-1);
      if (!last) return;
      after = text(last, 'path');
    }
  }

  /** @param limit told at most; all where absent */
  copies(contentKey: number, limit = -1): FetchedFile[] {
    return this.#statements.copies.all(contentKey, limit).map(fetchedFile);
  }

  /** Of all copies of a content, each once. */
  audiences(contentKey: number): Audience[] {
    return this.#statements.audiences.all(contentKey).map((row) => readAudience(text(row, 'audience')));
  }

  /** For a file or folder that was renamed as a whole. */
  rename(from: string, to: string): void {
    this.#statements.renamed.run(to, from, from, from + sep, from + String.fromCharCode(sep.charCodeAt(0) + 1));
  }

  /** At most `limit` of each kind. */
  unsent(limit: number): UnsentHolds {
    const upsert: Hold[] = [];
    const upTo = this.#sequence.last;
    for (const row of this.#statements.unsent.all(limit)) {
      const files = this.copies(integer(row, 'content'));
      const [first] = files;
      if (!first) continue;
      const audience = uniteAudiences(files.map((file) => file.audience));
      const flatName = files.find((file) => file.flatName !== undefined && file.audience.kind === 'everyone')?.flatName;
      const md5 = this.#contents.md5(integer(row, 'content'));
      upsert.push({
        content: first.content,
        size: first.size,
        pieces: pieceCount(first.size),
        audience,
        ...(flatName === undefined ? {} : { flatName }),
        ...(md5 === undefined ? {} : { digests: { md5 } }),
      });
    }
    const remove = this.#statements.unheld.all(limit).map((row) => contentIdOfHash(bytes(row, 'id')));
    return { upsert, remove, upTo };
  }

  /** The tracker has taken these. */
  sent(holds: UnsentHolds): void {
    transaction(this.#database, () => {
      for (const hold of holds.upsert) {
        const known = this.#contents.lookup(hold.content);
        if (known) this.#statements.sent.run(known.key, holds.upTo);
      }
      for (const content of holds.remove) this.#statements.removeUnheld.run(idBytes(content));
    });
  }

  /** More is known of a content: the tracker is told again. */
  republish(contentKey: number): void {
    this.#statements.unsend.run(this.#sequence.next(), contentKey);
  }

  /** The tracker has forgotten what we hold. */
  sendAllAgain(): void {
    this.#statements.unsendAll.run(this.#sequence.next());
  }

  /** What was fetched before this peer spoke a dialect. */
  #nameAll(): void {
    transaction(this.#database, () => {
      for (const row of this.#statements.unnamed.all()) {
        const flat = this.#flatName(text(row, 'path'), integer(row, 'content'), bigInteger(row, 'inode'));
        this.#statements.name.run(flat, this.#sequence.next(), text(row, 'path'));
      }
    });
  }

  /** A file that lies in a share too, because the downloads folder is one, has one name. @param kept the inode, as the table has it */
  #flatName(path: string, content: number, kept: bigint): string | null {
    if (this.#flatNames === undefined) return null;
    const shared = this.#statements.shared.get(kept, content);
    return shared === undefined ? this.#flatNames.give(basename(path)) : text(shared, 'flat');
  }

  #released(key: number, content?: ContentId): void {
    const [other] = this.copies(key, 1);
    if (other) {
      // Held still, but maybe for fewer viewers.
      this.#statements.unsend.run(this.#sequence.next(), key);
      return;
    }
    const id = content === undefined ? this.#idOf(key) : idBytes(content);
    if (id) this.#statements.addUnheld.run(id);
  }

  #idOf(key: number): Uint8Array | undefined {
    const row = this.#database.prepare('SELECT id FROM contents WHERE key = ?').get(key);
    return row && bytes(row, 'id');
  }
}

function fetchedFile(row: Row): FetchedFile {
  const flatName = optionalText(row, 'flat');
  return {
    content: contentIdOfHash(bytes(row, 'id')),
    size: integer(row, 'size'),
    path: text(row, 'path'),
    mtimeNs: bigInteger(row, 'mtime'),
    inode: inode(row, 'inode'),
    audience: readAudience(text(row, 'audience')),
    executable: integer(row, 'executable') !== 0,
    ...(flatName === undefined ? {} : { flatName }),
  };
}
