import { AyniError } from '../errors.ts';

/** The unit that is verified, requested and shown in a bitfield, in bytes. */
export const PIECE_SIZE = 256 * 1024;
/** Piece hashes in a full page: one page covers 1 GiB of file. */
export const PAGE_PIECES = 4096;
/** The largest content, in bytes: 16 TiB. */
export const MAX_CONTENT_SIZE = 16 * 2 ** 40;

/** Whether a content may have so many bytes. */
export function isContentSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0 && size <= MAX_CONTENT_SIZE;
}

/** @throws {AyniError} `too-large` for what is no size of a content */
export function assertContentSize(size: number): void {
  if (!isContentSize(size)) {
    throw new AyniError('too-large', `A content has 0 to ${MAX_CONTENT_SIZE} bytes (16 TiB), not ${size}.`);
  }
}

/** How many pieces a content of `size` bytes has; an empty one has none. */
export function pieceCount(size: number): number {
  return Math.ceil(size / PIECE_SIZE);
}

/** Bytes of piece `index`; only the last may be shorter than `PIECE_SIZE`. */
export function pieceLength(size: number, index: number): number {
  return Math.min(PIECE_SIZE, size - index * PIECE_SIZE);
}

export function pageCount(size: number): number {
  return Math.ceil(pieceCount(size) / PAGE_PIECES);
}

/** How many piece hashes page `index` holds. */
export function pageLength(size: number, index: number): number {
  return Math.min(PAGE_PIECES, pieceCount(size) - index * PAGE_PIECES);
}
