import { AyniError } from '../../core/errors.ts';

/** A row as the database gives it, by column. */
export type Row = readonly unknown[];

function damaged(column: number, expected: string): AyniError {
  return new AyniError('io-failed', `The tracker's database is damaged: column ${column} should be ${expected}.`);
}

export function integer(row: Row | undefined, column: number): number {
  const value = row?.[column];
  if (typeof value !== 'number') throw damaged(column, 'a number');
  return value;
}

export function text(row: Row | undefined, column: number): string {
  const value = row?.[column];
  if (typeof value !== 'string') throw damaged(column, 'text');
  return value;
}

export function bytes(row: Row | undefined, column: number): Uint8Array {
  const value = row?.[column];
  if (!(value instanceof Uint8Array)) throw damaged(column, 'bytes');
  return value;
}

export function truth(row: Row | undefined, column: number): boolean {
  const value = row?.[column];
  if (typeof value !== 'boolean') throw damaged(column, 'true or false');
  return value;
}

export function isNull(row: Row, column: number): boolean {
  return row[column] === null;
}

export function hex(row: Row, column: number): string {
  return Buffer.from(bytes(row, column)).toString('hex');
}

/** A column that holds a JSON array of strings. */
export function strings(row: Row, column: number): readonly string[] {
  const value: unknown = JSON.parse(text(row, column));
  if (!Array.isArray(value)) throw damaged(column, 'a list');
  return value.map((each) => String(each));
}

/** An array of the database's. */
export function integers(row: Row | undefined, column: number): readonly number[] {
  const value = row?.[column];
  if (!Array.isArray(value)) throw damaged(column, 'a list');
  return value.map(Number);
}
