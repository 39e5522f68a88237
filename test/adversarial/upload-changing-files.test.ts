import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { execFileSync } from 'node:child_process';
import { needs } from '../support/parts.ts';
import { parseErrorBody } from '../../src/wire/http/error-body.ts';
import { HASHED, head, rawConnection, requester, servingPeer, type Served } from './upload-fixture.ts';

const MIB = 2 ** 20;

const CHANGES: Readonly<Record<string, (file: Served) => Promise<void>>> = {
  'was removed': ({ path }) => rm(path),
  'was truncated': ({ path }) => truncate(path, 10),
  grew: ({ path, bytes }) => writeFile(path, Buffer.concat([bytes, Buffer.from('more')])),
  'has other bytes of the same length': ({ path, bytes }) => writeFile(path, randomBytes(bytes.length)),
  'was touched': ({ path }) => utimes(path, 1, 1),
  'was replaced by another file': async ({ path, bytes }) => {
    await writeFile(`${path}.new`, bytes);
    await rename(`${path}.new`, path);
  },
  'was replaced by another file of the same time': async ({ path, bytes }) => {
    await writeFile(`${path}.new`, bytes);
    await utimes(`${path}.new`, HASHED, HASHED);
    await rename(`${path}.new`, path);
  },
  'became a folder’s name': async ({ path }) => {
    await rm(path);
    await mkdir(path);
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  for (const size of [1_000, 300_000]) {
    test(`answers 410 and tells the library when a file of ${size} bytes ${what}`, async (t) => {
      const peer = await servingPeer(t);
      const get = requester(t, peer, await peer.member());
      const file = await peer.serve('file', randomBytes(size));
      assert.equal((await get(`/v1/content/${file.content}`)).status, 200);
      await change(file);
      const answer = await get(`/v1/content/${file.content}`);
      assert.equal(answer.status, 410);
      const error = parseErrorBody(answer.body);
      assert.equal(error?.code, 'content-changed');
      assert.ok(!answer.body.toString().includes(peer.folder), 'the answer tells a path of this machine');
      assert.equal(peer.library.find(file.content), undefined);
      assert.equal((await get(`/v1/content/${file.content}`)).status, 404);
    });
  }
}

test('does not wait for a pipe that took a file’s place', async (t) => {
  if (!needs(t, 'mkfifo')) return;
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  for (const size of [1_000, 300_000]) {
    const file = await peer.serve(`file-${size}`, randomBytes(size));
    await rm(file.path);
    execFileSync('mkfifo', [file.path]);
    assert.equal((await get(`/v1/content/${file.content}`)).status, 410);
  }
});

test('serves another copy where one is gone', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const bytes = randomBytes(1_000);
  const [first, second] = [await peer.serve('first', bytes), await peer.serve('second', bytes)];
  assert.equal(first.content, second.content);
  await rm(first.path);
  const answer = await get(`/v1/content/${first.content}`);
  assert.equal(answer.status, 200);
  assert.ok(answer.body.equals(bytes));
  assert.deepEqual(
    peer.library.find(first.content)?.copies.map(({ path }) => path),
    [second.path],
  );
});

test('does not tell the library that a file changed when it was merely linked elsewhere', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const file = await peer.serve('file', randomBytes(1_000));
  await link(file.path, `${file.path}.link`);
  await chmod(file.path, 0o640);
  assert.equal((await get(`/v1/content/${file.content}`)).status, 200);
});

for (const [what, change] of [
  ['truncated', ({ path }: Served) => truncate(path, 5 * MIB)],
  ['written to', ({ path }: Served) => writeFile(path, 'something else', { flag: 'r+' })],
] as const) {
  test(`cuts the connection, and does not complete the answer, when a file is ${what} while it is sent`, async (t) => {
    const peer = await servingPeer(t);
    const member = await peer.member();
    const file = await peer.serve('file', randomBytes(64 * MIB));
    const { socket, until, ended } = await rawConnection(t, peer.port, member.identity);
    socket.write(head(`/v1/content/${file.content}`, member.credential));
    await until('HTTP/1.1 200');
    socket.pause();
    await change(file);
    socket.resume();
    assert.ok((await ended).length < file.bytes.length);
    assert.equal(peer.library.find(file.content), undefined);
    assert.equal(peer.uploads.counters().connections, 0);
  });
}
