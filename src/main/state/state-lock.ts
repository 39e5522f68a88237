import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { AyniError } from '../../core/errors.ts';

const SQLITE_BUSY = 5;

/**
 * One daemon to a state folder. The lock is an exclusive transaction on an empty SQLite file: the operating system
 * ends it with the process, also after kill -9, on every platform.
 */
export class StateLock {
  readonly #database: DatabaseSync;

  private constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @returns undefined when another process (or another part of this one) holds it */
  static tryTake(folder: string): StateLock | undefined {
    const path = join(folder, 'lock');
    let database: DatabaseSync | undefined;
    try {
      database = new DatabaseSync(path, { timeout: 0 });
      database.exec('BEGIN EXCLUSIVE');
      return new StateLock(database);
    } catch (error) {
      database?.close();
      if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined;
      throw new AyniError('io-failed', `The lock ${path} cannot be taken: may the state folder be written?`, {
        cause: error,
      });
    }
  }

  release(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}
