import { AyniError } from '../errors.ts';
import { contentIdOfHash, type ContentId } from '../ids.ts';
import { assertContentSize, PAGE_PIECES, pageCount, pieceCount } from './geometry.ts';
import { DIGEST_BYTES, type Hasher } from './hasher.ts';

const PAGE_CONTEXT = 'ayni page v1';
const CONTENT_CONTEXT = 'ayni content v1';
/** What the id of a content of one page is made of, used again at once: new memory costs more than the hash. */
const ONE_PAGE = new Uint8Array(8 + DIGEST_BYTES);

/** @param pieceHashes the hashes of one page's pieces, one after the other (32 bytes each, 1 to 4096 of them) */
export function pageHashOf(hasher: Hasher, pieceHashes: Uint8Array): Uint8Array {
  return hasher.deriveKey(PAGE_CONTEXT, pieceHashes);
}

/**
 * The identity of bytes: equal bytes have equal ids everywhere.
 * @param size of the content in bytes
 * @param pageHashes one after the other, 32 bytes each
 */
export function contentIdOf(hasher: Hasher, size: number, pageHashes: Uint8Array): ContentId {
  assertContentSize(size);
  if (pageHashes.length !== pageCount(size) * DIGEST_BYTES) {
    throw new AyniError(
      'internal',
      `A content of ${size} bytes has ${pageCount(size)} pages, not ${pageHashes.length / DIGEST_BYTES}.`,
    );
  }
  const material = pageHashes.length === DIGEST_BYTES ? ONE_PAGE : new Uint8Array(8 + pageHashes.length);
  for (let at = 7, rest = size; at >= 0; at--, rest = Math.floor(rest / 256)) material[at] = rest;
  material.set(pageHashes, 8);
  return contentIdOfHash(hasher.deriveKey(CONTENT_CONTEXT, material));
}

/** The page hashes of a content, from all its piece hashes (32 bytes each, in order). */
export function pageHashesOf(hasher: Hasher, pieceHashes: Uint8Array): Uint8Array {
  const pageBytes = PAGE_PIECES * DIGEST_BYTES;
  const pages = Math.ceil(pieceHashes.length / pageBytes);
  const hashes = new Uint8Array(pages * DIGEST_BYTES);
  for (let page = 0; page < pages; page++) {
    hashes.set(pageHashOf(hasher, pieceHashes.subarray(page * pageBytes, (page + 1) * pageBytes)), page * DIGEST_BYTES);
  }
  return hashes;
}

/** The id of a content whose piece hashes are known, 32 bytes each, in order. */
export function contentIdOfPieces(hasher: Hasher, size: number, pieceHashes: Uint8Array): ContentId {
  assertContentSize(size);
  if (pieceHashes.length !== pieceCount(size) * DIGEST_BYTES) {
    throw new AyniError(
      'internal',
      `A content of ${size} bytes has ${pieceCount(size)} pieces, not ${pieceHashes.length / DIGEST_BYTES}.`,
    );
  }
  return contentIdOf(hasher, size, pageHashesOf(hasher, pieceHashes));
}

/** Whether two digests are the same bytes. Not constant in time: digests of contents are no secrets. */
export function equalDigests(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
