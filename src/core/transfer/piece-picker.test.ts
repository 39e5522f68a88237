import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { Bitfield } from '../content/bitfield.ts';
import { PAGE_PIECES } from '../content/geometry.ts';
import { PiecePicker } from './piece-picker.ts';

function fieldOf(length: number, pieces: Iterable<number>): Bitfield {
  const field = new Bitfield(length);
  for (const piece of pieces) field.set(piece);
  return field;
}

/** Repeatable, 0 to 1 (Park and Miller). */
function seeded(seed: number): () => number {
  let state = (seed % 2_147_483_646) + 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test('asks for pieces in order, each once, and never across the end of a page', () => {
  const picker = new PiecePicker(new Bitfield(PAGE_PIECES + 10), Math.random);
  assert.deepEqual(picker.pick(undefined, { limit: PAGE_PIECES - 1 }), { first: 0, count: PAGE_PIECES - 1 });
  assert.deepEqual(picker.pick(undefined, { limit: 100 }), { first: PAGE_PIECES - 1, count: 1 });
  assert.deepEqual(picker.pick(undefined, { limit: 100 }), { first: PAGE_PIECES, count: 10 });
  assert.equal(picker.pick(undefined, { limit: 100 }), undefined);
  assert.equal(picker.left, 0);
});

test('turns to what was given back once the end was reached', () => {
  const picker = new PiecePicker(new Bitfield(10), Math.random);
  picker.pick(undefined, { limit: 3 });
  assert.deepEqual(picker.pick(undefined, { limit: 7 }), { first: 3, count: 7 });
  picker.came(1);
  picker.ended({ first: 0, count: 3 });
  assert.deepEqual(picker.pick(undefined, { limit: 9 }), { first: 0, count: 1 });
  assert.deepEqual(picker.pick(undefined, { limit: 9 }), { first: 2, count: 1 });
});

test('from the start: the first piece that nobody was asked for, also one that was given back', () => {
  const picker = new PiecePicker(new Bitfield(10), Math.random);
  const pick = () => picker.pick(undefined, { limit: 3, from: 0 });
  assert.deepEqual(pick(), { first: 0, count: 3 });
  assert.deepEqual(pick(), { first: 3, count: 3 });
  picker.came(0);
  picker.ended({ first: 0, count: 3 });
  assert.deepEqual(pick(), { first: 1, count: 2 });
  assert.deepEqual(pick(), { first: 6, count: 3 });
});

test('takes the rarest piece that a source has, and each of equally rare ones sometimes', () => {
  const source = fieldOf(8, [1, 2, 3, 4]);
  const others = [source, fieldOf(8, [1, 2, 5]), fieldOf(8, [2, 5])];
  const picked = new Set<number>();
  for (let seed = 0; seed < 50; seed++) {
    const picker = new PiecePicker(new Bitfield(8), seeded(seed));
    const run = picker.pick(source, { limit: 1, rarestIn: others });
    assert.ok(run !== undefined && run.count === 1);
    picked.add(run.first);
  }
  assert.deepEqual(picked, new Set([3, 4]));
});

test('what it takes as the rarest no other free piece of the source beats', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.array(fc.array(fc.nat(59), { maxLength: 60 }), { maxLength: 5 }),
      fc.array(fc.nat(59), { maxLength: 60 }),
      fc.option(fc.array(fc.nat(59), { maxLength: 60 }), { nil: undefined }),
      fc.integer({ min: 0, max: 1e9 }),
      (length, others, have, offers, seed) => {
        const fields = others.map((pieces) => fieldOf(length, pieces));
        const source = offers === undefined ? undefined : fieldOf(length, offers);
        const picker = new PiecePicker(fieldOf(length, have), seeded(seed));
        const copiesOf = (piece: number): number => fields.filter((field) => field.has(piece)).length;
        const all = Array.from({ length }, (_, piece) => piece);
        const free = all.filter((piece) => picker.isLeft(piece) && (source?.has(piece) ?? true));
        const run = picker.pick(source, { limit: 1, rarestIn: fields });
        if (run === undefined) assert.deepEqual(free, []);
        else {
          assert.ok(free.includes(run.first));
          assert.equal(copiesOf(run.first), Math.min(...free.map(copiesOf)));
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('asks nobody for what he lacks', () => {
  const picker = new PiecePicker(fieldOf(4, [0]), Math.random);
  assert.equal(picker.pick(fieldOf(4, [0]), { limit: 4 }), undefined);
  assert.deepEqual(picker.pick(fieldOf(4, [0, 3]), { limit: 4, rarestIn: [] }), { first: 3, count: 1 });
});

test('asks a second source only when nothing is left, for what the first does not have in time, and no third', () => {
  const picker = new PiecePicker(new Bitfield(6), Math.random);
  picker.pick(undefined, { limit: 4 });
  assert.equal(picker.pickAgain(undefined, 9), undefined, 'pieces 4 and 5 are free');
  picker.pick(undefined, { limit: 2 });
  picker.came(5);
  assert.deepEqual(
    picker.pickAgain(fieldOf(6, [2, 3]), 9, (piece) => piece === 3),
    { first: 2, count: 1 },
  );
  assert.deepEqual(picker.pickAgain(undefined, 9), { first: 3, count: 2 });
  assert.deepEqual(picker.pickAgain(undefined, 9), { first: 0, count: 2 });
  assert.equal(picker.pickAgain(undefined, 9), undefined);
  // One of the two gave up: the other may still bring it.
  picker.ended({ first: 2, count: 1 });
  assert.equal(picker.left, 0);
  picker.ended({ first: 2, count: 1 });
  assert.deepEqual(picker.pick(undefined, { limit: 9 }), { first: 2, count: 1 });
});

test('asks one more source for a piece that somebody waits for, while others are left', () => {
  const picker = new PiecePicker(new Bitfield(9), Math.random);
  picker.pick(undefined, { limit: 3 });
  assert.equal(picker.askAgain(undefined, 5), undefined, 'nobody was asked yet');
  assert.equal(picker.askAgain(fieldOf(9, [2]), 1), undefined, 'this one lacks it');
  assert.deepEqual(picker.askAgain(undefined, 1), { first: 1, count: 1 });
  assert.equal(picker.askAgain(undefined, 1), undefined, 'two are enough');
  picker.came(2);
  assert.equal(picker.askAgain(undefined, 2), undefined, 'it is here');
  picker.ended({ first: 0, count: 3 });
  assert.deepEqual([picker.isLeft(0), picker.isLeft(1)], [true, false], 'the second still may bring it');
});

test('covers every piece, whoever has what, comes, fails or ends', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 300 }),
      fc.array(fc.array(fc.nat(299), { maxLength: 300 }), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 1e9 }),
      fc.boolean(),
      (length, have, seed, rarest) => {
        const random = seeded(seed);
        // A last one has all, so that all can come.
        const fields = [...have.map((pieces) => fieldOf(length, pieces)), Bitfield.full(length)];
        const picker = new PiecePicker(new Bitfield(length), random);
        const asked: { run: { first: number; count: number }; by: number }[] = [];
        for (let step = 0; !picker.have.complete; step++) {
          assert.ok(step < 20_000, 'it never ends');
          const by = Math.floor(random() * fields.length);
          const field = fields[by];
          const limit = 1 + Math.floor(random() * 9);
          const run =
            picker.pick(field, rarest ? { limit, rarestIn: fields } : { limit }) ?? picker.pickAgain(field, limit);
          if (run !== undefined) {
            assert.ok(run.count >= 1 && run.count <= limit && run.first + run.count <= length);
            for (let piece = run.first; piece < run.first + run.count; piece++) {
              assert.ok(field?.has(piece) === true && !picker.have.has(piece));
            }
            asked.push({ run, by });
          }
          const done = random() < 0.7 ? asked.shift() : undefined;
          if (done === undefined) continue;
          const { first, count } = done.run;
          const good = Math.floor(random() * (count + 1));
          for (let piece = first; piece < first + good; piece++) picker.came(piece);
          picker.ended(done.run);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test('from where somebody reads: the next free piece there or after, else the first one, whatever came before', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.record({ from: fc.nat(250), limit: fc.integer({ min: 1, max: 9 }), fails: fc.boolean() }), {
        maxLength: 300,
      }),
      (length, steps) => {
        const picker = new PiecePicker(new Bitfield(length), Math.random);
        for (const { from, limit, fails } of steps) {
          const free = Array.from({ length }, (_, piece) => piece).filter((piece) => picker.isLeft(piece));
          const run = picker.pick(undefined, { limit, from });
          assert.equal(run?.first, free.find((piece) => piece >= from) ?? free[0]);
          if (run === undefined) continue;
          for (let piece = run.first; piece < run.first + run.count; piece++) {
            assert.ok(free.includes(piece));
            if (!fails) picker.came(piece);
          }
          picker.ended(run);
        }
      },
    ),
    { numRuns: 200 },
  );
});
