import type { DatabaseSync } from 'node:sqlite';
import { integer, optionalText, text, type Row } from '../../platform/sqlite-row.ts';
import { stampOf } from './entry-row.ts';
import { sameStamp, type Found } from './found.ts';

/** What the index knows of the directories of a share; for the thread that scans, on a connection of its own. */
export class EntryReader {
  readonly #children;

  constructor(database: DatabaseSync) {
    this.#children = database.prepare('SELECT * FROM entries WHERE share = ? AND parent = ?', { readBigInts: true });
  }

  /** Entries directly in a directory, by name. */
  children(share: number, parent: string): Map<string, KnownEntry> {
    const known = new Map<string, KnownEntry>();
    for (const row of this.#children.iterate(share, parent)) known.set(text(row, 'name'), new KnownEntry(row));
    return known;
  }
}

export class KnownEntry {
  readonly #row: Row;

  constructor(row: Row) {
    this.#row = row;
  }

  get isDirectory(): boolean {
    return text(this.#row, 'kind') === 'directory';
  }

  /** Whether a scan that finds this has nothing to tell. */
  matches(found: Found): boolean {
    const row = this.#row;
    if (text(row, 'kind') !== found.kind || optionalText(row, 'real') !== found.real) return false;
    if (found.kind === 'directory') return true;
    if (found.kind === 'symlink') return optionalText(row, 'target') === found.target;
    return (integer(row, 'executable') !== 0) === found.executable && sameStamp(stampOf(row), found.stamp);
  }
}
