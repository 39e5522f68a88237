import { PIECE_SIZE } from '../../core/content/geometry.ts';
import type { ServedPart } from '../library/partial-contents.ts';
import type { Readable } from './awaited-file.ts';

/** What of an unfinished file can be read at a position: undefined where its piece has not come. */
export function readableOf({ field, path, size }: ServedPart, position: number, most: number): Readable | undefined {
  let piece = Math.floor(position / PIECE_SIZE);
  while (field.has(piece) && piece * PIECE_SIZE < position + most) piece++;
  const bytes = Math.min(piece * PIECE_SIZE, size) - position;
  return bytes > 0 ? { path, bytes } : undefined;
}
