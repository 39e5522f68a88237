import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { backUpTracker } from '../../src/main/back-up-tracker.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

test('a tracker is backed up while it runs, and what was written is a tracker of the same network', async (t) => {
  const [first, second, third] = [await Machine.make(t), await Machine.make(t), await Machine.make(t)];
  await writeFile(first.path('file.txt'), 'kept');
  const { child, link, started } = await startNetwork(first, first.path('file.txt'));
  const own = ['--host', '127.0.0.1', '--port', String(await freePort())];
  await mkdir(second.path('shared'));
  await writeFile(second.path('shared', 'other.txt'), 'of another');
  const { child: joined } = await second.start('join', link, second.path('shared'), ...own);
  await until(async () => ((await first.run('where', 'other.txt')).code === 0 ? true : undefined));

  const { stdout, code } = await first.run('tracker', 'backup', first.path('saved'));
  assert.equal(code, 0);
  assert.match(stdout, /saved: 2 members, 3 published files and folders, /);
  assert.deepEqual((await readdir(first.path('saved'))).toSorted(), ['settings.json', 'tracker', 'version.json']);
  const kept = await readdir(first.path('saved', 'tracker'));
  assert.deepEqual(kept.toSorted(), ['identity.crt', 'identity.key', 'invite.json', 'network.key', 'tracker.sqlite']);
  for (const name of kept) {
    assert.equal((await stat(first.path('saved', 'tracker', name))).mode & 0o077, 0, name);
  }
  // Again: nothing is overwritten.
  const again = await first.run('tracker', 'backup', first.path('saved'));
  assert.notEqual(again.code, 0);
  assert.match(again.stderr, /is there already/);

  // The machine is lost; the tracker goes on elsewhere, where members find it as before.
  assert.equal(await stop(child), 0);
  await rm(first.state, { recursive: true });
  const port = String(started.tracker?.port);
  const args = ['tracker', '--state', first.path('saved'), '--host', '127.0.0.1', '--tracker-port', port];
  const { child: restored, started: again2 } = await third.start(...args);
  assert.equal((again2 as unknown as { network: string }).network, (started as unknown as { network: string }).network);
  await until(async () => {
    const { peer } = await second.json<{ peer?: { connected: boolean } }>('status');
    return peer?.connected === true ? true : undefined;
  });
  await third.json('join', link, '--no-stay', '--host', '127.0.0.1');
  await until(async () => ((await third.run('get', 'other.txt', '-o', 'got')).code === 0 ? true : undefined));
  assert.equal(await readFile(third.path('got', 'other.txt'), 'utf8'), 'of another');
  assert.deepEqual([await stop(joined), await stop(restored)], [0, 0]);
});

test('of backups to one folder at the same time one is made, whole, and the others say that it is there', async (t) => {
  const machine = await Machine.make(t);
  const { child } = await startNetwork(machine);
  // What a backup left that was killed, by a process that is no more.
  await mkdir(machine.path('.saved.4194399-00.ayni-part', 'tracker'), { recursive: true });
  const options = { settings: {}, signal: new AbortController().signal };
  const made = await Promise.allSettled(
    [1, 2, 3].map(() => backUpTracker(machine.state, machine.path('saved'), options)),
  );
  assert.deepEqual(made.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected', 'rejected']);
  for (const each of made) {
    if (each.status === 'rejected') assert.match(String(each.reason), /is there already/);
  }
  const kept = await readdir(machine.path('saved', 'tracker'));
  assert.deepEqual(kept.toSorted(), ['identity.crt', 'identity.key', 'invite.json', 'network.key', 'tracker.sqlite']);
  const left = (await readdir(machine.folder)).filter((name) => name.includes('saved'));
  assert.deepEqual(left, ['saved']);
  assert.equal(await stop(child), 0);
});

test('a backup that cannot be made says why, and leaves nothing', async (t) => {
  const machine = await Machine.make(t);
  const none = await machine.run('tracker', 'backup', machine.path('saved'));
  assert.deepEqual([none.code, /There is no tracker in/.test(none.stderr)], [4, true]);
  const nowhere = await machine.run('tracker', 'backup');
  assert.deepEqual([nowhere.code, /Say where to/.test(nowhere.stderr)], [2, true]);

  const { child } = await startNetwork(machine);
  const elsewhere = await machine.run('tracker', 'backup', machine.path('saved'), '--store', 'postgres://ayni@db/ayni');
  assert.deepEqual([elsewhere.code, /pg_dump/.test(elsewhere.stderr)], [2, true]);
  await writeFile(machine.path('a-file'), '');
  const below = await machine.run('tracker', 'backup', machine.path('a-file', 'saved'));
  assert.notEqual(below.code, 0);
  assert.equal(await stop(child), 0);

  // A page in the middle of the database is written over.
  const path = `${machine.state}/tracker/tracker.sqlite`;
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0xff, 4096 * 3, 4096 * 5));
  const damaged = await machine.run('tracker', 'backup', machine.path('saved'));
  assert.notEqual(damaged.code, 0);
  assert.match(damaged.stderr, /damaged|malformed/);
  assert.deepEqual(
    (await readdir(machine.folder)).filter((name) => name.includes('saved')),
    [],
  );
});
