import type { DatabaseSync } from 'node:sqlite';
import type { Dialect } from '../../core/dialects/dialect.ts';
import type { ForeignFile } from '../../core/swarm/catalog.ts';
import { dialectOf } from './flat-files.ts';
import { bytes, integer, isNull, Statement, text } from './statement.ts';

/** A foreign file as the reading thread knows it: where its peer can be reached is known where the leases are. */
export interface ForeignMark extends Omit<ForeignFile, 'host' | 'port'> {
  readonly dialect: Dialect;
  /** Row of the peer. */
  readonly row: number;
}

/** What is known of contents that nobody has hashed. */
export class ForeignMarks {
  readonly #one: Statement;

  constructor(database: DatabaseSync) {
    this.#one = new Statement(
      database,
      `SELECT f.dialect, f.peer, f.name, c.size, c.md5 FROM foreign_contents f JOIN contents c ON c.id = f.content
       WHERE f.content = ?`,
    );
  }

  of(content: number): ForeignMark | undefined {
    const row = this.#one.get(content);
    return (
      row && {
        dialect: dialectOf(text(row, 0)),
        row: integer(row, 1),
        name: text(row, 2),
        ...(isNull(row, 3) ? {} : { size: integer(row, 3) }),
        ...(isNull(row, 4) ? {} : { md5: Buffer.from(bytes(row, 4)).toString('hex') }),
      }
    );
  }
}

/** Items with the mark of the reading thread in the place of the whole one. */
export type Marked<Item> = Omit<Item, 'foreign'> & { readonly foreign?: ForeignMark };
