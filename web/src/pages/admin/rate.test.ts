import assert from 'node:assert/strict';
import { test } from 'node:test';

import { rateOf } from './rate.ts';

test('tells bytes per second over all samples', () => {
  const samples = [
    { at: 1000, sent: 100, received: 0 },
    { at: 2000, sent: 150, received: 5 },
    { at: 3000, sent: 300, received: 10 },
  ];
  assert.deepEqual(rateOf(samples), { sent: 100, received: 5 });
});

test('tells nothing of one moment, and nothing negative after a restart', () => {
  assert.deepEqual(rateOf([{ at: 1, sent: 9, received: 9 }]), { sent: 0, received: 0 });
  const restarted = [
    { at: 0, sent: 900, received: 900 },
    { at: 1000, sent: 0, received: 0 },
  ];
  assert.deepEqual(rateOf(restarted), { sent: 0, received: 0 });
});
