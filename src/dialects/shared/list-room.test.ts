import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ListRoom } from './list-room.ts';

test('who fills the room keeps no small list out, and gives back what was taken', () => {
  const whole = new ListRoom(100);
  const greedy = new ListRoom(whole, 10);
  assert.equal(greedy.take(110), true);
  assert.equal(greedy.take(1), false);
  const small = new ListRoom(whole, 10);
  assert.equal(small.take(4), true);
  assert.equal(small.take(6), true);
  assert.equal(small.take(1), false);
  greedy.giveBack();
  assert.equal(small.take(100), true);
  small.giveBack();
  assert.equal(new ListRoom(whole).take(100), true);
});
