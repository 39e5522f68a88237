import type { SQLOutputValue } from 'node:sqlite';
import { AyniError } from '../../../core/errors.ts';

export type Row = Readonly<Record<string, SQLOutputValue>>;

function wrong(column: string): AyniError {
  return new AyniError('internal', `The list of downloads has an unexpected value in column ${column}.`);
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
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'number') throw wrong(column);
  return value;
}

export function optionalInteger(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : integer(row, column);
}

export function bytes(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw wrong(column);
  return value;
}
