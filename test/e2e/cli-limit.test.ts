import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { test } from 'node:test';

import { Machine, startNetwork, stop } from './cli-support.ts';

interface Limits {
  readonly now: { readonly up?: number };
  readonly slots: number;
  readonly jobs: number;
}

test('limits are set while it runs, shown, and remembered', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  await mkdir(one.path('photos'));
  const { child } = await startNetwork(one, 'photos');
  assert.match((await one.run('limit')).stdout, /Now +no limits\nSlots +32 peers.*\nJobs +2 downloads/);
  const set = await one.run('limit', '--up', '5MB', '--down', 'off', '--peer-up', '1MB', '--slots', '4', '--jobs', '3');
  assert.match(set.stdout, /Now +up 5\.0 MB\/s, peer-up 1\.0 MB\/s\nSlots +4 /);
  const scheduled = await one.run('limit', '--schedule', 'daily 00:00-24:00 up=64kB');
  assert.match(scheduled.stdout, /Now +up 64 kB\/s, peer-up 1\.0 MB\/s \(by the schedule\)\nElse +up 5\.0 MB\/s/);
  assert.match(scheduled.stdout, /Schedule +daily 00:00-24:00 +up 64 kB\/s/);
  assert.match((await one.run('status')).stdout, /Limits +up 64 kB\/s/);

  for (const [args, word] of [
    [['--up', 'fast'], /A speed is like/],
    [['--up', '1kB'], /at least 32 kB\/s/],
    [['--schedule', 'someday'], /A row is like/],
    [['--clear-schedule', '--schedule', 'daily 01:00-02:00 up=off'], /Either --schedule or/],
    [['--jobs', '1000'], /at most 100/],
  ] as const) {
    const { code, stderr } = await one.run('limit', ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, word);
    assert.equal(stderr.trim().split('\n').length, 1, stderr);
  }

  for (const [args, code] of [
    [['move', 'x'], 2],
    [['move', 'x', 'sideways'], 2],
    [['move', 'nothing', 'first'], 4],
  ] as const) {
    assert.equal((await one.run('downloads', ...args)).code, code);
  }

  await stop(child);
  const again = await startNetwork(one);
  const limits = await one.json<Limits>('limit', '--clear-schedule');
  assert.deepEqual([limits.now.up, limits.slots, limits.jobs], [5_000_000, 4, 3]);
  await stop(again.child);
});
