import { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { integer } from '../../platform/sqlite-row.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';
import { MIGRATIONS } from './migrations.ts';

/** How long a statement waits for another connection's write, in ms. */
const BUSY_MS = 5_000;

/**
 * Opens the index and brings it to this version's schema.
 * @throws {AyniError} `state-newer` where a newer version wrote it, `io-failed` where it cannot be read
 */
export function openDatabase(path: string): DatabaseSync {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { timeout: BUSY_MS });
    // NORMAL in WAL: a power cut may lose the last transactions, never the whole; they are scanned again.
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -8192; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 16777216',
    );
    migrate(database, path);
    return database;
  } catch (cause) {
    database?.close();
    if (cause instanceof AyniError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AyniError('io-failed', `The index ${path} cannot be opened (${why}): move it away and it is made anew.`, {
      context: { path },
      cause,
    });
  }
}

/** A second connection that only reads, for a worker thread. */
export function openReader(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_MS });
  database.exec('PRAGMA cache_size = -4096');
  return database;
}

function migrate(database: DatabaseSync, path: string): void {
  const version = integer(database.prepare('PRAGMA user_version').get() ?? {}, 'user_version');
  if (version > MIGRATIONS.length) {
    throw new AyniError('state-newer', `The index ${path} was written by a newer Ayni: use that version.`, {
      context: { path, version },
    });
  }
  for (let step = version; step < MIGRATIONS.length; step++) {
    transaction(database, () => database.exec(`${MIGRATIONS[step]}; PRAGMA user_version = ${step + 1}`));
  }
}
