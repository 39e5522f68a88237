import type { DatabaseSync } from 'node:sqlite';
import { hashesOf } from '../../core/ids.ts';
import type { SearchQuery } from '../../core/swarm/catalog.ts';
import { foldText, type SearchWords } from '../../core/swarm/search-text.ts';
import { GramFrequencies } from './gram-frequencies.ts';
import { beginningToken } from './paths.ts';
import { integer, Statement } from './statement.ts';

/** Trigrams of one word that are considered. */
const MAX_GRAMS = 24;
/** Trigrams of all words that are looked up; the candidates are compared with the whole words anyway. */
const MAX_TERMS = 4;
/** Candidates from a row on, `limit` at most, in order. */
type Fetch = (from: number, limit: number) => readonly number[];

/** No input is a syntax error: every term is quoted. */
function quoted(term: string): string {
  return `"${term.replaceAll('"', '""')}"`;
}

function gramsOf(word: string): readonly string[] {
  const characters = Array.from(word);
  const last = characters.length - 3;
  const count = Math.min(last + 1, MAX_GRAMS);
  const grams = new Set<string>();
  for (let index = 0; index < count; index++) {
    const at = count === 1 ? 0 : Math.round((index * last) / (count - 1));
    grams.add(characters.slice(at, at + 3).join(''));
  }
  return [...grams];
}

function all(terms: readonly string[]): string {
  return terms.map(quoted).join(' AND ');
}

/** What the trigram index is asked; undefined where it cannot help. */
function gramQuery(
  words: SearchWords,
  extensions: readonly string[],
  frequencies: GramFrequencies,
): string | undefined {
  const grams = new Set(words.anywhere.flatMap(gramsOf));
  const parts = grams.size === 0 ? [] : [all(frequencies.rarest([...grams], MAX_TERMS))];
  const suffixes = extensions.map((extension) => `.${foldText(extension)}`);
  if (suffixes.length > 0 && suffixes.every((suffix) => Array.from(suffix).length >= 3)) {
    parts.push(`(${suffixes.map((suffix) => `(${all(gramsOf(suffix))})`).join(' OR ')})`);
  }
  return parts.length > 0 ? parts.join(' AND ') : undefined;
}

/** Paths that may fit a query, in the order of their rows: a superset of those that do. */
export class Candidates {
  readonly #grams: Statement;
  readonly #beginnings: Statement;
  readonly #byHash: Statement;
  readonly #ofPeer: Statement;
  readonly #every: Statement;
  readonly #frequencies: GramFrequencies;

  constructor(database: DatabaseSync) {
    this.#frequencies = new GramFrequencies(database);
    const statement = (sql: string) => new Statement(database, sql);
    this.#grams = statement('SELECT rowid FROM grams WHERE grams MATCH ? AND rowid >= ? ORDER BY rowid LIMIT ?');
    this.#beginnings = statement(
      'SELECT rowid FROM beginnings WHERE beginnings MATCH ? AND rowid >= ? ORDER BY rowid LIMIT ?',
    );
    // A range of hashes that so long a beginning leaves is a few contents: those first, whatever the planner thinks.
    this.#byHash = statement(
      `SELECT DISTINCT e.path FROM contents c CROSS JOIN entries e ON e.content = c.id
       WHERE c.hash >= ? AND c.hash <= ? AND e.path >= ? ORDER BY e.path LIMIT ?`,
    );
    this.#ofPeer = statement(
      `SELECT DISTINCT path FROM entries WHERE share IN (SELECT id FROM shares WHERE peer = ?) AND path >= ?
       ORDER BY path LIMIT ?`,
    );
    this.#every = statement('SELECT id FROM paths WHERE id >= ? ORDER BY id LIMIT ?');
  }

  /** @param peer the row of the peer whose entries alone count */
  of(query: SearchQuery, words: SearchWords, peer: number | undefined): Fetch {
    const run = (statement: Statement, ...first: (string | number | Uint8Array)[]): Fetch => {
      return (from, limit) => statement.all(...first, from, limit).map((row) => integer(row, 0));
    };
    if (query.idPrefix !== undefined) {
      const { lowest, highest } = hashesOf(query.idPrefix);
      return run(this.#byHash, lowest, highest);
    }
    const grams = gramQuery(words, query.extensions ?? [], this.#frequencies);
    if (grams !== undefined) return run(this.#grams, grams);
    if (words.beginnings.length > 0) return run(this.#beginnings, all(words.beginnings.map(beginningToken)));
    return peer === undefined ? run(this.#every) : run(this.#ofPeer, peer);
  }
}
