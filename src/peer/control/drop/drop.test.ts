import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readdir, readFile, symlink, writeFile, mkdir } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { controlDoor } from '../../../../test/support/control-door.ts';
import { backend } from '../../../../test/support/known-backend.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { AyniError } from '../../../core/errors.ts';
import type { Share } from '../../library/share-table.ts';
import { DropFolder } from './drop-folder.ts';

async function dropping(t: TestContext) {
  const folder = join(await temporaryFolder(t), 'Dropped');
  const added: Share[] = [];
  const shares: ConstructorParameters<typeof DropFolder>[0]['shares'] = {
    list: () =>
      added.map((share) => ({
        share,
        state: 'ready',
        files: 0,
        bytes: 0,
        hashedBytes: 0,
        totalBytes: 0,
        pendingFiles: 0,
        scannedEntries: 0,
        watching: 'live',
        skipped: { count: 0, examples: [] },
      })),
    add: async ({ path, name = 'x' }) => {
      await setImmediate();
      if (added.some((share) => share.path === path)) throw new AyniError('conflict', 'It is shared.');
      const share: Share = { name, path, kind: 'folder', hidden: false, audience: { kind: 'everyone' } };
      added.push(share);
      return share;
    },
  };
  const known = backend();
  const dropped = new DropFolder({ shares }, { folder });
  const behind = { ...known, peer: { ...known.peer, drop: dropped.take.bind(dropped) } };
  const door = await controlDoor(t, { behind });
  const cookie = await door.cookie();
  const headers = { cookie, origin: door.url, 'content-type': 'image/png' };
  const drop = (name: string, body: string | Buffer, more: Record<string, string> = {}) =>
    door.ask(`/v1/drop?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      body,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)), ...more },
    });
  return { door, drop, folder, added, headers };
}

test('writes what is dropped, never over anything, and shares it with everyone from the first file on', async (t) => {
  const { drop, folder, added } = await dropping(t);
  const first = await drop('holiday/a b.txt', 'one');
  assert.equal(first.status, 200);
  assert.deepEqual(JSON.parse(first.body.toString()), { share: 'Dropped', path: 'holiday/a b.txt' });
  const second = await drop('holiday/a b.txt', 'two');
  assert.deepEqual(JSON.parse(second.body.toString()), { share: 'Dropped', path: 'holiday/a b (2).txt' });
  assert.equal(await readFile(join(folder, 'holiday', 'a b.txt'), 'utf8'), 'one');
  assert.equal(await readFile(join(folder, 'holiday', 'a b (2).txt'), 'utf8'), 'two');
  assert.deepEqual(
    added.map(({ name, audience }) => [name, audience.kind]),
    [['Dropped', 'everyone']],
  );
  assert.deepEqual(await readdir(folder), ['holiday'], 'nothing half lies around');
});

test('takes large files and empty ones, of any type', async (t) => {
  const { drop, folder } = await dropping(t);
  const large = Buffer.alloc(5 * 1024 * 1024, 'x');
  assert.equal((await drop('large.json', large, { 'content-type': 'application/json' })).status, 200);
  assert.ok((await readFile(join(folder, 'large.json'))).equals(large));
  assert.equal((await drop('empty', '')).status, 200);
});

test('refuses names that lead out, and what is larger than the disk', async (t) => {
  const { drop, folder, door, headers } = await dropping(t);
  for (const name of ['', '../a', 'a/../../b', '/etc/a', 'a//b', 'a\0b', '.', 'x'.repeat(5000)]) {
    assert.equal((await drop(name, 'x')).status, 400, name);
  }
  await mkdir(folder, { recursive: true });
  await symlink('/tmp', join(folder, 'out'));
  assert.equal((await drop('out/a', 'x')).status, 400);
  const huge = request(`${door.url}/v1/drop?name=a`, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': String(Number.MAX_SAFE_INTEGER) },
  });
  huge.on('error', () => undefined);
  huge.flushHeaders();
  const [answer] = (await once(huge, 'response')) as [{ statusCode?: number }];
  assert.equal(answer.statusCode, 507);
  huge.destroy();
  assert.deepEqual(await readdir(folder), ['out']);
});

test('leaves nothing of a drop that is broken off, nor of one that a killed daemon left', async (t) => {
  const { drop, folder, door, headers } = await dropping(t);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, '.drop-0123456789abcdef.ayni-part'), 'old');
  const others = ['.b (2).txt.ayni-part', '.tree.ayni-part'];
  await writeFile(join(folder, '.b (2).txt.ayni-part'), 'a download that goes on');
  await mkdir(join(folder, '.tree.ayni-part'));
  const sent = request(`${door.url}/v1/drop?name=a.txt`, {
    method: 'POST',
    agent: false,
    headers: { ...headers, 'content-length': '100' },
  });
  sent.on('error', () => undefined);
  sent.write('half');
  const isNew = (name: string) => !name.includes('0123456789abcdef') && !others.includes(name);
  const names = async () => (await readdir(folder)).filter(isNew);
  while ((await names()).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  sent.destroy();
  while ((await names()).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.equal((await drop('b.txt', 'whole')).status, 200);
  assert.deepEqual((await readdir(folder)).toSorted(), [...others, 'b.txt'].toSorted());
});

test('of several files that come first together each is shared, by one share', async (t) => {
  const { drop, folder, added } = await dropping(t);
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => drop(name, name)));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200, 200, 200],
  );
  assert.deepEqual((await readdir(folder)).toSorted(), ['a', 'b', 'c', 'd']);
  assert.deepEqual(
    added.map(({ name }) => name),
    ['Dropped'],
  );
});

test('asks a browser for its origin', async (t) => {
  const { drop } = await dropping(t);
  assert.equal((await drop('a', 'x', { origin: 'https://evil.example' })).status, 403);
});
