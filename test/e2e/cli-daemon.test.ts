import assert from 'node:assert/strict';
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { smallDisk } from '../support/small-disk.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

test('the link and the network outlive restarts and kill -9', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  const first = await startNetwork(one);
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const again = await one.start('up', '--host', '127.0.0.1');
  assert.equal(again.started.network, first.started.network);
  assert.equal(again.started.peer?.port, first.started.peer?.port);
  assert.equal(again.started.tracker?.invites[0]?.link, first.link);
  assert.equal(await stop(again.child, 'SIGTERM'), 0);
  assert.equal((await stat(one.state)).mode & 0o777, 0o700);
  assert.ok(!(await readdir(one.state)).includes('control.json'));
});

test('a second daemon on a state folder is refused, commands attach to the first', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  const { child } = await startNetwork(one);
  const second = await one.run('up');
  assert.equal(second.code, 1);
  assert.match(second.stderr, /^ayni: Another Ayni \(process \d+\) uses the state folder [^\n]+\n$/);
  const { pid, running } = await one.json<{ pid: number; running: boolean }>('status');
  assert.equal(pid, child.pid);
  assert.equal(running, true);
});

test('commands bring their own daemon where none runs, and others attach to it', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'a.txt'), 'a');
  const { link } = await startNetwork(one, 'shared');
  const joined = await two.run('join', link, '--no-stay', '--name', 'two');
  assert.equal(joined.code, 0, joined.stderr);
  await until(async () => ((await two.run('search', 'a.txt')).stdout.includes('a.txt') ? true : undefined));
  const results = await Promise.all([
    two.run('get', 'a.txt', '-o', 'got'),
    two.run('status'),
    two.run('get', 'first:shared', '-o', 'tree'),
    two.run('peers'),
  ]);
  for (const { code, stderr } of results) assert.equal(code, 0, stderr);
  assert.equal(await readFile(two.path('got', 'a.txt'), 'utf8'), 'a');
  assert.equal(await readFile(two.path('tree', 'shared', 'a.txt'), 'utf8'), 'a');
  assert.match((await two.run('status')).stdout, /not running/);
  assert.match((await two.run('downloads')).stdout, /done +100 % +1 B +a\.txt/);
  // What is done is no matter of those that are resumed.
  const { started } = await two.start('peer', '--host', '127.0.0.1', '--port', String(await freePort()));
  assert.ok(started.peer);
  const missing = two.spawn(['get', `c${'a'.repeat(52)}`]);
  await until(async () => ((await two.run('downloads')).stdout.includes('waiting') ? true : undefined));
  assert.equal((await two.run('downloads', 'pause', 'all')).code, 0);
  const resumed = await two.run('downloads', 'resume', 'all');
  assert.deepEqual([resumed.code, resumed.stdout.match(/^Goes on: /gm)?.length], [0, 1], resumed.stderr);
  missing.kill();
});

test('Ctrl-C ends a command that waits, and says how it goes on', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'late.txt'), 'late');
  const { child, link } = await startNetwork(one, 'shared');
  await two.run('join', link, '--no-stay');
  const found = await until(async () => {
    const { items } = await two.json<{ items: readonly { content: string }[] }>('search', 'late');
    return items[0];
  });
  // The file goes, so that the download has to wait.
  assert.equal((await one.run('unshare', 'shared')).code, 0);
  const waiting = two.spawn(['get', found.content]);
  let stderr = '';
  waiting.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  // Only then is it the one that has the daemon, and the next ones attach to it.
  await until(async () => {
    const control = await readFile(two.path('state', 'control.json'), 'utf8').catch(() => '{}');
    return (JSON.parse(control) as { pid?: number }).pid === waiting.pid ? true : undefined;
  });
  await until(async () => ((await two.run('downloads')).stdout.includes('waiting') ? true : undefined));
  assert.equal(await stop(waiting), 130);
  assert.match(stderr, /Interrupted: the same command goes on where this one stopped\.\n$/);
  assert.equal((await two.run('downloads', 'cancel', 'all')).code, 0);
  assert.equal(await stop(child), 0);
});

