import type { DatabaseSync } from 'node:sqlite';
import { parseContentId, type ContentId } from '../../../core/ids.ts';
import { bytes, integer, optionalText, text, type Row } from '../../../platform/sqlite-row.ts';
import { writing } from './database.ts';

/** A file of more than one piece that was begun. */
export interface PartRow {
  readonly job: number;
  /** Of the file in its job. */
  readonly number: number;
  /** Absolute path of the part file. */
  readonly path: string;
  readonly content: ContentId;
  readonly size: number;
  /** Verified pieces, as `Bitfield` writes them. */
  readonly bits: Uint8Array;
  /** Modification time (ns) of the part file when it was left in order. */
  readonly mtimeNs: bigint | undefined;
}

const PAGE_TABLE = -1;

/** The journal of verified pieces, and the verified hashes of contents that are being fetched. */
export class PartTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      get: prepare(`SELECT job, number, path, content, size, bits, CAST(mtime AS TEXT) AS mtime FROM parts
                    WHERE job = ? AND number = ?`),
      all: prepare(`SELECT job, number, path, content, size, bits, CAST(mtime AS TEXT) AS mtime FROM parts
                    WHERE job = ? ORDER BY number`),
      put: prepare(`INSERT OR REPLACE INTO parts (job, number, path, content, size, bits, mtime)
                    VALUES (?, ?, ?, ?, ?, ?, ?)`),
      journal: prepare('UPDATE parts SET bits = ?, mtime = ? WHERE job = ? AND number = ?'),
      distrust: prepare('UPDATE parts SET mtime = NULL'),
      remove: prepare('DELETE FROM parts WHERE job = ? AND number = ?'),
      removeJob: prepare('DELETE FROM parts WHERE job = ?'),
      page: prepare('SELECT hashes FROM pages WHERE content = ? AND page = ?'),
      putPage: prepare('INSERT OR REPLACE INTO pages (content, page, hashes) VALUES (?, ?, ?)'),
      removePages: prepare(
        'DELETE FROM pages WHERE content = ?1 AND NOT EXISTS (SELECT 1 FROM parts WHERE content = ?1)',
      ),
    };
  }

  get(job: number, number: number): PartRow | undefined {
    const row = this.#statements.get.get(job, number);
    return row && readPart(row);
  }

  ofJob(job: number): PartRow[] {
    return this.#statements.all.all(job).map(readPart);
  }

  put(part: PartRow): void {
    const { job, number, path, content, size, bits, mtimeNs } = part;
    writing(() => this.#statements.put.run(job, number, path, content, size, bits, mtimeNs ?? null));
  }

  journal(part: Pick<PartRow, 'job' | 'number' | 'bits' | 'mtimeNs'>): void {
    const { job, number, bits, mtimeNs } = part;
    writing(() => this.#statements.journal.run(bits, mtimeNs ?? null, job, number));
  }

  /** Nobody left in order: every part is hashed before it is believed. */
  distrust(): void {
    this.#statements.distrust.run();
  }

  remove(job: number, number: number, content: ContentId): void {
    writing(() => {
      this.#statements.remove.run(job, number);
      this.#statements.removePages.run(content);
    });
  }

  removeJob(job: number): void {
    const parts = this.ofJob(job);
    this.#statements.removeJob.run(job);
    for (const { content } of parts) this.#statements.removePages.run(content);
  }

  pageHashes(content: ContentId): Uint8Array | undefined {
    return this.pieceHashes(content, PAGE_TABLE);
  }

  putPageHashes(content: ContentId, hashes: Uint8Array): void {
    this.putPieceHashes(content, PAGE_TABLE, hashes);
  }

  pieceHashes(content: ContentId, page: number): Uint8Array | undefined {
    const row = this.#statements.page.get(content, page);
    return row && bytes(row, 'hashes');
  }

  putPieceHashes(content: ContentId, page: number, hashes: Uint8Array): void {
    writing(() => this.#statements.putPage.run(content, page, hashes));
  }
}

function readPart(row: Row): PartRow {
  const mtime = optionalText(row, 'mtime');
  return {
    job: integer(row, 'job'),
    number: integer(row, 'number'),
    path: text(row, 'path'),
    content: parseContentId(text(row, 'content')),
    size: integer(row, 'size'),
    bits: bytes(row, 'bits'),
    mtimeNs: mtime === undefined ? undefined : BigInt(mtime),
  };
}
