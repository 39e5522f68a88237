import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Backoff } from './backoff.ts';

test('doubles up to its cap, and begins anew after a success', () => {
  const backoff = new Backoff({ firstMs: 100, maxMs: 1_000, random: () => 1 });
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6].map(() => backoff.next()),
    [100, 200, 400, 800, 1_000, 1_000],
  );
  backoff.reset();
  assert.equal(backoff.next(), 100);
});

test('never waits longer than its cap nor less than half of what is due', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })), (chances) => {
      const left = [...chances];
      const backoff = new Backoff({ firstMs: 500, maxMs: 15_000, random: () => left.shift() ?? 0.5 });
      for (let attempt = 0; attempt < 2_000; attempt++) {
        const pause = backoff.next();
        assert.ok(pause >= 250 && pause <= 15_000);
      }
    }),
    { numRuns: 10 },
  );
});
