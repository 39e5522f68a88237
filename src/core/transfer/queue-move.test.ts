import assert from 'node:assert/strict';
import { test } from 'node:test';

import { movedTo } from './queue-move.ts';

test('moves one, and leaves the others in their order', () => {
  const queue = ['a', 'b', 'c', 'd'];
  const moved = (member: string, to: Parameters<typeof movedTo>[2]) => movedTo(queue, member, to).join('');
  assert.deepEqual(
    [moved('c', 'first'), moved('b', 'last'), moved('c', 'up'), moved('b', 'down')],
    ['cabd', 'acdb', 'acbd', 'acbd'],
  );
  assert.deepEqual(
    [moved('a', 'up'), moved('d', 'down'), moved('a', 'first'), moved('d', 'last')],
    ['abcd', 'abcd', 'abcd', 'abcd'],
  );
});
