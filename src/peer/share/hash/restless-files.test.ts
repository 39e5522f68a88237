import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { RestlessFiles } from './restless-files.ts';

test('a file is looked at when it should have rested, and other files are not held up by it', async () => {
  const files = new RestlessFiles();
  assert.equal(files.waitMs, undefined);
  assert.equal(files.hopeful, false);
  files.missed(1, { kind: 'unsettled', waitMs: 100_000 });
  files.missed(2, { kind: 'unsettled', waitMs: 50 });
  assert.equal(files.isDue(1), false);
  assert.equal(files.isDue(2), false);
  assert.equal(files.isDue(3), true);
  const { waitMs = Infinity } = files;
  assert.ok(waitMs <= 50);
  assert.equal(files.hopeful, true);
  await delay(waitMs + 2);
  assert.equal(files.isDue(2), true);
  assert.equal(files.waitMs, 0);
  assert.equal(files.isDue(1), false);
});

test('many that wait are not gone through one after the other', () => {
  const files = new RestlessFiles();
  for (let key = 0; key < 100_000; key++) files.missed(key, { kind: 'unsettled', waitMs: 0 });
  assert.ok((files.waitMs ?? 0) >= 1_000);
});

test('what is written to for hours is looked at every second, and read again once a minute', () => {
  const files = new RestlessFiles();
  for (let look = 0; look < 100_000; look++) files.missed(1, { kind: 'unsettled', waitMs: 1 });
  assert.equal(files.hopeful, false);
  const { waitMs = Infinity } = files;
  assert.ok(waitMs > 0 && waitMs <= 1_000);
  files.keepOnly(new Set());
  assert.equal(files.waitMs, undefined);
  files.missed(1, { kind: 'changing' });
  assert.ok((files.waitMs ?? Infinity) <= 2_000);
  for (let look = 0; look < 100_000; look++) files.missed(1, { kind: 'changing' });
  const { waitMs: longest = Infinity } = files;
  assert.ok(longest > 50_000 && longest <= 60_000);
});
