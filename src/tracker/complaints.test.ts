import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { peerIdOf } from '../core/ids.ts';
import { Complaints } from './complaints.ts';

const peer = (number: number) => peerIdOf(new Uint8Array(32).fill(number));

test('one complainant counts once, two make a peer doubtful, for an hour', () => {
  const clock = new ManualClock();
  const complaints = new Complaints(clock);
  assert.equal(complaints.add(peer(1), peer(9)), true);
  assert.equal(complaints.add(peer(1), peer(9)), false);
  assert.equal(complaints.isDoubtful(peer(9)), false);
  clock.advance(1_800_000);
  assert.equal(complaints.add(peer(2), peer(9)), true);
  assert.equal(complaints.count(peer(9)), 2);
  assert.equal(complaints.isDoubtful(peer(9)), true);
  assert.equal(complaints.isDoubtful(peer(1)), false);
  clock.advance(1_800_000);
  assert.equal(complaints.count(peer(9)), 1);
  clock.advance(1_800_000);
  assert.equal(complaints.count(peer(9)), 0);
  assert.equal(complaints.add(peer(1), peer(9)), true);
});

test('a complaint does not last longer than an hour where the clock is set back', () => {
  const clock = new ManualClock();
  const complaints = new Complaints(clock);
  clock.advance(86_400_000);
  complaints.add(peer(1), peer(9));
  clock.advance(-86_400_000);
  assert.equal(complaints.count(peer(9)), 0);
});
