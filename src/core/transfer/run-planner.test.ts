import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Bitfield } from '../content/bitfield.ts';
import { PAGE_PIECES, PIECE_SIZE } from '../content/geometry.ts';
import { FIRST_RUN_PIECES, MAX_RUN_PIECES, nextRun, runLength } from './run-planner.ts';

test('sizes a run to about a second of the source', () => {
  assert.equal(runLength(0), FIRST_RUN_PIECES);
  assert.equal(runLength(1000), 1);
  assert.equal(runLength(100 * PIECE_SIZE), 100);
  assert.equal(runLength(1e15), MAX_RUN_PIECES);
});

test('asks for nothing where all is there', () => {
  assert.equal(nextRun(Bitfield.full(9), 0), undefined);
  assert.equal(nextRun(new Bitfield(0), 0), undefined);
});

test('does not cross the end of a page', () => {
  assert.deepEqual(nextRun(new Bitfield(3 * PAGE_PIECES), 1e15, 10), { first: 10, count: PAGE_PIECES - 10 });
});

test('turns to what was left before once the end was reached', () => {
  const taken = new Bitfield(10);
  for (let piece = 3; piece < 10; piece++) taken.set(piece);
  assert.deepEqual(nextRun(taken, 0, 5), { first: 0, count: 3 });
});

test('covers every missing piece once, whatever is there and however fast the source', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9000 }),
      fc.array(fc.nat(9000), { maxLength: 50 }),
      fc.array(fc.double({ min: 0, max: 4e9, noNaN: true }), { minLength: 1, maxLength: 5 }),
      (length, there, speeds) => {
        const taken = new Bitfield(length);
        for (const piece of there) taken.set(piece);
        let from = 0;
        for (let round = 0; ; round++) {
          const run = nextRun(taken, speeds[round % speeds.length] ?? 0, from);
          if (run === undefined) break;
          assert.ok(run.count >= 1 && run.count <= MAX_RUN_PIECES);
          for (let piece = run.first; piece < run.first + run.count; piece++) assert.ok(taken.set(piece));
          from = run.first + run.count;
        }
        assert.ok(taken.complete);
      },
    ),
    { numRuns: 50 },
  );
});
