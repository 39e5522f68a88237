/**
 * Writes `schema/vectors/content.json`: sizes, the rule that makes their bytes, and the ids that come out.
 * Run it to add a case; a changed id in an old case means that the format broke.
 */
import { writeFile } from 'node:fs/promises';
import { contentIdOfPieces } from '../src/core/content/content-id.ts';
import { PIECE_SIZE } from '../src/core/content/geometry.ts';
import { loadHasher } from '../src/platform/hash/load-hasher.ts';
import { patternPieces, type Pattern } from '../test/support/content-pattern.ts';

const { hasher } = await loadHasher();
const cases: { name: string; size: number; pattern: Pattern }[] = [
  { name: 'empty', size: 0, pattern: 'counter' },
  { name: 'one byte', size: 1, pattern: 'counter' },
  { name: 'a piece less one byte', size: PIECE_SIZE - 1, pattern: 'counter' },
  { name: 'a piece', size: PIECE_SIZE, pattern: 'counter' },
  { name: 'a piece and one byte', size: PIECE_SIZE + 1, pattern: 'counter' },
  { name: 'several pieces', size: 5 * PIECE_SIZE + 12_345, pattern: 'counter' },
  { name: 'a GiB and one byte of zeros: two pages', size: 2 ** 30 + 1, pattern: 'zeros' },
];

const vectors = cases.map(({ name, size, pattern }) => ({
  name,
  size,
  pattern,
  content: contentIdOfPieces(hasher, size, patternPieces(hasher, size, pattern)),
}));
const document = {
  about:
    'Byte i of pattern "counter" is (i + floor(i / 256) + floor(i / 262144)) mod 256; "zeros" is all zero. Piece hash: BLAKE3-256 of 256 KiB. Page hash: BLAKE3 derive-key, context "ayni page v1", over at most 4096 piece hashes. Content: BLAKE3 derive-key, context "ayni content v1", over the size (u64 big-endian) and the page hashes; text is "c" and RFC 4648 base32, lower case, no padding.',
  vectors,
};
await writeFile(new URL('../schema/vectors/content.json', import.meta.url), `${JSON.stringify(document, null, 2)}\n`);
