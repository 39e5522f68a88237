import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { patternPieces, type Pattern } from '../../../test/support/content-pattern.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import { AyniError } from '../errors.ts';
import { contentIdOf, contentIdOfPieces, pageHashesOf } from './content-id.ts';
import {
  MAX_CONTENT_SIZE,
  PAGE_PIECES,
  pageCount,
  pageLength,
  PIECE_SIZE,
  pieceCount,
  pieceLength,
} from './geometry.ts';

interface Vector {
  name: string;
  size: number;
  pattern: Pattern;
  content: string;
}
const document: { vectors: Vector[] } = JSON.parse(
  await readFile(new URL('../../../schema/vectors/content.json', import.meta.url), 'utf8'),
);

for (const portable of [false, true]) {
  const { hasher, native } = await loadHasher({ portable });
  describe(`content ids, hashed by ${native ? 'the native binding' : 'portable code'}`, () => {
    for (const { name, size, pattern, content } of document.vectors) {
      test(`of ${name} (${size} bytes) is as in the vectors`, () => {
        const pieces = patternPieces(hasher, size, pattern);
        assert.equal(contentIdOfPieces(hasher, size, pieces), content);
        assert.equal(contentIdOf(hasher, size, pageHashesOf(hasher, pieces)), content);
      });
    }

    test('differ when the size, a piece or the order of pieces does', () => {
      const size = 2 * PIECE_SIZE;
      const pieces = patternPieces(hasher, size, 'counter');
      const swapped = new Uint8Array([...pieces.subarray(32), ...pieces.subarray(0, 32)]);
      const ids = [
        contentIdOfPieces(hasher, size, pieces),
        contentIdOfPieces(hasher, size - 1, pieces),
        contentIdOfPieces(hasher, size, swapped),
      ];
      assert.equal(new Set(ids).size, 3);
    });
  });
}

describe('geometry', () => {
  test('cuts contents into pieces and pages', () => {
    assert.deepEqual([0, 1, PIECE_SIZE, PIECE_SIZE + 1].map(pieceCount), [0, 1, 1, 2]);
    assert.equal(pieceLength(PIECE_SIZE + 7, 1), 7);
    assert.deepEqual([0, 2 ** 30, 2 ** 30 + 1].map(pageCount), [0, 1, 2]);
    assert.equal(pageLength(2 ** 30 + 1, 0), PAGE_PIECES);
    assert.equal(pageLength(2 ** 30 + 1, 1), 1);
  });

  test('refuses what is no size', async () => {
    const { hasher } = await loadHasher();
    for (const size of [-1, 0.5, Number.NaN, MAX_CONTENT_SIZE + 1]) {
      assert.throws(
        () => contentIdOf(hasher, size, new Uint8Array(0)),
        (error) => AyniError.is(error, 'too-large'),
      );
    }
  });
});
