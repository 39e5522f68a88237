import { join } from 'node:path';
import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { idBytes, type ContentId } from '../../core/ids.ts';
import { readAudience } from './audience-column.ts';
import type { LocalContent } from './library.ts';
import { diskPath, type ShareRow } from './share-table.ts';

const ID_BYTES = 32;
/** Rows of one content that are read; one that has more is looked up by itself. */
const FEW = 16;

const WANTED = `WITH RECURSIVE wanted (at) AS
  (SELECT 0 UNION ALL SELECT at + 1 FROM wanted WHERE at + 1 < ?2)`;
const CONTENT = 'wanted CROSS JOIN contents ON contents.id = substr(?1, at * 32 + 1, 32)';

type Cells = readonly SQLOutputValue[];

interface Found {
  readonly size: number;
  readonly copies: LocalContent['copies'][number][];
  readonly audiences: Map<string, Audience>;
  rows: number;
}

/** Looks many contents up with one query for each table: a query for each content costs ten times as much. */
export class ManyContents {
  readonly #entries;
  readonly #fetched;
  readonly #anyFetched;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true, returnArrays: true });
    this.#entries = prepare(
      `${WANTED} SELECT at, contents.size, share, parent, name, real, entries.size, mtime, inode
       FROM ${CONTENT} CROSS JOIN entries ON entries.key IN
         (SELECT key FROM entries WHERE content = contents.key AND pending = 0 LIMIT ${FEW + 1})`,
    );
    this.#fetched = prepare(
      `${WANTED} SELECT at, contents.size, fetched.path, audience, mtime, inode
       FROM ${CONTENT} CROSS JOIN fetched ON fetched.rowid IN
         (SELECT rowid FROM fetched WHERE content = contents.key LIMIT ${FEW + 1})`,
    );
    this.#anyFetched = prepare('SELECT 1 FROM fetched LIMIT 1');
  }

  /** @param one finds a single content that has many copies */
  find(
    contents: readonly ContentId[],
    shares: ReadonlyMap<number, ShareRow>,
    one: (content: ContentId) => LocalContent | undefined,
  ): (LocalContent | undefined)[] {
    const distinct = [...new Set(contents)];
    const ids = new Uint8Array(distinct.length * ID_BYTES);
    for (const [at, content] of distinct.entries()) ids.set(idBytes(content), at * ID_BYTES);
    const found: (Found | undefined)[] = distinct.map(() => undefined);
    for (const row of this.#rows(this.#entries, ids, distinct.length)) addEntry(noted(found, row), row, shares);
    if (this.#anyFetched.get() !== undefined) {
      const audiences = new Map<string, Audience>();
      for (const row of this.#rows(this.#fetched, ids, distinct.length)) addFetched(noted(found, row), row, audiences);
    }
    const byContent = new Map<ContentId, LocalContent | undefined>();
    for (const [index, content] of distinct.entries()) {
      const mine = found[index];
      const few = mine === undefined || mine.rows <= FEW;
      byContent.set(content, few ? contentOf(content, mine) : one(content));
    }
    return contents.map((content) => byContent.get(content));
  }

  #rows(statement: ReturnType<DatabaseSync['prepare']>, ids: Uint8Array, count: number): readonly Cells[] {
    // Arrays, as the statement was told; its type does not know.
    return statement.all(ids, count).map((row): Cells => (Array.isArray(row) ? row : Object.values(row)));
  }
}

function noted(found: (Found | undefined)[], [index, size]: Cells): Found {
  const known = found[Number(index)] ?? { size: Number(size), copies: [], audiences: new Map(), rows: 0 };
  found[Number(index)] = known;
  known.rows++;
  return known;
}

function addEntry(to: Found, row: Cells, shares: ReadonlyMap<number, ShareRow>): void {
  const [, , key, parent, name, real, size, mtimeNs, inode] = row;
  const share = shares.get(Number(key));
  if (share?.available !== true) return;
  to.audiences.set(share.name, share.audience);
  const path = typeof real === 'string' ? real : parent === '' ? textOf(name) : `${textOf(parent)}/${textOf(name)}`;
  const disk = share.kind === 'folder' ? join(share.path, path) : diskPath(share, path);
  to.copies.push({ path: disk, size: Number(size), mtimeNs: integerOf(mtimeNs), inode: inodeOf(inode) });
}

function addFetched(to: Found, row: Cells, audiences: Map<string, Audience>): void {
  const [, size, path, audience, mtimeNs, inode] = row;
  const column = textOf(audience);
  const known = audiences.get(column) ?? readAudience(column);
  audiences.set(column, known);
  to.audiences.set(textOf(path), known);
  to.copies.push({ path: textOf(path), size: Number(size), mtimeNs: integerOf(mtimeNs), inode: inodeOf(inode) });
}

function contentOf(content: ContentId, found: Found | undefined): LocalContent | undefined {
  if (found === undefined || found.copies.length === 0) return undefined;
  const { size, copies, audiences } = found;
  return { content, size, copies: copies.slice(0, FEW), audiences: [...audiences.values()] };
}

function textOf(value: SQLOutputValue | undefined): string {
  if (typeof value === 'string') return value;
  throw wrong();
}

function integerOf(value: SQLOutputValue | undefined): bigint {
  if (typeof value === 'bigint') return value;
  throw wrong();
}

/** From the two's complement that SQLite keeps. */
function inodeOf(value: SQLOutputValue | undefined): bigint {
  return BigInt.asUintN(64, integerOf(value));
}

function wrong(): AyniError {
  return new AyniError('internal', 'The index has an unexpected value.');
}
