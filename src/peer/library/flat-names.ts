import type { DatabaseSync } from 'node:sqlite';

/** Base names whose next number is remembered. */
const REMEMBERED = 20_000;

/** Gives each file its name in the dialects, which are flat. */
export class FlatNames {
  readonly #entry;
  readonly #fetched;
  /** The next number to try: a tree has thousands of files of one name. */
  readonly #next = new Map<string, number>();

  constructor(database: DatabaseSync) {
    this.#entry = database.prepare('SELECT 1 FROM entries WHERE flat = ? LIMIT 1');
    this.#fetched = database.prepare('SELECT 1 FROM fetched WHERE flat = ? LIMIT 1');
  }

  /** The base name; where another file of this peer has it, with ` (2)`, ` (3)` … before the extension. */
  give(base: string): string {
    const next = this.#next.get(base);
    if (next === undefined && !this.#taken(base)) return base;
    if (this.#next.size >= REMEMBERED) this.#next.clear();
    const dot = base.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [base.slice(0, dot), base.slice(dot)] : [base, ''];
    for (let number = next ?? 2; ; number++) {
      const name = `${stem} (${number})${extension}`;
      if (this.#taken(name)) continue;
      this.#next.set(base, number + 1);
      return name;
    }
  }

  #taken(name: string): boolean {
    return this.#entry.get(name) !== undefined || this.#fetched.get(name) !== undefined;
  }
}
