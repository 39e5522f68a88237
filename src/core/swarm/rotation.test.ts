import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentIdOfHash } from '../ids.ts';
import { Rotation } from './rotation.ts';

const content = (number: number) => contentIdOfHash(new Uint8Array(32).fill(number));

test('each request for a content begins with the next holder', () => {
  const rotation = new Rotation();
  assert.deepEqual(
    [1, 2, 3].map(() => rotation.next(content(1))),
    [0, 1, 2],
  );
});

test('contents rotate each on their own', () => {
  const rotation = new Rotation();
  rotation.next(content(1));
  assert.equal(rotation.next(content(2)), 0);
  assert.equal(rotation.next(content(1)), 1);
});

test('over its capacity it forgets the content that was asked for longest ago', () => {
  const rotation = new Rotation({ capacity: 2 });
  for (const number of [1, 2, 1, 3]) rotation.next(content(number));
  assert.ok(rotation.size <= 2);
  assert.equal(rotation.next(content(1)), 2);
  assert.equal(rotation.next(content(2)), 0);
});

test('however many contents are asked for, it remembers no more than its capacity, and half of that for certain', () => {
  const rotation = new Rotation({ capacity: 10 });
  for (let number = 0; number < 100; number++) {
    assert.equal(rotation.next(content(number)), 0);
    for (let back = 1; back < 5 && back <= number; back++) assert.ok(rotation.next(content(number - back)) > 0);
    assert.ok(rotation.size <= 10);
  }
});
