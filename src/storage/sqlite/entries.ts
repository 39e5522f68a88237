import type { DatabaseSync } from 'node:sqlite';
import type { ContentWrites } from './contents.ts';
import { TOP, type PathWrites } from './paths.ts';
import { integer, isNull, Statement, text } from './statement.ts';

export const DIRECTORY = 1;
export const FILE = 2;
export const SYMLINK = 3;

/** A share while it is written to. */
export interface ShareRow {
  readonly id: number;
  readonly root: number;
  generation: number;
  /** Change of the counters, kept with `saveCounts`. */
  files: number;
  bytes: number;
}

export interface EntryRow {
  readonly kind: number;
  readonly content: number | null;
  /** Of the content, bytes; 0 where there is none. */
  readonly size: number;
  readonly mtime: number | null;
  readonly executable: boolean;
  readonly target: string | null;
  readonly flatName: string | null;
}

export const DIRECTORY_ROW: EntryRow = {
  kind: DIRECTORY,
  content: null,
  size: 0,
  mtime: null,
  executable: false,
  target: null,
  flatName: null,
};

const FIELDS = ['kind', 'content', 'mtime', 'executable', 'target', 'flatName'] as const satisfies (keyof EntryRow)[];

/** Writes single entries; keeps the share's counts, and tells what may have lost its last use. */
export class EntryWrites {
  readonly #paths: PathWrites;
  readonly #contents: ContentWrites;
  readonly #one: Statement;
  readonly #put: Statement;
  readonly #touch: Statement;
  readonly #remove: Statement;
  readonly #children: Statement;
  readonly #outdated: Statement;
  readonly #ofContent: Statement;
  readonly #counts: Statement;
  /** Of what was announced last. */
  #announced: number;

  constructor(database: DatabaseSync, paths: PathWrites, contents: ContentWrites) {
    this.#paths = paths;
    this.#contents = contents;
    const statement = (sql: string) => new Statement(database, sql);
    this.#one = statement(
      `SELECT e.kind, e.content, c.size, e.mtime, e.executable, e.target, e.flat_name, e.generation, e.announced
       FROM entries e LEFT JOIN contents c ON c.id = e.content WHERE e.path = ? AND e.share = ?`,
    );
    this.#put = statement(
      `INSERT OR REPLACE INTO entries
       (path, share, parent, kind, content, mtime, executable, target, flat_name, generation, announced)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#touch = statement('UPDATE entries SET generation = ? WHERE path = ? AND share = ?');
    this.#remove = statement('DELETE FROM entries WHERE path = ? AND share = ?');
    this.#children = statement('SELECT path FROM entries WHERE share = ? AND parent = ?');
    this.#outdated = statement('SELECT path FROM entries WHERE share = ? AND generation <> ?');
    this.#ofContent = statement('SELECT share, path FROM entries WHERE content = ?');
    this.#announced = integer(statement('SELECT coalesce(max(announced), 0) FROM entries').get() ?? [], 0);
    this.#counts = statement('UPDATE shares SET files = files + ?, bytes = max(0, bytes + ?) WHERE id = ?');
  }

  /** Whether a directory was replaced, with all that was below it. */
  put(share: ShareRow, path: number, parent: number, entry: EntryRow): boolean {
    const row = this.#one.get(path, share.id);
    let replaced = false;
    let announced: number | null = null;
    if (row) {
      if (!isNull(row, 8)) announced = integer(row, 8);
      const old = this.#entryOf(row);
      if (FIELDS.every((field) => old[field] === entry[field])) {
        if (integer(row, 7) !== share.generation) this.#touch.run(share.generation, path, share.id);
        return false;
      }
      if (old.kind === DIRECTORY && entry.kind !== DIRECTORY) {
        replaced = true;
        this.removeBelow(share, path);
      }
      this.#discount(share, old, old.content !== entry.content);
    }
    const { kind, content, mtime, executable, target, flatName } = entry;
    const { id, generation } = share;
    if (flatName !== null) announced ??= ++this.#announced;
    const at = flatName === null ? null : announced;
    this.#put.run(path, id, parent, kind, content, mtime, executable ? 1 : 0, target, flatName, generation, at);
    if (content !== null) this.#contents.changed(content);
    if (kind === FILE) {
      share.files++;
      share.bytes += entry.size;
    }
    return replaced;
  }

  /** With all that is below it. */
  remove(share: ShareRow, path: number): void {
    this.removeBelow(share, path);
    this.#removeOne(share, path);
  }

  removeBelow(share: ShareRow, path: number): void {
    const open = [path];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const child of this.#children.all(share.id, at)) {
        open.push(integer(child, 0));
        this.#removeOne(share, integer(child, 0));
      }
    }
  }

  /** What the latest full list did not name. */
  removeOutdated(share: ShareRow): void {
    for (const row of this.#outdated.all(share.id, share.generation)) this.#removeOne(share, integer(row, 0));
  }

  /** @param shareOf hands out a share to write to */
  removeContent(content: number, shareOf: (id: number) => ShareRow): void {
    for (const row of this.#ofContent.all(content)) {
      const share = shareOf(integer(row, 0));
      this.#removeOne(share, integer(row, 1));
      this.saveCounts(share);
    }
  }

  saveCounts(share: ShareRow): void {
    if (share.files !== 0 || share.bytes !== 0) this.#counts.run(share.files, share.bytes, share.id);
    share.files = 0;
    share.bytes = 0;
  }

  #removeOne(share: ShareRow, path: number): void {
    const row = this.#one.get(path, share.id);
    if (!row) return;
    // The share itself stays, as an empty directory.
    if (path === share.root) {
      this.put(share, path, TOP, DIRECTORY_ROW);
      return;
    }
    this.#remove.run(path, share.id);
    this.#discount(share, this.#entryOf(row), true);
    this.#paths.mayBeUnused(path);
  }

  #discount(share: ShareRow, old: EntryRow, contentGoes: boolean): void {
    if (old.kind === FILE) {
      share.files--;
      share.bytes -= old.size;
    }
    if (contentGoes && old.content !== null) this.#contents.mayBeUnused(old.content);
  }

  #entryOf(row: Parameters<typeof integer>[0]): EntryRow {
    return {
      kind: integer(row, 0),
      content: isNull(row, 1) ? null : integer(row, 1),
      size: isNull(row, 2) ? 0 : integer(row, 2),
      mtime: isNull(row, 3) ? null : integer(row, 3),
      executable: integer(row, 4) === 1,
      target: isNull(row, 5) ? null : text(row, 5),
      flatName: isNull(row, 6) ? null : text(row, 6),
    };
  }
}
