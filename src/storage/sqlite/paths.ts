import type { DatabaseSync } from 'node:sqlite';
import { foldText, wordBeginnings } from '../../core/swarm/search-text.ts';
import { integer, isNull, Statement, text } from './statement.ts';

/** The parent of the names of shares. */
export const TOP = 0;

/** How the two first characters of a word stand in the index: its tokenizer takes ASCII marks for separators. */
export function beginningToken(beginning: string): string {
  return beginning.replace(/[!-/:-@[-`{-\x7f]/g, (mark) => String.fromCharCode(0xe000 + mark.charCodeAt(0)));
}

/** Interns paths and keeps the search index of them. */
export class PathWrites {
  /** New paths of the running job. */
  #unindexed: { readonly id: number; readonly full: string }[] = [];
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #insertGrams: Statement;
  readonly #insertBeginnings: Statement;
  readonly #stale: Statement;
  readonly #someStale: Statement;
  readonly #isUsed: Statement;
  readonly #parent: Statement;
  readonly #remove: Statement;
  readonly #unindex: readonly Statement[];
  readonly #unstale: Statement;

  constructor(database: DatabaseSync) {
    const statement = (sql: string) => new Statement(database, sql);
    this.#find = statement('SELECT id FROM paths WHERE parent = ? AND name = ?');
    this.#insert = statement('INSERT INTO paths (parent, name) VALUES (?, ?)');
    this.#insertGrams = statement('INSERT INTO grams (rowid, path) VALUES (?, ?)');
    this.#insertBeginnings = statement('INSERT INTO beginnings (rowid, tokens) VALUES (?, ?)');
    this.#stale = statement('INSERT OR IGNORE INTO stale_paths (id) VALUES (?)');
    this.#someStale = statement('SELECT id FROM stale_paths ORDER BY id DESC LIMIT ?');
    this.#isUsed = statement(
      `SELECT EXISTS (SELECT 1 FROM entries WHERE path = ?1) OR EXISTS (SELECT 1 FROM paths WHERE parent = ?1)`,
    );
    this.#parent = statement('SELECT parent FROM paths WHERE id = ?');
    this.#unstale = statement('DELETE FROM stale_paths WHERE id = ?');
    this.#remove = statement('DELETE FROM paths WHERE id = ?');
    this.#unindex = ['grams', 'beginnings'].map((index) => statement(`DELETE FROM ${index} WHERE rowid = ?`));
  }

  find(parent: number, name: string): number | undefined {
    const row = this.#find.get(parent, name);
    return row && integer(row, 0);
  }

  /**
   * Inside `indexing` only.
   * @param full the whole path, which a new name is found by
   */
  intern(parent: number, name: string, full: string): number {
    const found = this.find(parent, name);
    if (found !== undefined) return found;
    const id = this.#insert.insert(parent, name);
    this.#unindexed.push({ id, full });
    return id;
  }

  /**
   * Runs a job and then makes the names that it interned findable. All at once: FTS5 writes out what it has gathered
   * whenever another statement comes between two of its own, which is forty times slower.
   */
  indexing<T>(job: () => T): T {
    this.#unindexed = [];
    const result = job();
    const folded = this.#unindexed.map(({ id, full }) => ({ id, path: foldText(full) }));
    this.#unindexed = [];
    for (const { id, path } of folded) this.#insertGrams.run(id, path);
    for (const { id, path } of folded) {
      this.#insertBeginnings.run(id, Array.from(wordBeginnings(path), beginningToken).join(' '));
    }
    return result;
  }

  /** An entry of this path went: the sweeper may look whether it was the last. */
  mayBeUnused(id: number): void {
    this.#stale.run(id);
  }

  /** Removes names that nothing uses, looking at `limit` of those that may be unused; whether some are left. */
  sweep(limit: number): boolean {
    const rows = this.#someStale.all(limit);
    const unused: number[] = [];
    for (const row of rows) {
      const id = integer(row, 0);
      this.#unstale.run(id);
      const parent = this.#parent.get(id);
      if (!parent || integer(this.#isUsed.get(id) ?? [], 0) === 1) continue;
      this.#remove.run(id);
      unused.push(id);
      if (integer(parent, 0) !== TOP) this.#stale.run(integer(parent, 0));
    }
    for (const statement of this.#unindex) for (const id of unused) statement.run(id);
    return rows.length === limit;
  }
}

/** The text of paths, for the time of one read. */
export class PathTexts {
  /** Directories that are remembered, at most. */
  static readonly #MAX = 20_000;
  readonly #node: Statement;
  readonly #known = new Map<number, string>();

  constructor(node: Statement) {
    this.#node = node;
  }

  static statement(database: DatabaseSync): Statement {
    return new Statement(database, 'SELECT parent, name FROM paths WHERE id = ?');
  }

  /** `share/…`; undefined where the sweeper has removed it. */
  of(id: number): string | undefined {
    const names: string[] = [];
    let first = true;
    let directory = 0;
    for (let at = id; at !== TOP; first = false) {
      const known = first ? undefined : this.#known.get(at);
      if (known !== undefined) {
        names.push(known);
        break;
      }
      const row = this.#node.get(at);
      if (!row || isNull(row, 1)) return undefined;
      names.push(text(row, 1));
      at = integer(row, 0);
      if (first) directory = at;
    }
    const parent = names.slice(1).toReversed().join('/');
    if (directory !== TOP && !this.#known.has(directory)) {
      if (this.#known.size >= PathTexts.#MAX) this.#known.clear();
      this.#known.set(directory, parent);
    }
    return names.length > 1 ? `${parent}/${names[0] ?? ''}` : names[0];
  }
}
