import assert from 'node:assert/strict';
import { test } from 'node:test';

import { keepSame } from './keep-same.ts';

test('keeps what did not change, and only that', () => {
  const before = {
    jobs: [
      { id: 'a', done: 1 },
      { id: 'b', done: 2 },
    ],
    counters: { sent: 1 },
  };
  const after = {
    jobs: [
      { id: 'a', done: 1 },
      { id: 'b', done: 3 },
    ],
    counters: { sent: 1 },
  };
  const kept = keepSame(before, structuredClone(after));
  assert.deepEqual(kept, after);
  assert.equal(kept.jobs[0], before.jobs[0]);
  assert.notEqual(kept.jobs[1], before.jobs[1]);
  assert.equal(kept.counters, before.counters);
});

test('gives the old value back where nothing changed', () => {
  const before = { list: [1, { id: 'x', deep: ['y', null] }] };
  assert.equal(keepSame(before, structuredClone(before)), before);
});

test('finds items by their id when the first of a list has gone', () => {
  const before = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  const kept = keepSame(before, [{ id: 'b' }, { id: 'c' }]);
  assert.deepEqual(kept, [{ id: 'b' }, { id: 'c' }]);
  assert.equal(kept[0], before[1]);
  assert.equal(kept[1], before[2]);
});

test('lets go of members that are no longer there', () => {
  const before: { id: string; reason?: string } = { id: 'a', reason: 'full' };
  assert.deepEqual(keepSame(before, { id: 'a' }), { id: 'a' });
  assert.deepEqual(keepSame<unknown>([1, 2], { 0: 1 }), { 0: 1 });
  assert.deepEqual(keepSame<unknown>({ reason: undefined }, { other: undefined }), { other: undefined });
});
