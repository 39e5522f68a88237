import assert from 'node:assert/strict';
import test from 'node:test';
import { Batcher } from './batcher.ts';

test('does together what comes together, and answers each', async () => {
  const batches: number[][] = [];
  const batcher = new Batcher(
    (items: readonly number[]) => {
      batches.push([...items]);
      return Promise.resolve(items.map((item) => item * 2));
    },
    { max: 3 },
  );
  const answers = await Promise.all([1, 2, 3, 4].map((item) => batcher.add(item)));
  assert.deepEqual(answers, [2, 4, 6, 8]);
  assert.deepEqual(batches, [[1, 2, 3], [4]]);
});

test('fails those of a failed batch only, and takes no more than it may hold', async () => {
  const batcher = new Batcher(
    (items: readonly number[]) => (items.includes(0) ? Promise.reject(new Error('no')) : Promise.resolve([...items])),
    { max: 1, maxWaiting: 2 },
  );
  const results = await Promise.allSettled([batcher.add(0), batcher.add(1), batcher.add(2)]);
  assert.deepEqual(
    results.map((each) => (each.status === 'rejected' ? String(each.reason) : each.value)),
    ['Error: no', 1, 'AyniError: The tracker’s database cannot keep up: try again later.'],
  );
  assert.equal(await batcher.add(3), 3);
});

test('weighs what it puts together, and takes an item that is too heavy alone', async () => {
  const batches: number[][] = [];
  const work = (items: readonly number[]) => Promise.resolve((batches.push([...items]), [...items]));
  const batcher = new Batcher(work, { max: 5, weigh: (item) => item });
  await Promise.all([1, 4, 1, 9, 2, 3].map((item) => batcher.add(item)));
  assert.deepEqual(batches, [[1, 4], [1], [9], [2, 3]]);
});
