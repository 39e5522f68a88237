import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SlowDisk } from './slow-disk.ts';

function busyFor(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end;);
}

test('a read that the processor held up is not slow, one that took very long is, for a while', () => {
  const clock = new ManualClock();
  const disk = new SlowDisk(clock, { slowMs: 5, restMs: 1000 });
  // What this process read from the disk before does not count twice.
  disk.timed(() => busyFor(10));
  clock.advance(1000);
  disk.timed(() => busyFor(10));
  assert.equal(disk.isSlow, false);
  assert.equal(
    disk.timed(() => {
      busyFor(300);
      return 'bytes';
    }),
    'bytes',
  );
  assert.equal(disk.isSlow, true);
  clock.advance(1000);
  assert.equal(disk.isSlow, false);
});

test('a read that fails is looked at, too', () => {
  const disk = new SlowDisk(new ManualClock(), { slowMs: 5, restMs: 1000 });
  assert.throws(() =>
    disk.timed(() => {
      busyFor(300);
      throw new Error('gone');
    }),
  );
  assert.equal(disk.isSlow, true);
});
