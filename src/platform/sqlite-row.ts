import type { SQLOutputValue } from 'node:sqlite';
import { AyniError } from '../core/errors.ts';

/** What a statement gave, column by column; each function here throws `internal` where a value is of another type. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

function wrong(column: string): AyniError {
  return new AyniError('internal', `The database has an unexpected value in column ${column}.`);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== 'string') throw wrong(column);
  return value;
}

export function optionalText(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : text(row, column);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === 'number') return value;
  if (typeof value !== 'bigint') throw wrong(column);
  return Number(value);
}

export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

export function bigInteger(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value === 'bigint') return value;
  if (typeof value !== 'number') throw wrong(column);
  return BigInt(value);
}

/** An inode as it was, from the two's complement that SQLite keeps. */
export function inode(row: Row, column: string): bigint {
  return BigInt.asUintN(64, bigInteger(row, column));
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw wrong(column);
  return value;
}

/** Bytes as lower-case hex. */
export function optionalHex(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : Buffer.from(bytes(row, column)).toString('hex');
}
