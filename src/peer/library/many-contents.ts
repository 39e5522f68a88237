import { join, sep } from 'node:path';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import { readAudience } from './audience-column.ts';
import type { LocalContent } from './library.ts';
import { diskPath, type ShareRow } from './share-table.ts';

const ID_BYTES = 32;
/** Copies of one content that are told at most; a tree may have thousands of one empty file. */
export const MAX_COPIES = 16;
/** Rows that are read at once beyond one for each content. */
const MORE_ROWS = 1024;

const WANTED = `WITH RECURSIVE wanted (at) AS
  (SELECT 0 UNION ALL SELECT at + 1 FROM wanted WHERE at + 1 < ?2)`;
const CONTENT = 'wanted CROSS JOIN contents ON contents.id = substr(?1, at * 32 + 1, 32)';

type Cells = readonly SQLOutputValue[];

/** Looks many contents up with one query for each table: a query for each content costs ten times as much. */
export class ManyContents {
  readonly #entries;
  readonly #fetched;
  readonly #anyEntry;
  readonly #anyFetched;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true, returnArrays: true });
    // A limit that is a bare parameter makes SQLite prepare the statement again for each value.
    // Without the size of the content, which is that of each copy, the index is all that is read of the contents.
    this.#entries = prepare(
      `${WANTED} SELECT at, share, parent, name, real, entries.size, mtime, inode FROM ${CONTENT}
       CROSS JOIN entries ON entries.content = contents.key AND entries.pending = 0 LIMIT (?3 | 0)`,
    );
    this.#fetched = prepare(
      `${WANTED} SELECT at, fetched.path, audience, contents.size, mtime, inode FROM ${CONTENT}
       CROSS JOIN fetched ON fetched.content = contents.key LIMIT (?3 | 0)`,
    );
    this.#anyEntry = prepare('SELECT 1 FROM entries LIMIT 1');
    this.#anyFetched = prepare('SELECT 1 FROM fetched LIMIT 1');
  }

  /** @param one finds a single content: so all are found where there are very many copies of them */
  find(
    contents: readonly ContentId[],
    shares: ReadonlyMap<number, ShareRow>,
    one: (content: ContentId) => LocalContent | undefined,
  ): (LocalContent | undefined)[] {
    const isEmpty = this.#anyEntry.get() === undefined;
    const nothingFetched = this.#anyFetched.get() === undefined;
    if (isEmpty && nothingFetched) return contents.map(() => undefined);
    const ids = new Uint8Array(contents.length * ID_BYTES);
    for (const [at, content] of contents.entries()) ids.set(idBytes(content), at * ID_BYTES);
    const limit = contents.length + MORE_ROWS;
    const rows = (statement: ReturnType<DatabaseSync['prepare']>): readonly Cells[] =>
      // Arrays, as the statement was told; its type does not know.
      statement.all(ids, contents.length, limit).map((row): Cells => (Array.isArray(row) ? row : Object.values(row)));
    const entries = isEmpty ? [] : rows(this.#entries);
    const fetched = nothingFetched ? [] : rows(this.#fetched);
    if (entries.length === limit || fetched.length === limit) return eachByItself(contents, one);
    const found = new FoundContents(contents);
    const folders = new Map([...shares].map(([key, share]) => [key, folderOf(share)]));
    for (const [at, key, parent, name, real, size, mtimeNs, inode] of entries) {
      const share = shares.get(Number(key));
      if (share?.available !== true) continue;
      const path = typeof real === 'string' ? real : parent === '' ? textOf(name) : `${textOf(parent)}/${textOf(name)}`;
      const folder = folders.get(share.key);
      const disk = folder === undefined ? diskPath(share, path) : folder + path;
      found.add(Number(at), { path: disk, size: Number(size), ...stampOf(mtimeNs, inode) }, share.audience);
    }
    const audiences = new Map<string, Audience>();
    for (const [at, path, column, size, mtimeNs, inode] of fetched) {
      const text = textOf(column);
      const audience = audiences.get(text) ?? readAudience(text);
      audiences.set(text, audience);
      found.add(Number(at), { path: textOf(path), size: Number(size), ...stampOf(mtimeNs, inode) }, audience);
    }
    return found.all;
  }
}

interface Found extends LocalContent {
  readonly copies: LocalContent['copies'][number][];
  readonly audiences: Audience[];
}

/** Puts together what is found of each content. */
class FoundContents {
  readonly all: (Found | undefined)[];
  readonly #contents: readonly ContentId[];

  constructor(contents: readonly ContentId[]) {
    this.#contents = contents;
    this.all = contents.map(() => undefined);
  }

  add(at: number, copy: LocalContent['copies'][number], audience: Audience): void {
    const known = this.all[at];
    const content = this.#contents[at];
    if (known !== undefined) {
      if (known.copies.length < MAX_COPIES) known.copies.push(copy);
      if (!known.audiences.includes(audience)) known.audiences.push(audience);
    } else if (content !== undefined)
      this.all[at] = { content, size: copy.size, copies: [copy], audiences: [audience] };
  }
}

/** The same content is looked up once. */
function eachByItself(
  contents: readonly ContentId[],
  one: (content: ContentId) => LocalContent | undefined,
): (LocalContent | undefined)[] {
  const known = new Map([...new Set(contents)].map((content) => [content, one(content)]));
  return contents.map((content) => known.get(content));
}

/** What comes before the paths of a shared folder, on disks where they are as published; joining each costs more. */
function folderOf({ kind, path }: ShareRow): string | undefined {
  return kind === 'folder' && sep === '/' ? join(path, sep) : undefined;
}

function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value === 'string') return value;
  throw wrong();
}

function stampOf(mtimeNs: SQLOutputValue | undefined, inode: SQLOutputValue | undefined) {
  if (typeof mtimeNs !== 'bigint' || typeof inode !== 'bigint') throw wrong();
  // From the two's complement that SQLite keeps.
  return { mtimeNs, inode: inode < 0n ? BigInt.asUintN(64, inode) : inode };
}

function wrong(): AyniError {
  return new AyniError('internal', 'The index has an unexpected value.');
}
