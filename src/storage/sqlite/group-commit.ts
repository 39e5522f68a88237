import type { DatabaseSync } from 'node:sqlite';
import { sqliteError } from './database.ts';

/** Jobs that share a transaction, at most. */
const MAX_JOBS = 256;

interface Job {
  readonly run: () => unknown;
  readonly durable: boolean;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

type Outcome = { readonly result: unknown } | { readonly error: unknown };

/**
 * Runs writing jobs in order, each all or nothing, and commits those together that came while others were running:
 * many calls share one fsync. A job's promise resolves when it is committed, and synced where it is durable.
 * Whoever hands in jobs caps how many wait.
 */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #path: string;
  #waiting: Job[] = [];
  #scheduled = false;

  constructor(database: DatabaseSync, path: string) {
    this.#database = database;
    this.#path = path;
  }

  run(job: () => unknown, durable: boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run: job, durable, resolve, reject });
      this.#schedule();
    });
  }

  /** Commits what waits, now. */
  flush(): void {
    while (this.#waiting.length > 0) this.#commit(this.#waiting.splice(0, MAX_JOBS));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commit(this.#waiting.splice(0, MAX_JOBS));
      if (this.#waiting.length > 0) this.#schedule();
    });
  }

  #commit(jobs: readonly Job[]): void {
    if (jobs.length === 0) return;
    let outcomes: readonly Outcome[];
    try {
      this.#database.exec(`PRAGMA synchronous = ${jobs.some((job) => job.durable) ? 'FULL' : 'NORMAL'}`);
      this.#database.exec('BEGIN IMMEDIATE');
      outcomes = jobs.map((job) => this.#attempt(job));
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      for (const job of jobs) job.reject(sqliteError(error, this.#path));
      return;
    }
    for (const [index, job] of jobs.entries()) {
      const outcome = outcomes[index];
      if (outcome !== undefined && 'result' in outcome) job.resolve(outcome.result);
      else job.reject(sqliteError(outcome?.error, this.#path));
    }
  }

  #attempt(job: Job): Outcome {
    this.#database.exec('SAVEPOINT job');
    try {
      const result = job.run();
      this.#database.exec('RELEASE job');
      return { result };
    } catch (error) {
      // A full disk may have ended the whole transaction: then the other jobs are lost too, and must hear of it.
      if (!this.#database.isTransaction) throw error;
      this.#database.exec('ROLLBACK TO job; RELEASE job');
      return { error };
    }
  }
}
