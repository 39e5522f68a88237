import type { DatabaseSync } from 'node:sqlite';
import { parseContentId, type ContentId } from '../../../core/ids.ts';
import { AyniError } from '../../../core/errors.ts';
import { integer, optionalInteger, optionalText, text, type Row } from '../../../platform/sqlite-row.ts';
import { FileList, MAX_LISTED } from './file-list.ts';

/** A file of a job. */
export interface FileRow {
  readonly number: number;
  /** Relative to the destination, joined by `/`, safe; '' where the destination is the file. */
  readonly path: string;
  /** Relative to what was asked for, as its publisher has it. */
  readonly origin: string;
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
  /** ms since the Unix epoch. */
  readonly mtime: number | undefined;
  readonly executable: boolean;
}

export interface LinkRow {
  readonly number: number;
  readonly path: string;
  /** Where it points: as it came, not to be trusted. */
  readonly link: string;
}

export interface NewRow {
  readonly kind: 'file' | 'directory' | 'symlink';
  readonly path: string;
  readonly origin: string;
  readonly content?: ContentId | undefined;
  readonly size: number;
  readonly mtime?: number | undefined;
  readonly executable: boolean;
  readonly link?: string | undefined;
}

/** Jobs whose files are kept in memory at most. */
const MAX_LISTS = 64;

/** The files, directories and symlinks of jobs, parents before children. */
export class FileTable {
  /** Of jobs whose files somebody looks at; the one looked at last comes last. */
  readonly #lists = new Map<number, FileList>();
  readonly #statements;

