import assert from 'node:assert/strict';
import { test } from 'node:test';

import { PIECE_SIZE } from '../content/geometry.ts';
import { FIRST_RUN_PIECES, MAX_RUN_PIECES, runLength } from './run-planner.ts';

const many = { brought: 0, left: 1e6, sources: 1 };

test('sizes a run to about a second of the source', () => {
  const old = { ...many, young: false };
  assert.equal(runLength({ ...old, speed: 0 }), FIRST_RUN_PIECES);
  assert.equal(runLength({ ...old, speed: 1000 }), 1);
  assert.equal(runLength({ ...old, speed: 100 * PIECE_SIZE }), 100);
  assert.equal(runLength({ ...old, speed: 1e15 }), MAX_RUN_PIECES);
});

test('asks for single pieces while the swarm is young, unless the source is very fast', () => {
  const young = { ...many, young: true };
  assert.equal(runLength({ ...young, speed: 0 }), 1);
  assert.equal(runLength({ ...young, speed: 8e6 }), 3);
  assert.equal(runLength({ ...young, speed: 1000 * PIECE_SIZE }), 100);
});

test('asks a source that was not measured yet for half as many pieces as it has brought', () => {
  const young = { ...many, young: true, speed: 0 };
  const lengths = [1, 3, 4, 2 * FIRST_RUN_PIECES, 1000].map((brought) => runLength({ ...young, brought }));
  assert.deepEqual(lengths, [1, 1, 2, FIRST_RUN_PIECES, FIRST_RUN_PIECES]);
});

test('leaves something to the others near the end', () => {
  assert.equal(runLength({ ...many, speed: 1e12, young: false, left: 400, sources: 4 }), 50);
  assert.equal(runLength({ ...many, speed: 1e12, young: false, left: 10, sources: 4 }), 10);
  assert.equal(runLength({ ...many, speed: 1e12, young: true, left: 10, sources: 4 }), 2);
  assert.equal(runLength({ ...many, speed: 1e12, young: true, left: 0, sources: 1 }), 1);
});
