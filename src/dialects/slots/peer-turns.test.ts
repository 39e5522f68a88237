import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PeerTurns } from './peer-turns.ts';

const [a, b, c] = [{ key: 'a' }, { key: 'b' }, { key: 'c' }];

test('the next peer that holds a file has its turn, starting with the first', () => {
  const turns = new PeerTurns();
  const next = () => turns.next('x', [a, b, c])?.key;
  assert.deepEqual([next(), next(), next(), next()], ['a', 'b', 'c', 'a']);
  assert.equal(turns.next('y', [a, b, c])?.key, 'a', 'each file has turns of its own');
  assert.equal(turns.next('x', []), undefined);
});

test('nobody is left out when another peer leaves or comes', () => {
  const turns = new PeerTurns();
  turns.next('x', [a, b, c]);
  turns.next('x', [a, b, c]);
  assert.equal(turns.next('x', [a, c])?.key, 'c', 'b had its turn and left');
  assert.equal(turns.next('x', [a, c, b])?.key, 'b', 'it came again, as the last one');
  assert.equal(turns.next('x', [a, c, b])?.key, 'a');
  assert.equal(turns.next('x', [c, b])?.key, 'c', 'a had its turn and left');
});
