import type { DatabaseSync } from 'node:sqlite';
import { foldText } from '../../core/swarm/search-text.ts';
import { PathTexts } from './paths.ts';
import { integer, isNull, Statement } from './statement.ts';

/** Paths that are looked at: what one in a thousand has is seen some four times. */
const SAMPLE = 4_000;
/** Looked at anew when the store has grown to so many times what it was. */
const GROWN = 2;

/**
 * How often each three characters come in paths, by a sample of them. The index reads the whole list of every term that
 * it is asked for, and the list of a common one is long: a search asks for the rare ones.
 */
export class GramFrequencies {
  readonly #last: Statement;
  readonly #near: Statement;
  readonly #node: Statement;
  readonly #random: () => number;
  #counts = new Map<string, number>();
  #upTo = 0;

  constructor(database: DatabaseSync, random: () => number = Math.random) {
    this.#last = new Statement(database, 'SELECT max(id) FROM paths');
    this.#near = new Statement(database, 'SELECT id FROM paths WHERE id >= ? ORDER BY id LIMIT 1');
    this.#node = PathTexts.statement(database);
    this.#random = random;
  }

  /** Those that come least often, `count` at most. */
  rarest(grams: readonly string[], count: number): readonly string[] {
    if (grams.length <= count) return grams;
    this.#refresh();
    const frequency = (gram: string): number => this.#counts.get(gram) ?? 0;
    return grams.toSorted((a, b) => frequency(a) - frequency(b)).slice(0, count);
  }

  #refresh(): void {
    const row = this.#last.get();
    const last = row === undefined || isNull(row, 0) ? 0 : integer(row, 0);
    if (last < this.#upTo * GROWN) return;
    this.#upTo = Math.max(1, last);
    this.#counts = new Map();
    const texts = new PathTexts(this.#node);
    for (let taken = 0; taken < Math.min(SAMPLE, last); taken++) {
      const near = this.#near.get(1 + Math.floor(this.#random() * last));
      const full = near === undefined ? undefined : texts.of(integer(near, 0));
      if (full !== undefined) this.#count(Array.from(foldText(full)));
    }
  }

  #count(characters: readonly string[]): void {
    const grams = new Set<string>();
    for (let at = 0; at + 3 <= characters.length; at++) grams.add(characters.slice(at, at + 3).join(''));
    for (const gram of grams) this.#counts.set(gram, (this.#counts.get(gram) ?? 0) + 1);
  }
}
