import { PIECE_SIZE, pieceCount, pieceLength } from '../../src/core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../src/core/content/hasher.ts';

/** How a test vector's bytes are made, see `schema/vectors/content.json`. */
export type Pattern = 'counter' | 'zeros';

/** The bytes of one piece. */
export function patternPiece(size: number, index: number, pattern: Pattern): Uint8Array {
  const piece = new Uint8Array(pieceLength(size, index));
  if (pattern === 'zeros') return piece;
  for (let i = 0; i < piece.length; i++) piece[i] = i + Math.floor(i / 256) + index;
  return piece;
}

/** All piece hashes, 32 bytes each. */
export function patternPieces(hasher: Hasher, size: number, pattern: Pattern): Uint8Array {
  const hashes = new Uint8Array(pieceCount(size) * DIGEST_BYTES);
  const whole = pattern === 'zeros' ? hasher.hash(new Uint8Array(PIECE_SIZE)) : undefined;
  for (let index = 0; index < pieceCount(size); index++) {
    const reuse = whole !== undefined && pieceLength(size, index) === PIECE_SIZE;
    hashes.set(reuse ? whole : hasher.hash(patternPiece(size, index, pattern)), index * DIGEST_BYTES);
  }
  return hashes;
}
