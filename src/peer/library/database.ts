import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
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

export type Row = Readonly<Record<string, SQLOutputValue>>;

function wrong(column: string): AyniError {
  return new AyniError('internal', `The index has an unexpected value in column ${column}.`);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(column);
  return value;
}

export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint') throw wrong(column);
  return Number(value);
}

export function bigInteger(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') throw wrong(column);
  return BigInt(value);
}

/** An inode as it was, from the two's complement that SQLite keeps. */
export function inode(row: Row, column: string): bigint {
  return BigInt.asUintN(64, bigInteger(row, column));
}

/** Bytes as lower-case hex. */
export function optionalHex(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : Buffer.from(bytes(row, column)).toString('hex');
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw wrong(column);
  return value;
}