test(
  'folders of a start are shared with hidden files and for groups when asked to',
  { timeout: 280_000 },
  async (t) => {
    const one = await Machine.make(t);
    await mkdir(one.path('shared'));
    await writeFile(one.path('shared', '.dotted.txt'), 'dot');
    const { child } = await startNetwork(one, 'shared', '--hidden', '--group', 'staff');
    const share = await until(async () => {
      const { shares } = await one.json<{
        shares: readonly { state: string; files: number; share: { hidden: boolean; audience: object } }[];
      }>('status');
      return shares[0]?.state === 'ready' ? shares[0] : undefined;
    });
    assert.equal(share.files, 1);
    assert.equal(share.share.hidden, true);
    assert.deepEqual(share.share.audience, { kind: 'restricted', groups: ['staff'], peers: [] });
    await stop(child);
    // Given again with something else, nothing is changed behind one's back.
    const again = one.spawn(['up', 'shared', '--host', '127.0.0.1', '--group', 'others']);
    let stderr = '';
    again.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await until(async () => (stderr.includes('shared stays shared as it was') ? true : undefined));
    await stop(again);
  },
);

test('a taken port is told with the option that changes it', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  t.after(() => taken.close());
  const address = taken.address();
  assert.ok(address !== null && typeof address === 'object');
  const port = String(address.port);
  const free = String(await freePort());
  const host = ['--host', '127.0.0.1'];
  for (const [args, option] of [
    [['--tracker-port', port], '--tracker-port of "up" or "tracker"'],
    [['--tracker-port', free, '--port', port], '--port'],
    [['--tracker-port', free, '--control-port', port], '--control-port'],
  ] as const) {
    const { code, stderr } = await one.run('up', ...host, ...args);
    assert.equal(code, 1);
    assert.match(stderr, new RegExp(`^ayni: Port ${port} [^\\n]*${option}\\.\\n$`));
  }
});

test('a peer that starts before its tracker joins by itself', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  const first = await startNetwork(one);
  assert.equal(await stop(first.child), 0);
  const early = two.spawn(['join', first.link, '--host', '127.0.0.1']);
  let stderr = '';
  early.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await until(async () => (stderr.includes('Trying again until it answers') ? true : undefined));
  await one.start('up', '--host', '127.0.0.1');
  await until(async () => (stderr.includes('Joined the network as member.') ? true : undefined));
  assert.equal(await stop(early), 0);
});

test('a tracker alone makes an admin by its first link', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  const { started } = await one.start('tracker', '--host', '127.0.0.1', '--tracker-port', String(await freePort()));
  assert.equal(started.tracker?.invites.length, 2);
  const admin = started.tracker?.invites[0]?.link ?? '';
  const joined = await two.run('join', admin, '--no-stay', '--name', 'boss');
  assert.match(joined.stderr, /Joined the network as admin\./);
  assert.match((await two.run('members')).stdout, /boss .*admin/);
  assert.match((await one.run('members')).stdout, /boss .*admin/);
  assert.equal((await one.run('share', '.')).code, 1);
  const member = await one.json<{ link: string }>('invite');
  assert.match(member.link, /^ayni:/);
  // Each state folder stays what it is.
  const own = await two.run('up');
  assert.equal(own.code, 1);
  assert.match(own.stderr, /^ayni: This machine is a member of another network: [^\n]+\n$/);
  assert.ok(!(await readdir(two.state)).includes('tracker'));
});

test('damaged and newer states are told in a line that names them', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  await mkdir(one.state);
  await writeFile(one.path('state', 'version.json'), '{"state": 99}');
  const newer = await one.run('up');
  assert.equal(newer.code, 1);
  assert.match(newer.stderr, /^ayni: The state in [^\n]+ is of a newer Ayni [^\n]+\n$/);
  await writeFile(one.path('state', 'version.json'), '{"state": 1}');
  await writeFile(one.path('state', 'settings.json'), '{');
  const damaged = await one.run('up');
  assert.match(damaged.stderr, /^ayni: [^\n]+settings\.json is damaged[^\n]+\n$/);
});

