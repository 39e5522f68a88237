import { AyniError } from '../core/errors.ts';
import type { Page } from '../core/swarm/catalog.ts';
import { badCursor, decodeCursor, encodeCursor } from './cursor.ts';

/** Where a page ended: the row of the last path and of the last content shown there (0 for a directory). */
export type Position = readonly [path: number, content: number];

/** What a search found, and where. */
export interface PlacedHit<Item> {
  readonly hit: Item;
  readonly at: Position;
}

/** @throws {AyniError} `bad-request` for a cursor that is none */
export function positionOf(cursor: string | undefined): Position {
  if (cursor === undefined) return [0, -1];
  const value = decodeCursor(cursor);
  if (!Array.isArray(value) || value.length !== 2) throw badCursor();
  const [path, content] = value.map(Number);
  if (path === undefined || content === undefined) throw badCursor();
  if (!Number.isSafeInteger(path) || !Number.isSafeInteger(content) || path < 0 || content < -1) throw badCursor();
  return [path, content];
}

/** A full page, and where the next one begins. */
export function pageOf<Item>(hits: readonly PlacedHit<Item>[], limit: number): Page<Item> {
  const items = hits.slice(0, limit);
  const last = items.at(-1);
  return { items: items.map((each) => each.hit), ...(last ? { cursor: encodeCursor(last.at) } : {}) };
}

/**
 * What was found until the time was over.
 * @throws {AyniError} `timeout` where that is nothing
 */
export function partialPage<Item>(hits: readonly PlacedHit<Item>[], next: Position): Page<Item> {
  if (hits.length === 0) {
    throw new AyniError('timeout', 'This search finds nothing in time: use longer words or fewer filters.');
  }
  return { items: hits.map((each) => each.hit), cursor: encodeCursor(next) };
}
