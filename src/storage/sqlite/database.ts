import { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';

export const IN_MEMORY = ':memory:';
/** How long a connection waits for another one's lock, ms. */
const BUSY_TIMEOUT_MS = 10_000;
/** Checkpoint after so many pages of WAL: 16 MiB. */
const CHECKPOINT_PAGES = 4096;

export interface OpenOptions {
  readonly readOnly: boolean;
  /** Page cache of this connection, KiB. */
  readonly cacheKiB: number;
}

/** @throws {AyniError} `no-permission`, `io-failed` */
export function openDatabase(path: string, { readOnly, cacheKiB }: OpenOptions): DatabaseSync {
  try {
    const database = new DatabaseSync(path, { readOnly, timeout: BUSY_TIMEOUT_MS, enableForeignKeyConstraints: false });
    try {
      if (!readOnly && path !== IN_MEMORY) database.exec('PRAGMA journal_mode = WAL');
      database.exec(`
        PRAGMA synchronous = FULL;
        PRAGMA cache_size = -${cacheKiB};
        PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
      `);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    throw sqliteError(error, path);
  }
}

/** Primary result codes, https://sqlite.org/rescode.html */
const BUSY = 5;
const READONLY = 8;
const IOERR = 10;
const CORRUPT = 11;
const FULL = 13;
const CANTOPEN = 14;
const NOTADB = 26;

/** What SQLite throws, as an error that says what to do; anything else as it is. */
export function sqliteError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return error;
  const options = { cause: error, context: { path } };
  switch (error.errcode & 0xff) {
    case BUSY:
      return new AyniError('state-locked', `Another program holds the database ${path}: end it first.`, options);
    case READONLY:
      return new AyniError('no-permission', `May not write to the database ${path}: check its permissions.`, options);
    case IOERR:
      return new AyniError('io-failed', `Reading or writing the database ${path} failed: check the disk.`, options);
    case FULL:
      return new AyniError('disk-full', `The disk with the database ${path} is full: free some space.`, options);
    case CANTOPEN:
      return new AyniError(
        'no-permission',
        `Cannot open the database ${path}: check that its folder is there and may be written to.`,
        options,
      );
    case CORRUPT:
    case NOTADB:
      return new AyniError(
        'io-failed',
        `The database ${path} is damaged or none of ours: restore a copy, or move it away to begin anew.`,
        options,
      );
    default:
      return error;
  }
}
