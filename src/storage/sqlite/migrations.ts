import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { SCHEMA_1 } from './schema-1.ts';
import { SCHEMA_2 } from './schema-2.ts';
import { integer, Statement } from './statement.ts';

/** Each brings a database from the version that is its index to the next. Append only. */
const MIGRATIONS: readonly string[] = [SCHEMA_1, SCHEMA_2];

export const NEWEST_VERSION = MIGRATIONS.length;

/**
 * Brings a database to the newest version, one transaction for each step.
 * @throws {AyniError} `state-newer`; `io-failed` for a database of another program
 */
export function migrate(database: DatabaseSync, path: string): void {
  const number = (sql: string) => integer(new Statement(database, sql).get() ?? [], 0);
  const version = number('PRAGMA user_version');
  if (version > NEWEST_VERSION) {
    throw new AyniError(
      'state-newer',
      `The database ${path} has version ${version}, this Ayni knows ${NEWEST_VERSION}: install a newer Ayni.`,
      { context: { path, version, known: NEWEST_VERSION } },
    );
  }
  if (version === 0 && number('SELECT count(*) FROM sqlite_schema') > 0) {
    throw new AyniError('io-failed', `The database ${path} is none of ours: name another file.`, { context: { path } });
  }
  for (const [index, sql] of MIGRATIONS.entries()) {
    if (index < version) continue;
    database.exec('BEGIN IMMEDIATE');
    try {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${index + 1}`);
      database.exec('COMMIT');
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }
}
