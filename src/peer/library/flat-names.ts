import type { DatabaseSync } from 'node:sqlite';
import { integer } from './database.ts';

/** Gives each file its name in the dialects, which are flat. */
export class FlatNames {
  readonly #statements;

  constructor(database: DatabaseSync) {
    this.#statements = {
      taken: database.prepare('SELECT 1 FROM entries WHERE flat = ? LIMIT 1'),
      next: database.prepare('SELECT next FROM flat_names WHERE base = ?'),
      setNext: database.prepare('INSERT OR REPLACE INTO flat_names (base, next) VALUES (?, ?)'),
    };
  }

  /** The base name; where another entry of this peer has it, with ` (2)`, ` (3)` … before the extension. */
  give(base: string): string {
    if (!this.#taken(base)) return base;
    const dot = base.lastIndexOf('.');
    const [stem, extension] = dot > 0 ? [base.slice(0, dot), base.slice(dot)] : [base, ''];
    // Counting on from the last one: a tree has thousands of files of one name.
    const row = this.#statements.next.get(base);
    for (let number = row ? integer(row, 'next') : 2; ; number++) {
      const name = `${stem} (${number})${extension}`;
      if (this.#taken(name)) continue;
      this.#statements.setNext.run(base, number + 1);
      return name;
    }
  }

  #taken(name: string): boolean {
    return this.#statements.taken.get(name) !== undefined;
  }
}
