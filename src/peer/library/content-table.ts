import type { DatabaseSync } from 'node:sqlite';
import { contentIdOf, pageHashOf } from '../../core/content/content-id.ts';
import { PAGE_PIECES, pageCount, pieceCount } from '../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, idBytes, type ContentId } from '../../core/ids.ts';
import { bytes, integer, optionalHex } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';

const PAGE_BYTES = PAGE_PIECES * DIGEST_BYTES;
const NOTHING = new Uint8Array(0);

/** A content whose MD5 is not known. */
export interface Undigested {
  readonly key: number;
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
}

/** Contents and their hashes. Piece hashes are read a page at a time (128 KiB), never all at once. */
export class ContentTable {
  readonly #database: DatabaseSync;
  readonly #hasher: Hasher;
  readonly #statements;

  constructor(database: DatabaseSync, hasher: Hasher) {
    this.#database = database;
    this.#hasher = hasher;
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      key: prepare('SELECT key, size FROM contents WHERE id = ?'),
      row: prepare('SELECT key, size, hashes FROM contents WHERE id = ?'),
      insert: prepare('INSERT OR IGNORE INTO contents (id, size, hashes) VALUES (?, ?, ?)'),
      finish: prepare('UPDATE contents SET id = ?, hashes = ? WHERE key = ?'),
      discard: prepare('DELETE FROM contents WHERE key = ?'),
      discardPieces: prepare('DELETE FROM pieces WHERE content = ?'),
      page: prepare('SELECT hashes FROM pieces WHERE content = ? AND page = ?'),
      insertPage: prepare('INSERT OR REPLACE INTO pieces (content, page, hashes) VALUES (?, ?, ?)'),
      unused: prepare(
        `SELECT key FROM contents WHERE key > ? AND key <= ? AND id IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM entries WHERE entries.content = contents.key)
           AND NOT EXISTS (SELECT 1 FROM fetched WHERE fetched.content = contents.key)`,
      ),
      md5: prepare('SELECT md5 FROM contents WHERE key = ?'),
      setMd5: prepare('UPDATE contents SET md5 = ? WHERE key = ? AND md5 IS NULL'),
      undigested: prepare(
        'SELECT key, id, size FROM contents WHERE key > ? AND key <= ? AND id IS NOT NULL AND md5 IS NULL ORDER BY key',
      ),
      lastKey: prepare('SELECT ifnull(max(key), 0) AS last FROM contents'),
      unfinished: prepare('SELECT key FROM contents WHERE id IS NULL ORDER BY key'),
    };
  }

  /** The row of a content, and its size in bytes. */
  lookup(content: ContentId): { readonly key: number; readonly size: number } | undefined {
    const row = this.#statements.key.get(idBytes(content));
    return row && { key: integer(row, 'key'), size: integer(row, 'size') };
  }

  /**
   * Keeps a content with all its piece hashes; one that is known already stays as it is.
   * @param pieceHashes 32 bytes each, in order
   */
  put(content: ContentId, size: number, pieceHashes: Uint8Array): number {
    if (pieceHashes.length !== pieceCount(size) * DIGEST_BYTES) {
      throw new AyniError('internal', `A content of ${size} bytes has ${pieceCount(size)} piece hashes.`);
    }
    if (pieceCount(size) <= 1) {
      // Most are new: inserting first saves a look.
      const run = this.#statements.insert.run(idBytes(content), size, pieceHashes);
      if (Number(run.changes) > 0) return Number(run.lastInsertRowid);
    }
    const known = this.lookup(content);
    if (known) return known.key;
    return transaction(this.#database, () => {
      const pages = new Uint8Array(pageCount(size) * DIGEST_BYTES);
      const key = Number(this.#statements.insert.run(idBytes(content), size, NOTHING).lastInsertRowid);
      for (let page = 0; page < pageCount(size); page++) {
        const hashes = pieceHashes.subarray(page * PAGE_BYTES, (page + 1) * PAGE_BYTES);
        pages.set(this.addPage(key, page, hashes), page * DIGEST_BYTES);
      }
      this.#statements.finish.run(idBytes(content), pages, key);
      return key;
    });
  }

  /** Begins a large content whose id is not known yet; `finish` or `discard` ends it. */
  begin(size: number): number {
    return Number(this.#statements.insert.run(null, size, NOTHING).lastInsertRowid);
  }

  /** Keeps the piece hashes of one page and tells the page's hash. */
  addPage(key: number, page: number, pieceHashes: Uint8Array): Uint8Array {
    this.#statements.insertPage.run(key, page, pieceHashes);
    return pageHashOf(this.#hasher, pieceHashes);
  }

  /** Gives a content that was begun its id; where that is known already, the older row stays. */
  finish(key: number, size: number, pageHashes: Uint8Array): { readonly content: ContentId; readonly key: number } {
    const content = contentIdOf(this.#hasher, size, pageHashes);
    return transaction(this.#database, () => {
      const known = this.lookup(content);
      if (known) {
        this.discard(key);
        return { content, key: known.key };
      }
      // A file that was large when it was found may have shrunk to one piece, which a row keeps alone, as `put` does.
      const hashes = pieceCount(size) === 1 ? this.#takeOnlyPiece(key) : pageHashes;
      this.#statements.finish.run(idBytes(content), hashes, key);
      return { content, key };
    });
  }

  #takeOnlyPiece(key: number): Uint8Array {
    const hash = bytes(this.#statements.page.get(key, 0) ?? {}, 'hashes');
    this.#statements.discardPieces.run(key);
    return hash;
  }

  discard(key: number): void {
    this.#statements.discardPieces.run(key);
    this.#statements.discard.run(key);
  }

  /** 32 bytes for each page, in order; undefined for a content that is not here. */
  pageHashes(content: ContentId): Uint8Array | undefined {
    const row = this.#statements.row.get(idBytes(content));
    if (!row) return undefined;
    const hashes = bytes(row, 'hashes');
    return pieceCount(integer(row, 'size')) === 1 ? pageHashOf(this.#hasher, hashes) : hashes;
  }

  /** 32 bytes for each piece of a page, in order; undefined for a page that is not there. */
  pieceHashes(content: ContentId, page: number): Uint8Array | undefined {
    const row = this.#statements.row.get(idBytes(content));
    if (!row || !Number.isSafeInteger(page)) return undefined;
    if (pieceCount(integer(row, 'size')) === 1) return page === 0 ? bytes(row, 'hashes') : undefined;
    const hashes = this.#statements.page.get(integer(row, 'key'), page);
    return hashes && bytes(hashes, 'hashes');
  }

  /** 32 digits of lower-case hex; undefined until it is known. */
  md5(key: number): string | undefined {
    const row = this.#statements.md5.get(key);
    return row && optionalHex(row, 'md5');
  }

  /** Whether it was not known before. */
  setMd5(key: number, md5: string): boolean {
    return Number(this.#statements.setMd5.run(Buffer.from(md5, 'hex'), key).changes) > 0;
  }

  /**
   * Contents whose MD5 is not known, of the `count` keys after `after`.
   * @returns also up to which key that was: `after` itself where nothing follows. What is being hashed still, and all
   * that came later, is not passed by
   */
  undigested(after: number, count: number): { readonly contents: readonly Undigested[]; readonly upTo: number } {
    const last = integer(this.#statements.lastKey.get() ?? {}, 'last');
    const unfinished = this.#statements.unfinished.get();
    const end = unfinished === undefined ? last : Math.min(last, integer(unfinished, 'key') - 1);
    const upTo = Math.max(after, Math.min(after + count, end));
    const contents = this.#statements.undigested.all(after, upTo).map((row) => ({
      key: integer(row, 'key'),
      content: contentIdOfHash(bytes(row, 'id')),
      size: integer(row, 'size'),
    }));
    return { contents, upTo };
  }

  /**
   * Forgets contents that no entry and no fetched file has, of the `count` keys after `after`.
   * @returns where to go on; undefined at the end
   */
  collect(after: number, count: number): number | undefined {
    return transaction(this.#database, () => {
      const end = after + count;
      for (const row of this.#statements.unused.all(after, end)) this.discard(integer(row, 'key'));
      return end < integer(this.#statements.lastKey.get() ?? {}, 'last') ? end : undefined;
    });
  }

  /** Forgets what was begun and never finished; for the start, when nobody hashes. */
  discardUnfinished(): void {
    transaction(this.#database, () => {
      for (const row of this.#statements.unfinished.all()) this.discard(integer(row, 'key'));
    });
  }
}
