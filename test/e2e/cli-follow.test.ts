import assert from 'node:assert/strict';
import { once } from 'node:events';
import { access, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { smallDisk } from '../support/small-disk.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

/** The first shares a folder of two files, the second runs a peer. */
async function twoMachines(t: TestContext) {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  await mkdir(one.path('shared'));
  await writeFile(one.path('shared', 'a.pdf'), 'a');
  await writeFile(one.path('shared', 'b.txt'), 'b');
  const { link } = await startNetwork(one, 'shared');
  await two.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'two');
  await until(async () => ((await two.run('search', 'b.txt')).stdout.includes('b.txt') ? true : undefined));
  return { one, two };
}

test('a link of a file or folder is fetched by, and names the network', { timeout: 280_000 }, async (t) => {
  const { one, two } = await twoMachines(t);
  const stranger = await Machine.make(t);
  await startNetwork(stranger);
  for (const [name, path] of [
    ['a.pdf', ['a.pdf']],
    ['first:shared', ['shared', 'b.txt']],
  ] as const) {
    const link = (await one.run('link', name)).stdout.trim();
    const { code, stderr } = await two.run('get', link, '-o', 'got');
    assert.equal(code, 0, stderr);
    assert.equal((await readFile(two.path('got', ...path), 'utf8')).length, 1);
    const elsewhere = await stranger.run('get', link);
    assert.equal(elsewhere.code, 2);
    assert.match(elsewhere.stderr, /^ayni: This link is of another network [^\n]+\n$/);
  }
  assert.match((await two.run('get', 'ayni://host:1/#1.n.s')).stderr, /invites into a network/);
});

test('the id that a list shows names a file for get, where and link', { timeout: 280_000 }, async (t) => {
  const { two } = await twoMachines(t);
  const id = /\bc[a-z2-7]{8}\b/.exec((await two.run('search', 'a.pdf')).stdout)?.[0] ?? '';
  const { code, stderr } = await two.run('get', id, '-o', 'by-id');
  assert.equal(code, 0, stderr);
  assert.equal(await readFile(two.path('by-id', 'a.pdf'), 'utf8'), 'a');
  assert.match((await two.run('where', id)).stdout, /^a\.pdf {2}c/);
  assert.match((await two.run('link', id)).stdout, /^ayni:file\/.*\/a\.pdf\n$/);
  const { code: blank, stderr: why } = await two.run('watch', '', '--dry-run');
  assert.deepEqual([blank, why.split(':')[1]], [2, ' Say what to watch for']);
  assert.equal((await two.run('search', '%')).stdout, '');
});

test('watch fetches what matches now and what appears, and Ctrl-C ends it', { timeout: 280_000 }, async (t) => {
  const { one, two } = await twoMachines(t);
  const dry = await two.run('watch', '*.pdf', '--once', '--dry-run');
  assert.deepEqual([dry.code, dry.stdout], [0, 'shared/a.pdf  (1 B)\n']);
  const watching = two.spawn(['watch', '*.PDF', '-o', 'got']);
  const got = (name: string) => readFile(two.path('got', name), 'utf8').catch(() => undefined);
  assert.equal(await until(() => got('a.pdf')), 'a');
  await writeFile(one.path('shared', 'late.pdf'), 'late');
  await writeFile(one.path('shared', 'late.txt'), 'no');
  assert.equal(await until(() => got('late.pdf')), 'late');
  assert.equal(await stop(watching), 130);
  // One whose reader has gone ends at the next thing it has to say.
  const unread = two.spawn(['watch', '*.txt', '--dry-run']);
  assert.ok(unread.stdout);
  const ended = once(unread, 'close');
  await once(unread.stdout, 'data');
  unread.stdout.destroy();
  await writeFile(one.path('shared', 'unread.txt'), 'x');
  assert.deepEqual(await ended, [0, null]);
  assert.deepEqual((await readdir(two.path('got'))).toSorted(), ['a.pdf', 'late.pdf']);
  const single = await two.run('watch', 'b.txt', '--once', '-o', 'other');
  assert.equal(single.code, 0, single.stderr);
  assert.equal(await readFile(two.path('other', 'b.txt'), 'utf8'), 'b');
});