  constructor(database: DatabaseSync) {
    const prepare = (sql: string) => database.prepare(sql);
    this.#statements = {
      add: prepare(
        `INSERT INTO files (job, number, kind, path, origin, content, size, mtime, executable, link, done)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
      ),
      removeJob: prepare('DELETE FROM files WHERE job = ?'),
      files: prepare(
        `SELECT number, path, origin, content, size, mtime, executable FROM files
         WHERE job = ? AND number > ? AND kind = 'file' AND done = ? ORDER BY number LIMIT ?`,
      ),
      get: prepare(
        `SELECT number, path, origin, content, size, mtime, executable FROM files
         WHERE job = ? AND number = ? AND kind = 'file' AND done = ?`,
      ),
      listed: prepare(
        `SELECT number, path, content, size, done FROM files WHERE job = ? AND kind = 'file'
         ORDER BY number LIMIT ${MAX_LISTED}`,
      ),
      paths: prepare(
        `SELECT number, path FROM files INDEXED BY no_files
         WHERE job = ? AND number > ? AND kind <> 'file' AND kind = ? ORDER BY number LIMIT ?`,
      ),
      move: prepare('UPDATE files SET path = ? WHERE job = ? AND number = ?'),
      below: prepare('SELECT number, path FROM files WHERE job = ?'),
      links: prepare(
        `SELECT number, path, link FROM files INDEXED BY no_files
         WHERE job = ? AND kind <> 'file' AND kind = 'symlink' ORDER BY number`,
      ),
      replace: prepare('UPDATE files SET content = ?, size = ?, mtime = ? WHERE job = ? AND number = ?'),
      remove: prepare('DELETE FROM files WHERE job = ? AND number = ?'),
      done: prepare('UPDATE files SET done = ? WHERE job = ? AND number = ?'),
      doneFromTo: prepare('UPDATE files SET done = 1 WHERE job = ? AND number BETWEEN ? AND ?'),
      sums: prepare(
        `SELECT done, count(*) AS files, coalesce(sum(size), 0) AS bytes FROM files
         WHERE job = ? AND kind = 'file' GROUP BY done`,
      ),
    };
  }

  /** @param number of the first; the others follow */
  add(job: number, number: number, rows: readonly NewRow[]): void {
    this.#lists.delete(job);
    for (const [index, row] of rows.entries()) {
      this.#statements.add.run(
        job,
        number + index,
        row.kind,
        row.path,
        row.origin,
        row.content ?? null,
        row.size,
        row.mtime ?? null,
        row.executable ? 1 : 0,
        row.link ?? null,
      );
    }
  }

  removeJob(job: number): void {
    this.#lists.delete(job);
    this.#statements.removeJob.run(job);
  }

  /** Files after number `after` that are done, or not. */
  files(job: number, after: number, done: boolean, limit: number): FileRow[] {
    return this.#statements.files.all(job, after, done ? 1 : 0, limit).map(readFile);
  }

  /** One file that is done, or is not. */
  file(job: number, number: number, done: boolean): FileRow | undefined {
    const row = this.#statements.get.get(job, number, done ? 1 : 0);
    return row && readFile(row);
  }

  /** The first 10,000 files; kept up to date as long as it is asked for. */
  list(job: number): FileList {
    const list = this.#lists.get(job) ?? this.#readList(job);
    this.#lists.delete(job);
    this.#lists.set(job, list);
    const [oldest] = this.#lists.keys();
    if (this.#lists.size > MAX_LISTS && oldest !== undefined) this.#lists.delete(oldest);
    return list;
  }

  #readList(job: number): FileList {
    const files = this.#statements.listed.all(job).map((row) => ({
      number: integer(row, 'number'),
      path: text(row, 'path'),
      size: integer(row, 'size'),
      content: parseContentId(text(row, 'content')),
      done: integer(row, 'done') === 1,
    }));
    return new FileList(files.length < MAX_LISTED ? files.length : this.sums(job).files, files);
  }

  directories(job: number, after: number, limit: number): { number: number; path: string }[] {
    return this.#statements.paths
      .all(job, after, 'directory', limit)
      .map((row) => ({ number: integer(row, 'number'), path: text(row, 'path') }));
  }

  links(job: number): LinkRow[] {
    return this.#statements.links
      .all(job)
      .map((row) => ({ number: integer(row, 'number'), path: text(row, 'path'), link: text(row, 'link') }));
  }

  /** Gives rows other paths, by what `place` makes of the old one; undefined leaves it. */
  move(job: number, place: (path: string) => string | undefined): void {
    this.#lists.delete(job);
    for (const row of this.#statements.below.all(job)) {
      const path = place(text(row, 'path'));
      if (path !== undefined) this.#statements.move.run(path, job, integer(row, 'number'));
    }
  }

  /** Another content took the place of a file that is not done. */
  replace(job: number, number: number, now: Pick<FileRow, 'content' | 'size'> & { mtime: number | undefined }): void {
    this.#lists.delete(job);
    this.#statements.replace.run(now.content, now.size, now.mtime ?? null, job, number);
  }

  remove(job: number, number: number): void {
    this.#lists.delete(job);
    this.#statements.remove.run(job, number);
  }

  setDone(job: number, number: number, done: boolean): void {
    this.#lists.get(job)?.setDone(number, done);
    this.#statements.done.run(done ? 1 : 0, job, number);
  }

  /** Those that follow each other are marked with one statement. */
  setAllDone(job: number, numbers: readonly number[]): void {
    const list = this.#lists.get(job);
    if (list !== undefined) for (const number of numbers) list.setDone(number, true);
    const sorted = numbers.toSorted((a, b) => a - b);
    for (let at = 0; at < sorted.length;) {
      const from = sorted[at] ?? 0;
      let to = from;
      while (++at < sorted.length && (sorted[at] ?? 0) <= to + 1) to = sorted[at] ?? to;
      this.#statements.doneFromTo.run(job, from, to);
    }
  }

  sums(job: number): {
    readonly files: number;
    readonly bytes: number;
    readonly filesDone: number;
    readonly bytesDone: number;
  } {
    const sums = { files: 0, bytes: 0, filesDone: 0, bytesDone: 0 };
    for (const row of this.#statements.sums.all(job)) {
      sums.files += integer(row, 'files');
      sums.bytes += integer(row, 'bytes');
      if (integer(row, 'done') === 0) continue;
      sums.filesDone += integer(row, 'files');
      sums.bytesDone += integer(row, 'bytes');
    }
    return sums;
  }
}

function readFile(row: Row): FileRow {
  const content = optionalText(row, 'content');
  if (content === undefined) throw new AyniError('internal', 'The list of downloads has a file without a content.');
  return {
    number: integer(row, 'number'),
    path: text(row, 'path'),
    origin: text(row, 'origin'),
    content: parseContentId(content),
    size: integer(row, 'size'),
    mtime: optionalInteger(row, 'mtime'),
    executable: integer(row, 'executable') === 1,
  };
}
