import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { pieceCount, PIECE_SIZE } from '../../../core/content/geometry.ts';
import { packHolders, visitHolders, type HolderRow } from './holder-list.ts';

type Seen = Parameters<Parameters<typeof visitHolders>[1]>;

function unpacked(rows: readonly HolderRow[]): Seen[] {
  const seen: Seen[] = [];
  visitHolders(packHolders(rows), (...row) => seen.push(row));
  return seen;
}

test('rows come back in the order of the peers, what is more of a content first', () => {
  const row = fc.record({
    size: fc.constantFrom(0, 1, 5 * PIECE_SIZE, 16 * 2 ** 40),
    peer: fc.integer({ min: 1, max: 2 ** 30 - 1 }),
    audience: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 2 ** 32 - 1 })),
    pieces: fc.oneof(fc.constant(-1), fc.nat(5)),
  });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const expected = rows
        .map(({ size, peer, audience, pieces }): Seen => {
          const whole = pieces === -1 || pieces === pieceCount(size);
          return [peer, audience, whole ? pieceCount(size) : pieces, whole];
        })
        .toSorted((a, b) => a[0] - b[0] || Number(b[3]) - Number(a[3]) || b[2] - a[2]);
      assert.deepEqual(unpacked(rows), expected);
    }),
  );
});

test('a peer that has all, and shows it to everyone, takes one word', () => {
  const rows = Array.from({ length: 10 }, (_, at) => ({
    size: 9,
    peer: at + 1,
    audience: 1,
    pieces: at % 2 === 0 ? -1 : 1,
  }));
  assert.equal(packHolders(rows).end, 11);
});
