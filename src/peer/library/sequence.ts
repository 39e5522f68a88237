import type { DatabaseSync } from 'node:sqlite';
import { integer } from '../../platform/sqlite-row.ts';

/** A number that only grows, over restarts too: what was marked with it tells whether it was overtaken. */
export class Sequence {
  #last: number;

  constructor(database: DatabaseSync) {
    const row = database
      .prepare(
        `SELECT max((SELECT ifnull(max(dirty), 0) FROM entries WHERE dirty > 0),
                    (SELECT ifnull(max(pending), 0) FROM entries WHERE pending > 0),
                    (SELECT ifnull(max(seq), 0) FROM tombstones),
                    (SELECT ifnull(max(dirty), 0) FROM fetched WHERE dirty > 0)) AS last`,
      )
      .get();
    this.#last = integer(row ?? {}, 'last');
  }

  get last(): number {
    return this.#last;
  }

  next(): number {
    return ++this.#last;
  }
}
