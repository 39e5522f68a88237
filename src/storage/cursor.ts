import { AyniError } from '../core/errors.ts';

/** Longest cursor that is looked at, in characters. */
const MAX_CURSOR = 20_000;

/** Cursors are opaque to those who carry them. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

export function badCursor(): AyniError {
  return new AyniError('bad-request', 'This is no cursor of this query: begin again without one.');
}

/** @throws {AyniError} `bad-request` */
export function decodeCursor(cursor: string): unknown {
  if (cursor.length > MAX_CURSOR || !/^[\w-]+$/.test(cursor)) throw badCursor();
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw badCursor();
  }
}
