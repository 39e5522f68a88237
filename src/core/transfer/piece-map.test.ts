import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { Bitfield } from '../content/bitfield.ts';
import { pieceColumns } from './piece-map.ts';

function fieldOf(length: number, pieces: readonly number[]): Bitfield {
  const field = new Bitfield(length);
  for (const piece of pieces) if (piece < length) field.set(piece);
  return field;
}

test('has a column for each piece where there are few', () => {
  const facts = { have: fieldOf(4, [0, 2]), asked: [1], whole: 2, parts: [fieldOf(4, [2, 3])] };
  assert.deepEqual(pieceColumns(facts, 512), { have: [1, 0, 1, 0], arriving: [0, 1, 0, 0], sources: [2, 2, 3, 3] });
});

test('counts what each piece says, whatever the number of columns', () => {
  const pieces = fc.array(fc.nat(999));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.integer({ min: 1, max: 64 }),
      pieces,
      pieces,
      (length, most, have, part) => {
        const facts = { have: fieldOf(length, have), asked: [], whole: 1, parts: [fieldOf(length, part)] };
        const columns = pieceColumns(facts, most);
        const count = Math.min(most, length);
        const members = Array.from({ length: count }, (): number[] => []);
        for (let piece = 0; piece < length; piece++) members[Math.floor((piece * count) / length)]?.push(piece);
        for (const [column, of] of members.entries()) {
          const share = of.filter((piece) => facts.have.has(piece)).length / of.length;
          assert.ok(Math.abs((columns.have[column] ?? -1) - share) < 1e-9);
          assert.equal(columns.sources[column], of.every((piece) => facts.parts[0]?.has(piece)) ? 2 : 1);
        }
      },
    ),
  );
});
