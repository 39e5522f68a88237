import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';

import { HolderIndex } from './holder-index.ts';

const hashOf = (number: number): Uint8Array => createHash('sha256').update(String(number)).digest();

function listOf(...words: readonly number[]) {
  return { words: Uint32Array.from([0, ...words, 0]), start: 1, end: words.length + 1 };
}

function found(index: HolderIndex, number: number): readonly number[] | undefined {
  const list = index.find(hashOf(number));
  return list && [...list.words.subarray(list.start, list.end)];
}

test('knows what it was told last of each content, until it is to forget it', () => {
  const row = fc.integer({ min: 1, max: 40 });
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ put: row, words: fc.array(fc.nat(), { minLength: 1, maxLength: 5 }) }) },
    { weight: 3, arbitrary: fc.record({ forget: fc.array(row) }) },
    { weight: 1, arbitrary: fc.constant({ all: true }) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const [index, model] = [new HolderIndex(), new Map<number, readonly number[]>()];
      for (const each of steps) {
        if ('put' in each) {
          // Rows far apart, as after many contents that came and went.
          index.put(each.put * 5_003, hashOf(each.put), listOf(...each.words));
          model.set(each.put, each.words);
        } else if ('forget' in each) {
          index.forget(each.forget.map((number) => number * 5_003));
          for (const number of each.forget) model.delete(number);
        } else {
          index.forget();
          model.clear();
        }
        for (let number = 1; number <= 40; number++) assert.deepEqual(found(index, number), model.get(number));
      }
    }),
    { numRuns: 50 },
  );
});

test('a row that stands for another content now is not found by the one before', () => {
  const index = new HolderIndex();
  index.put(7, hashOf(1), listOf(1));
  index.forget([7]);
  index.put(7, hashOf(2), listOf(2));
  assert.deepEqual([found(index, 1), found(index, 2)], [undefined, [2]]);
});

test('finds each of many, also after most were forgotten, and takes up again the memory that those had', () => {
  const index = new HolderIndex();
  const fill = () => {
    for (let number = 1; number <= 50_000; number++) index.put(number, hashOf(number), listOf(number, number + 1));
  };
  fill();
  const { bytes } = index;
  for (let round = 0; round < 4; round++) {
    index.forget(Array.from({ length: 50_000 }, (_, at) => at + 1));
    fill();
  }
  assert.equal(index.bytes, bytes);
  for (let number = 1; number <= 50_000; number++) assert.deepEqual(found(index, number), [number, number + 1]);
});

test('takes no more memory than it may, and no list that is long', () => {
  const index = new HolderIndex({ maxBytes: 3 * 2 ** 20 });
  for (let number = 1; number <= 100_000; number++)
    index.put(number, hashOf(number), listOf(...Array(30).fill(number)));
  assert.equal(index.isFull, true);
  assert.ok(index.bytes <= 5 * 2 ** 20, `${index.bytes} bytes`);
  assert.deepEqual(found(index, 1)?.length, 30);
  assert.equal(found(index, 100_000), undefined);
  const other = new HolderIndex();
  other.put(1, hashOf(1), listOf(...Array(600).fill(1)));
  assert.equal(found(other, 1), undefined);
});