test('a full disk with the state is told as one, however little room it has left', { timeout: 280_000 }, async (t) => {
  const disk = await smallDisk(t, '3m');
  if (disk === undefined) return;
  const machine = await Machine.make(t);
  const state = join(disk, 'state');
  const filler = join(disk, 'filler');
  const full = `ayni: The disk with the state folder ${state} is full: make room there, then try again.\n`;
  // Where each part finds no room: the folder itself, its lock, the tracker's database in two ways, the peer's.
  for (const kilobytes of [0, 4, 16, 40, 400]) {
    await fillUp(filler, kilobytes * 1024);
    const { code, stderr } = await machine.run('up', '--state', state);
    assert.deepEqual([code, stderr], [1, full], `${kilobytes} kB`);
    await rm(state, { recursive: true, force: true });
    await rm(filler);
  }
  // One that ran here before, and a command that brings it along.
  const { child } = await machine.start('up', '--state', state, '--port', String(await freePort()));
  await stop(child);
  await fillUp(filler, 0);
  assert.deepEqual((await machine.run('up', '--state', state)).stderr, full);
  assert.deepEqual((await machine.run('peers', '--state', state)).stderr, full);
  await rm(filler);
  assert.equal((await machine.run('peers', '--state', state)).code, 0);
});

/** Takes all room of a disk but so many bytes. */
async function fillUp(path: string, left: number): Promise<void> {
  const block = Buffer.alloc(4096);
  await using file = await open(path, 'w');
  let size = 0;
  try {
    for (;;) size += (await file.write(block)).bytesWritten;
  } catch {
    await file.truncate(size - left);
  }
}

test('hints name the state folder where the command line names it', { timeout: 280_000 }, async (t) => {
  const machine = await Machine.make(t);
  const state = machine.path('own state');
  const named = ['--state', 'own state'];
  const option = ` --state '${state}'"`;
  assert.ok((await machine.run('peers', ...named)).stderr.includes(` up FOLDER${option}`));
  const child = machine.spawn(['up', ...named, '--port', String(await freePort())]);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await until(() => Promise.resolve(said.includes(` share FOLDER${option}`) ? true : undefined));
  assert.ok(said.includes(` open${option}`));
  assert.ok((await machine.run('downloads', ...named)).stderr.includes(` get NAME${option}`));
  assert.ok((await machine.run('ls', 'nobody', ...named)).stderr.includes(` peers${option}`));
  machine.env = { AYNI_STATE: state };
  assert.match((await machine.run('downloads')).stderr, / get NAME"/);
  await stop(child);
});

test('tells usage errors in one line and helps to find the command', { timeout: 280_000 }, async (t) => {
  const one = await Machine.make(t);
  for (const [args, code, line] of [
    [['serach'], 2, /unknown command 'serach'\. Did you mean search\?/],
    [['help', 'serach'], 2, /unknown command 'serach'\. Did you mean search\?/],
    [['serach', '--help'], 2, /unknown command 'serach'\. Did you mean search\?/],
    [['get'], 2, /missing required argument 'FILE'/],
    [['search', '--limit', 'many'], 2, /whole number/],
    [['share', '.', '--group', ''], 2, /'--group <GROUP>' argument '' is invalid\. It should be a text of 1 to/],
    [['invite', 'revoke', ''], 2, /Say which/],
    [['join', 'http://example.org'], 2, /not an Ayni link/],
    [['up', 'nowhere'], 4, /There is no nowhere to share/],
    [['search'], 1, /in no network yet/],
    [['leave', '--force'], 1, /in no network yet/],
  ] as const) {
    const ran = await one.run(...args);
    assert.equal(ran.code, code, args.join(' ') + ran.stderr);
    assert.match(ran.stderr, line);
    assert.match(ran.stderr, /^ayni: [^\n]+\n$/);
    assert.equal(ran.stdout, '');
  }
  assert.match((await one.run('help', 'get')).stdout, /Examples:\n/);
  assert.match((await one.run('--help')).stdout, /Exit codes:\n {2}0 +done/);
  assert.match((await one.run('--version')).stdout, /^\d+\.\d+\.\d+\S*\n$/);
});
