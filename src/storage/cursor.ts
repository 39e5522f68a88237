import { AyniError } from '../core/errors.ts';

/** Longest cursor that is looked at, in characters. */
const MAX_CURSOR = 20_000;
/** Before a text that follows as it is; no JSON begins so. */
const AS_IT_IS = '=';

/** Cursors are opaque to those who carry them. */
export function encodeCursor(value: unknown): string {
  // As JSON a path may take six times its bytes, and be too long for the request that goes on after it.
  return Buffer.from(typeof value === 'string' ? AS_IT_IS + value : JSON.stringify(value)).toString('base64url');
}

export function badCursor(): AyniError {
  return new AyniError('bad-request', 'This is no cursor of this query: begin again without one.');
}

/** @throws {AyniError} `bad-request` */
export function decodeCursor(cursor: string): unknown {
  if (cursor.length > MAX_CURSOR || !/^[\w-]+$/.test(cursor)) throw badCursor();
  const text = Buffer.from(cursor, 'base64url').toString();
  if (text.startsWith(AS_IT_IS)) return text.slice(AS_IT_IS.length);
  try {
    return JSON.parse(text);
  } catch {
    throw badCursor();
  }
}