test(
  'mirror keeps a folder the same, and touches nothing while the peer is offline',
  { timeout: 280_000 },
  async (t) => {
    const { one, two } = await twoMachines(t);
    await mkdir(one.path('other'));
    const third = await Machine.make(t);
    await mkdir(third.path('docs', 'sub'), { recursive: true });
    await writeFile(third.path('docs', 'sub', 'x.txt'), 'x');
    const link = (await one.run('invite')).stdout.split("'")[1] ?? '';
    const started = ['docs', '--host', '127.0.0.1', '--port', String(await freePort())];
    const { child } = await third.start('join', link, ...started, '--name', 'third');
    await until(async () => ((await two.run('search', 'x.txt')).stdout.includes('x.txt') ? true : undefined));

    await writeFile(two.path('taken'), '');
    const taken = await two.run('mirror', 'third:docs', 'taken', '--once');
    assert.deepEqual([taken.code, taken.stderr], [2, `ayni: ${two.path('taken')} is no folder: name one.\n`]);
    const single = await two.run('mirror', 'third:docs', 'copy', '--once');
    assert.equal(single.code, 0, single.stderr);
    assert.match(single.stdout, /^1 file fetched, 0 replaced, 0 deleted, 0 conflicts\.$/m);
    const jobs = await two.json<readonly { name: string }[]>('downloads');
    assert.deepEqual(
      jobs.map(({ name }) => name),
      ['x.txt'],
    );
    const following = two.spawn(['mirror', 'third:docs', 'copy']);
    let said = '';
    following.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => Promise.resolve(said.includes('Following') ? true : undefined));
    const second = await two.run('mirror', 'third:docs', 'copy', '--once');
    assert.deepEqual([second.code, /Another mirror runs/.test(second.stderr)], [1, true], second.stderr);
    await writeFile(third.path('docs', 'y.txt'), 'y');
    const read = (name: string) => readFile(two.path('copy', name), 'utf8').catch(() => undefined);
    assert.equal(await until(() => read('y.txt')), 'y');

    // The peer ends, and its folder is emptied meanwhile.
    await stop(child);
    await until(() => Promise.resolve(/offline/.test(said) ? true : undefined));
    await writeFile(third.path('docs', 'z.txt'), 'z');
    await rm(third.path('docs', 'y.txt'));
    assert.equal(await read('y.txt'), 'y');
    assert.equal((await two.run('mirror', 'third:docs', 'elsewhere', '--once')).code, 5);
    await third.start('peer', ...started.slice(1));
    assert.equal(await until(() => read('z.txt')), 'z');
    await until(async () => ((await read('y.txt')) === undefined ? true : undefined));
    assert.equal(await read(join('sub', 'x.txt')), 'x');
    assert.equal(await stop(following), 130);
  },
);

test('neither a link nor, for a mirror, a file is taken for an empty folder', { timeout: 280_000 }, async (t) => {
  const { one, two } = await twoMachines(t);
  await mkdir(one.path('shared', 'v1'));
  await writeFile(one.path('shared', 'v1', 'x.txt'), 'x');
  const seen = (text: string) =>
    until(async () => ((await two.run('ls', 'first:shared', '-r')).stdout.includes(text) ? true : undefined));
  await seen('v1/x.txt');
  const mirror = (path: string, folder: string) => two.run('mirror', `first:shared/${path}`, folder, '--once');
  assert.equal((await mirror('v1', 'copy')).code, 0);
  await rename(one.path('shared', 'v1'), one.path('shared', 'v2'));
  await symlink('v2', one.path('shared', 'v1'));
  await seen('v1 -> v2');
  const linked = await mirror('v1', 'copy');
  const refused = 'ayni: first shares no folder "shared/v1" (it is a link to "v2"): nothing is touched here.\n';
  assert.deepEqual([linked.code, linked.stderr], [4, refused]);
  assert.equal(await readFile(two.path('copy', 'x.txt'), 'utf8'), 'x');
  for (const args of [
    ['get', 'first:shared/v1', '-o', 'made'],
    ['link', 'first:shared/v1'],
  ]) {
    const { code, stderr } = await two.run(...args);
    assert.deepEqual([code, stderr], [4, 'ayni: "shared/v1" is a link to "shared/v2": name that instead.\n']);
  }
  const file = await mirror('b.txt', 'made');
  assert.deepEqual([file.code, /"shared\/b\.txt" \(it is a file\)/.test(file.stderr)], [4, true], file.stderr);
  await assert.rejects(access(two.path('made')));
});

test('what fetches onto a full disk says so, also where it is no terminal', { timeout: 280_000 }, async (t) => {
  const disk = await smallDisk(t, '1m');
  if (disk === undefined) return;
  const { one, two } = await twoMachines(t);
  await writeFile(one.path('shared', 'big.bin'), Buffer.alloc(3_000_000, 1));
  await until(async () => ((await two.run('search', 'big.bin')).stdout.includes('big.bin') ? true : undefined));
  for (const args of [
    ['mirror', 'first:shared', join(disk, 'copy'), '--once'],
    ['get', 'big.bin', '-o', join(disk, 'got')],
  ]) {
    const waiting = two.spawn(args);
    let said = '';
    waiting.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    await until(() => Promise.resolve(said.includes('make room') ? true : undefined));
    assert.match(said, /^big\.bin 0 % .* blocked: .* needs 3\.0 MB .*make room/m);
    await stop(waiting);
  }
});
