import type { DatabaseSync, SQLInputValue, SQLOutputValue, StatementSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';

/** A row as an array of its columns; read it with `integer`, `text` and so on, which check what the file holds. */
export type Row = Readonly<Record<number, SQLOutputValue>>;

/** A prepared statement whose rows are arrays. */
export class Statement {
  readonly #statement: StatementSync;
  #writes = false;

  constructor(database: DatabaseSync, sql: string) {
    this.#statement = database.prepare(sql);
    this.#statement.setReturnArrays(true);
  }

  get(...values: SQLInputValue[]): Row | undefined {
    return this.#statement.get(...values);
  }

  all(...values: SQLInputValue[]): readonly Row[] {
    return this.#statement.all(...values);
  }

  /** Rows one by one. Don't run the same statement again, nor wait for anything, before the loop ends. */
  iterate(...values: SQLInputValue[]): Iterable<Row> {
    return this.#statement.iterate(...values);
  }

  /** How many rows changed. */
  run(...values: SQLInputValue[]): number {
    return Number(this.#write(values).changes);
  }

  /**
   * Inserts a row and tells its id. Not by RETURNING, which works like a trigger: SQLite then opens a savepoint for
   * each row, which costs a millisecond in a large transaction.
   */
  insert(...values: SQLInputValue[]): number {
    return Number(this.#write(values).lastInsertRowid);
  }

  #write(values: SQLInputValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint } {
    if (!this.#writes) {
      // The last row's id is read in any case, and inside a full-text index it may be beyond 2^53.
      this.#statement.setReadBigInts(true);
      this.#writes = true;
    }
    return this.#statement.run(...values);
  }
}

function damaged(column: number, expected: string): AyniError {
  return new AyniError('io-failed', `The tracker's database is damaged: column ${column} should be ${expected}.`);
}

export function integer(row: Row, column: number): number {
  const value = row[column];
  if (typeof value !== 'number') throw damaged(column, 'a number');
  return value;
}

export function text(row: Row, column: number): string {
  const value = row[column];
  if (typeof value !== 'string') throw damaged(column, 'text');
  return value;
}

export function bytes(row: Row, column: number): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw damaged(column, 'bytes');
  return value;
}

export function isNull(row: Row, column: number): boolean {
  return row[column] === null;
}

/** A column that holds a JSON array of strings. */
export function strings(row: Row, column: number): readonly string[] {
  const value: unknown = JSON.parse(text(row, column));
  if (!Array.isArray(value)) throw damaged(column, 'a list');
  return value.map((each) => String(each));
}
