import type { DatabaseSync } from 'node:sqlite';
import { EVERYONE } from '../../core/access/audience.ts';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { contentIdOfHash, idBytes, type ContentId } from '../../core/ids.ts';
import { writeAudience } from './audience-column.ts';
import {
  bigInteger,
  bytes,
  inode,
  integer,
  optionalHex,
  optionalText,
  text,
  type Row,
} from '../../platform/sqlite-row.ts';
import { pathOf, stampOf } from './entry-row.ts';
import type { FileIdentity } from './served-file.ts';
import { diskPath, ShareTable } from './share-table.ts';

/** A file under a flat name, and where it lies. */
export interface FlatCopy {
  readonly content: ContentId;
  /** As it was when it was hashed. */
  readonly identity: FileIdentity;
  readonly md5?: string;
  /** The shared folder that it must not lead out of, absolute; absent for files that the owner named, and fetched ones. */
  readonly within?: string;
  /** Whether the owner named this very path, which may be a symlink then. */
  readonly follow: boolean;
}

export interface FlatPage {
  readonly files: readonly FlatFile[];
  /** Where to go on; undefined after the last. */
  readonly next: FlatCursor | undefined;
}

/** Entries come before what was fetched. */
interface FlatCursor {
  readonly table: 'entries' | 'fetched';
  readonly after: number;
}

export const FLAT_START: FlatCursor = { table: 'entries', after: 0 };

const ENTRIES = `FROM entries CROSS JOIN shares ON shares.key = entries.share AND shares.available = 1 AND shares.audience = ?1
  CROSS JOIN contents ON contents.key = entries.content
  WHERE entries.flat IS NOT NULL AND entries.kind = 'file' AND entries.pending = 0`;
// A file of a share that was fetched is listed as an entry.
const FETCHED = `FROM fetched CROSS JOIN contents ON contents.key = fetched.content
  WHERE fetched.flat IS NOT NULL AND fetched.audience = ?1 AND NOT EXISTS (
    SELECT 1 FROM entries CROSS JOIN shares ON shares.key = entries.share AND shares.available = 1 AND shares.audience = ?1
    WHERE entries.flat = fetched.flat AND entries.content = fetched.content AND entries.pending = 0)`;

/** Shared and fetched files by the names of the dialects: only what everyone may have, and only what is here. */
export class FlatTable {
  readonly #shares: ShareTable;
  readonly #everyone = writeAudience(EVERYONE);
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#shares = new ShareTable(database);
    const prepare = (sql: string) => database.prepare(sql, { readBigInts: true });
    this.#statements = {
      entries: prepare(
        `SELECT entries.key AS at, entries.flat, contents.size, contents.md5 ${ENTRIES}
         AND entries.key > ?2 ORDER BY entries.key LIMIT ?3`,
      ),
      fetched: prepare(
        `SELECT fetched.rowid AS at, fetched.flat, contents.size, contents.md5 ${FETCHED}
         AND fetched.rowid > ?2 ORDER BY fetched.rowid LIMIT ?3`,
      ),
      entriesNamed: prepare(`SELECT entries.*, contents.id, contents.md5 ${ENTRIES} AND entries.flat = ?2 LIMIT 16`),
      entriesOf: prepare(
        `SELECT entries.*, contents.id, contents.md5 ${ENTRIES}
         AND entries.content = (SELECT key FROM contents WHERE id = ?2) LIMIT 16`,
      ),
      fetchedOf: prepare(
        `SELECT fetched.*, contents.id, contents.size, contents.md5
         FROM contents CROSS JOIN fetched ON fetched.content = contents.key
         WHERE contents.id = ?2 AND fetched.audience = ?1 LIMIT 16`,
      ),
      fetchedNamed: prepare(
        `SELECT fetched.*, contents.id, contents.size, contents.md5
         FROM fetched CROSS JOIN contents ON contents.key = fetched.content
         WHERE fetched.flat = ?2 AND fetched.audience = ?1 LIMIT 16`,
      ),
    };
  }

  /** A part of the list, in the order in which files came to the share, then that in which they were fetched. */
  page({ table, after }: FlatCursor, limit: number): FlatPage {
    const rows = this.#statements[table].all(this.#everyone, after, limit);
    const last = rows.length === limit ? rows.at(-1) : undefined;
    const rest: FlatCursor | undefined = table === 'entries' ? { table: 'fetched', after: 0 } : undefined;
    return { files: rows.map(flatFile), next: last ? { table, after: integer(last, 'at') } : rest };
  }

  /** The files of this very name, the best first; mostly one. */
  named(name: string): readonly FlatCopy[] {
    const entries = this.#statements.entriesNamed.all(this.#everyone, name).map((row) => this.#entry(row));
    const fetched = this.#statements.fetchedNamed.all(this.#everyone, name).map(fetchedCopy);
    return [...entries, ...fetched].filter((copy) => copy !== undefined);
  }

  /** The files of this content, under whatever name. */
  copies(content: ContentId): readonly FlatCopy[] {
    const id = idBytes(content);
    const entries = this.#statements.entriesOf.all(this.#everyone, id).map((row) => this.#entry(row));
    const fetched = this.#statements.fetchedOf.all(this.#everyone, id).map(fetchedCopy);
    return [...entries, ...fetched].filter((copy) => copy !== undefined);
  }

  #entry(row: Row): FlatCopy | undefined {
    const share = this.#shares.get(integer(row, 'share'));
    if (share === undefined) return undefined;
    const { size, mtimeNs, inode: number } = stampOf(row);
    const path = diskPath(share, optionalText(row, 'real') ?? pathOf(row));
    return {
      ...contentOf(row),
      identity: { path, size, mtimeNs, inode: number },
      ...(share.kind === 'folder' ? { within: share.path, follow: false } : { follow: true }),
    };
  }
}

function flatFile(row: Row): FlatFile {
  const md5 = optionalHex(row, 'md5');
  return { name: text(row, 'flat'), size: integer(row, 'size'), ...(md5 === undefined ? {} : { md5 }) };
}

function fetchedCopy(row: Row): FlatCopy {
  return {
    ...contentOf(row),
    identity: {
      path: text(row, 'path'),
      size: integer(row, 'size'),
      mtimeNs: bigInteger(row, 'mtime'),
      inode: inode(row, 'inode'),
    },
    follow: false,
  };
}

function contentOf(row: Row): Pick<FlatCopy, 'content' | 'md5'> {
  const md5 = optionalHex(row, 'md5');
  return { content: contentIdOfHash(bytes(row, 'id')), ...(md5 === undefined ? {} : { md5 }) };
}
