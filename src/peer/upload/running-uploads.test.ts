import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { contentIdOfHash, peerIdOf } from '../../core/ids.ts';
import { RunningUploads } from './running-uploads.ts';

const peer = peerIdOf(new Uint8Array(32).fill(1));
const content = contentIdOfHash(new Uint8Array(32).fill(2));
const SIZE = 100_000_000;

test('sums the runs of one peer and content up into one upload, with its speed', () => {
  const clock = new ManualClock();
  const uploads = new RunningUploads(clock);
  for (let run = 0; run < 10; run++) {
    const request = uploads.begin(peer, content, '/a', SIZE);
    for (let i = 0; i < 10; i++) {
      clock.advance(100);
      request.sent(1_000_000);
    }
    request.end();
  }
  const [upload, ...others] = uploads.list();
  assert.equal(others.length, 0);
  assert.equal(upload?.sentBytes, 100_000_000);
  assert.ok(upload.bytesPerSecond > 8_000_000 && upload.bytesPerSecond < 12_500_000, String(upload.bytesPerSecond));
});

test('shows a stalled upload as slow, and forgets one that ended', () => {
  const clock = new ManualClock();
  const uploads = new RunningUploads(clock);
  const request = uploads.begin(peer, content, '/a', SIZE);
  request.sent(50_000_000);
  clock.advance(10_000);
  assert.equal(uploads.list()[0]?.bytesPerSecond, 0);
  request.end();
  clock.advance(4_000);
  assert.equal(uploads.list().length, 1);
  clock.advance(2_000);
  assert.equal(uploads.list().length, 0);
});

test('counts small files together, and lists them when they are more than a blink', () => {
  const uploads = new RunningUploads(new ManualClock());
  uploads.begin(peer, content, '/a', 4_096).sent(4_096);
  assert.deepEqual(uploads.list(), []);
  const batch = uploads.beginSmall(peer, 256);
  batch.sent(1_048_576);
  const [upload, ...others] = uploads.list();
  assert.equal(others.length, 0);
  assert.deepEqual([upload?.file, upload?.files, upload?.sentBytes], [undefined, 257, 1_052_672]);
});
