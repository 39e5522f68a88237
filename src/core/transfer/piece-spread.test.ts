import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Bitfield } from '../content/bitfield.ts';
import { contentIdOfHash } from '../ids.ts';
import { PieceSpread } from './piece-spread.ts';

const content = contentIdOfHash(new Uint8Array(32).fill(1));
const PIECES = 40;

test('hands out every piece once before any twice, to whoever asks', () => {
  const spread = new PieceSpread();
  const times = Array.from({ length: PIECES }, () => 0);
  const fields = Array.from({ length: 5 }, () => new Bitfield(PIECES));
  for (let round = 0; round < 2 * PIECES; round++) {
    const unwanted = fields[round % fields.length] ?? new Bitfield(PIECES);
    const run = spread.choose(content, { unwanted, limit: 1 });
    assert.ok(run !== undefined && run.count === 1 && unwanted.set(run.first));
    times[run.first] = (times[run.first] ?? 0) + 1;
    if (round === PIECES - 1)
      assert.ok(
        times.every((each) => each === 1),
        times.join(' '),
      );
  }
  assert.ok(Math.max(...times) <= 3);
});

test('gives only what is wanted and here, in runs as long as wished', () => {
  const spread = new PieceSpread(() => 0);
  const unwanted = new Bitfield(10);
  unwanted.set(2);
  const held = Bitfield.full(10);
  held.clear(7);
  const choose = () => spread.choose(content, { unwanted, held, limit: 3 });
  assert.deepEqual(choose(), { first: 0, count: 2 });
  assert.deepEqual(choose(), { first: 3, count: 3 });
  assert.deepEqual(choose(), { first: 6, count: 1 });
  assert.deepEqual(choose(), { first: 8, count: 2 });
  assert.equal(spread.choose(content, { unwanted: Bitfield.full(10), limit: 3 }), undefined);
});

test('counts what was asked for by number, and takes back what did not arrive', () => {
  const spread = new PieceSpread(() => 0);
  const next = () => spread.choose(content, { unwanted: new Bitfield(4), limit: 1 })?.first;
  spread.sent(content, { first: 0, count: 3 }, 4);
  assert.equal(next(), 3);
  spread.lost(content, { first: 1, count: 1 });
  assert.equal(next(), 1);
});

test('remembers the contents asked for last only', () => {
  const spread = new PieceSpread(() => 0);
  const first = spread.choose(content, { unwanted: new Bitfield(4), limit: 1 });
  for (let other = 0; other < 300; other++) {
    const id = contentIdOfHash(new Uint8Array(32).fill(other % 256, 0, 16).fill(2 + (other >> 8), 16));
    spread.choose(id, { unwanted: new Bitfield(4), limit: 1 });
  }
  assert.deepEqual(spread.choose(content, { unwanted: new Bitfield(4), limit: 1 }), first);
});
