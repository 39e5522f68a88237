import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

interface Hit {
  readonly content?: string;
  readonly names: readonly string[];
}

/** What is shared is found a moment later. */
function found(machine: Machine, word: string, count: number): Promise<readonly Hit[]> {
  return until(async () => {
    const { items } = await machine.json<{ items: readonly Hit[] }>('search', word);
    return items.length >= count ? items : undefined;
  });
}

test('two machines share, find and fetch by the printed link', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('photos', '2025', 'empty'), { recursive: true });
  await writeFile(one.path('photos', '2025', 'holiday in Cusco.jpg'), 'x'.repeat(300_000));
  await writeFile(one.path('photos', 'run.sh'), '#!/bin/sh\necho hello\n');
  await chmod(one.path('photos', 'run.sh'), 0o755);
  await symlink('2025', one.path('photos', 'latest'));
  await writeFile(one.path('photos', 'notes.txt'), 'of one');
  await mkdir(two.path('papers'));
  await writeFile(two.path('papers', 'notes.txt'), 'of two');
  await writeFile(two.path('papers', 'bad\u001b[31mname.txt'), 'red');

  const { child, link } = await startNetwork(one, 'photos');
  assert.match(link, /^ayni:\/\/127\.0\.0\.1:\d+\/#1\.n/);
  const joined = await two.start('join', link, 'papers', '--host', '127.0.0.1', '--name', 'second');
  await found(one, '', 7);

  await t.test('peers, ls and search show both', async () => {
    const peers = await one.json<readonly { name: string; role: string; online: boolean }[]>('peers');
    assert.deepEqual(peers.map(({ name, role, online }) => `${name} ${role} ${online}`).toSorted(), [
      'first admin true',
      'second member true',
    ]);
    const { stdout } = await two.run('ls', 'first:photos', '-r');
    assert.match(stdout, /first:photos\/2025\/empty\//);
    assert.match(stdout, /first:photos\/latest -> 2025/);
    assert.match(stdout, /first:photos\/run\.sh\*/);
    assert.match((await two.run('search', 'cusco', '--ext', 'jpg')).stdout, /photos\/2025\/holiday in Cusco\.jpg/);
    assert.doesNotMatch((await two.run('search', 'cusco', '--ext', 'txt')).stdout, /Cusco/);
  });

  await t.test('names of others cannot steer the terminal', async () => {
    const { stdout } = await one.run('search', 'name.txt');
    assert.match(stdout, /bad\\x1b\[31mname\.txt/);
    assert.ok(!stdout.includes('\u001b'));
  });

  await t.test('a file is fetched by its name into the downloads folder', async () => {
    const { code, stdout } = await two.run('get', 'holiday in Cusco.jpg');
    assert.equal(code, 0);
    const target = two.path('home', 'Downloads', 'Ayni', 'holiday in Cusco.jpg');
    assert.match(stdout, /holiday in Cusco\.jpg {2}\(300 kB\)/);
    assert.equal(await readFile(target, 'utf8'), 'x'.repeat(300_000));
    const sources = await until(async () => {
      const located = await one.json<{ sources: readonly { name: string }[] }>('where', 'holiday in Cusco.jpg');
      return located.sources.length === 2 ? located.sources : undefined;
    });
    assert.deepEqual(sources.map(({ name }) => name).toSorted(), ['first', 'second']);
  });

  await t.test('a folder is fetched with its tree', async () => {
    const { code, stderr } = await two.run('get', 'first:photos', '-o', 'got');
    assert.equal(code, 0, stderr);
    assert.deepEqual((await readdir(two.path('got', 'photos'))).toSorted(), ['2025', 'latest', 'notes.txt', 'run.sh']);
    assert.deepEqual(await readdir(two.path('got', 'photos', '2025', 'empty')), []);
    assert.equal((await stat(two.path('got', 'photos', 'run.sh'))).mode & 0o111, 0o111);
  });

  await t.test('a name with several contents lists them and ends with 3; --id chooses', async () => {
    const { code, stdout, stderr } = await one.run('get', 'notes.txt', '-o', 'got');
    assert.equal(code, 3);
    assert.match(stdout, /photos\/notes\.txt/);
    assert.match(stdout, /papers\/notes\.txt +--id c/);
    assert.match(stderr, /^ayni: "notes\.txt" stands for 2 things: choose one as shown\.\n$/);
    const id = /papers\/notes\.txt +--id (\S+)/.exec(stdout)?.[1] ?? '';
    assert.equal((await one.run('get', 'notes.txt', '--id', id, '-o', 'got')).code, 0);
    assert.equal(await readFile(one.path('got', 'notes.txt'), 'utf8'), 'of two');
  });

  await t.test('a file is fetched by its id, and not offered on with --no-seed', async () => {
    const hits = await found(one, 'name.txt', 1);
    const id = hits[0]?.content ?? '';
    assert.equal((await one.run('get', id, '-o', 'by-id', '--no-seed')).code, 0);
    assert.equal((await readdir(one.path('by-id'))).length, 1);
    const { sources } = await one.json<{ sources: readonly object[] }>('where', id);
    assert.equal(sources.length, 1);
  });

  await t.test('status tells shares and traffic', async () => {
    const status = await one.json<{
      running: boolean;
      peer: { role: string; connected: boolean };
      tracker: { access: string };
      shares: readonly { share: { name: string }; state: string; files: number }[];
      counters: { bytesSent: number };
    }>('status');
    assert.equal(status.running, true);
    assert.equal(status.peer.connected, true);
    assert.equal(status.tracker.access, 'invite');
    assert.deepEqual(
      status.shares.map(({ share, files }) => [share.name, files]),
      [['photos', 3]],
    );
    assert.ok(status.counters.bytesSent >= 300_000);
    assert.match((await one.run('status')).stdout, /photos +ready +3/);
  });

  await t.test('shares come and go while the peer runs', async () => {
    await writeFile(two.path('single.bin'), 'single');
    assert.equal((await two.run('share', 'single.bin', '--peer', 'first')).code, 0);
    assert.equal((await found(one, 'single.bin', 1)).length, 1);
    assert.equal((await two.run('unshare', 'single.bin')).code, 0);
    await until(async () => {
      const { items } = await one.json<{ items: readonly Hit[] }>('search', 'single.bin');
      return items.length === 0 ? true : undefined;
    });
    assert.equal((await two.run('unshare', 'single.bin')).code, 4);
    assert.equal((await two.run('rescan', 'papers')).code, 0);
  });

  await t.test('admins invite; members may not', async () => {
    const invite = await one.json<{ id: string; link: string }>('invite', '--role', 'guest', '--uses', '2');
    assert.equal((await two.run('invite')).code, 6);
    const guest = await Machine.make(t);
    const port = String(await freePort());
    const ran = await guest.runWith(`${invite.link}\n`, 'join', '-', '--no-stay', '--port', port);
    assert.equal(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, /Joined the network as guest\./);
    assert.equal((await guest.run('share', '.')).code, 6);
    assert.equal((await one.run('invite', 'revoke', invite.id)).code, 0);
    const late = await Machine.make(t);
    const refused = await late.run('join', invite.link, '--no-stay');
    assert.equal(refused.code, 6);
    assert.match(refused.stderr, /(?:^|\n)ayni: [^\n]+\n$/);
  });

  await t.test('who leaves is gone, and its peer ends by itself', async () => {
    const closed = new Promise((resolve) => joined.child.once('close', resolve));
    assert.equal((await two.run('leave')).code, 0);
    assert.equal(await closed, 0);
    const peers = await one.json<readonly { name: string }[]>('peers');
    assert.ok(!peers.some(({ name }) => name === 'second'));
    assert.match((await two.run('search')).stderr, /^ayni: This machine is in no network yet: /);
  });

  assert.equal(await stop(child), 0);
});
