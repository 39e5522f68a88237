import type { DatabaseSync } from 'node:sqlite';
import { integer, text } from '../../../platform/sqlite-row.ts';

/** What a person said of single files: fetch it before the others, or not at all. */
export type Chosen = 'first' | 'skip';

/** Files of jobs that do not simply come in their turn. */
export class ChoiceTable {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      ofJob: database.prepare('SELECT number, wish FROM choices WHERE job = ?'),
      put: database.prepare('INSERT OR REPLACE INTO choices (job, number, wish) VALUES (?, ?, ?)'),
      remove: database.prepare('DELETE FROM choices WHERE job = ? AND number = ?'),
      removeJob: database.prepare('DELETE FROM choices WHERE job = ?'),
    };
  }

  /** By the number of the file. */
  ofJob(job: number): Map<number, Chosen> {
    const rows = this.#statements.ofJob.all(job);
    return new Map(rows.map((row) => [integer(row, 'number'), text(row, 'wish') === 'first' ? 'first' : 'skip']));
  }

  put(job: number, number: number, wish: Chosen): void {
    this.#statements.put.run(job, number, wish);
  }

  remove(job: number, number: number): void {
    this.#statements.remove.run(job, number);
  }

  removeJob(job: number): void {
    this.#statements.removeJob.run(job);
  }
}
