import type { DatabaseSync } from 'node:sqlite';
import { text } from '../../../platform/sqlite-row.ts';
import { openDownloads, transaction, writing } from './database.ts';
import { ChoiceTable } from './choice-table.ts';
import { FileTable } from './file-table.ts';
import { readJob, type JobRecord } from './job-record.ts';
import { PartTable } from './part-table.ts';

/** Ended jobs that are remembered. */
const MAX_ENDED = 1000;

/** downloads.sqlite: the jobs, their files, the journal of verified pieces and the hashes to verify with. */
export class DownloadStore {
  readonly files: FileTable;
  readonly parts: PartTable;
  readonly choices: ChoiceTable;
  /** Whether the last owner stopped in order: then the journal can be trusted. */
  readonly wasClean: boolean;
  readonly #database: DatabaseSync;
  readonly #statements;

  /** @throws {AyniError} `state-newer`, `io-failed` */
  constructor(path: string) {
    const database = openDownloads(path);
    this.#database = database;
    this.files = new FileTable(database);
    this.parts = new PartTable(database);
    this.choices = new ChoiceTable(database);
    this.#statements = {
      jobs: database.prepare('SELECT * FROM jobs ORDER BY place, number'),
      last: database.prepare('SELECT coalesce(max(number), 0) AS number FROM jobs'),
      put: database.prepare(
        `INSERT OR REPLACE INTO jobs (number, place, id, target, folder, name, seed, wishes, state, reason, phase, layout,
           destination, aside, audience, files_total, bytes_total, files_done, bytes_done, received, copied, notes)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ),
      prune: database.prepare(
        `DELETE FROM jobs WHERE state IN ('done', 'cancelled') AND number NOT IN
           (SELECT number FROM jobs WHERE state IN ('done', 'cancelled') ORDER BY number DESC LIMIT ${MAX_ENDED})`,
      ),
      another: database.prepare(
        `SELECT 1 FROM parts WHERE path = ?1 AND job <> ?2
         UNION ALL
         SELECT 1 FROM jobs WHERE aside = ?1 AND number <> ?2 AND state NOT IN ('done', 'cancelled') LIMIT 1`,
      ),
      mark: database.prepare('INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)'),
      marked: database.prepare('SELECT value FROM marks WHERE name = ?'),
    };
    const mark = this.#statements.marked.get('clean');
    this.wasClean = mark === undefined || text(mark, 'value') === '1';
    if (!this.wasClean) this.parts.distrust();
    this.#statements.mark.run('clean', '0');
    this.#statements.prune.run();
  }

  jobs(): JobRecord[] {
    return this.#statements.jobs.all().map(readJob);
  }

  /** The number for a new job. */
  nextNumber(): number {
    return Number(this.#statements.last.get()?.['number'] ?? 0) + 1;
  }

  /** @throws {AyniError} `disk-full`, `io-failed`; so do all that write */
  save(job: JobRecord): void {
    writing(() => this.#put(job));
  }

  #put(job: JobRecord): void {
    this.#statements.put.run(
      job.number,
      job.place,
      job.id,
      JSON.stringify(job.target),
      job.folder,
      job.name,
      job.seed ? 1 : 0,
      JSON.stringify(job.wishes),
      job.state,
      job.reason === undefined ? null : JSON.stringify(job.reason),
      job.phase,
      job.layout,
      job.destination ?? null,
      job.aside ?? null,
      job.audience === undefined ? null : JSON.stringify(job.audience),
      job.filesTotal,
      job.bytesTotal,
      job.filesDone,
      job.bytesDone,
      job.received,
      job.copied,
      JSON.stringify({ renamed: job.renamed, skipped: job.skipped }),
    );
  }

  /** Whether another job writes to this path, or may go on with what it began there. */
  isOfAnother(path: string, { number }: JobRecord): boolean {
    return this.#statements.another.get(path, number) !== undefined;
  }

  /** Forgets everything but the job itself, when it has ended. */
  clear(job: JobRecord): void {
    this.transaction(() => {
      this.parts.removeJob(job.number);
      this.files.removeJob(job.number);
      this.choices.removeJob(job.number);
    });
  }

  transaction<T>(work: () => T): T {
    return transaction(this.#database, work);
  }

  /** Marks that the journal tells the truth about every part file. */
  close(): void {
    try {
      this.#statements.mark.run('clean', '1');
    } catch {
      // No room for the mark: the next owner trusts nothing then, and hashes more than it would have to.
    } finally {
      this.#database.close();
    }
  }
}
