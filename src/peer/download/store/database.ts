import { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../../core/errors.ts';
import { integer } from '../../../platform/sqlite-row.ts';
import { transaction as inTransaction } from '../../../platform/sqlite-transaction.ts';
import { MIGRATIONS } from './migrations.ts';

/**
 * Opens downloads.sqlite and brings it to this version's schema.
 * @throws {AyniError} `state-newer` where a newer version wrote it, `io-failed` where it cannot be read
 */
export function openDownloads(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: 5000 });
    // After a power cut the last transactions may be missing: what they told is found again by hashing.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 16777216');
    migrate(database, path);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof AyniError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AyniError(
      'io-failed',
      `The list of downloads ${path} cannot be opened (${why}): move it away and begin the downloads again.`,
      { context: { path }, cause },
    );
  }
}

function migrate(database: DatabaseSync, path: string): void {
  const version = integer(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  if (version > MIGRATIONS.length) {
    throw new AyniError('state-newer', `The list of downloads ${path} was written by a newer Ayni: use that version.`, {
      context: { path, version },
    });
  }
  for (let step = version; step < MIGRATIONS.length; step++) {
    transaction(database, () => database.exec(`${MIGRATIONS[step]}; PRAGMA user_version = ${step + 1}`));
  }
}

/**
 * Runs `work` in one write transaction; what throws leaves nothing behind. Within a transaction it joins that one.
 * @throws {AyniError} as `writing`
 */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  return database.isTransaction ? work() : writing(() => inTransaction(database, work));
}

/** Runs a write. @throws {AyniError} `disk-full`, `io-failed` where the disk refuses it; what else `work` throws */
export function writing<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw databaseFault(error);
  }
}

/** SQLite's result codes (sqlite.org/rescode.html) that are no bug. */
const SQLITE_FULL = 13;
const SQLITE_IOERR = 10;

/** What the database refused, in our words. */
export function databaseFault(error: unknown): AyniError {
  const code = error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined;
  if (code === SQLITE_FULL) {
    const message = 'The disk with the state folder is full: make room, and the download goes on.';
    return new AyniError('disk-full', message, { cause: error });
  }
  if (code === SQLITE_IOERR) {
    return new AyniError(
      'io-failed',
      'The list of downloads cannot be written: check the disk with the state folder.',
      {
        cause: error,
      },
    );
  }
  return AyniError.from(error);
}
