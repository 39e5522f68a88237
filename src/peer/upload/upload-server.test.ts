import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { head, rawConnection, requester, servingPeer } from '../../../test/adversarial/upload-fixture.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { needs } from '../../../test/support/parts.ts';
import { contentIdOf } from '../../core/content/content-id.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { parsePeerId } from '../../core/ids.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import { decodeBitfield } from '../../wire/http/bitfield-body.ts';
import { parseErrorBody } from '../../wire/http/error-body.ts';

const MIB = 2 ** 20;

test('serves a whole content and any range of it, small and large', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  for (const size of [1, 1000, 64 * 1024, 64 * 1024 + 1, 9 * MIB + 13]) {
    const { content, bytes } = await peer.serve(`file-${size}`, randomBytes(size));
    const whole = await get(`/v1/content/${content}`);
    assert.equal(whole.status, 200);
    assert.ok(whole.body.equals(bytes), `${size} bytes`);
    for (const [start, end] of [
      [0, 0],
      [size - 1, size - 1],
      [Math.floor(size / 3), Math.floor(size / 2)],
      [0, size - 1],
    ] as const) {
      const part = await get(`/v1/content/${content}`, { range: `bytes=${start}-${end}` });
      assert.equal(part.status, 206);
      assert.equal(part.headers['content-range'], `bytes ${start}-${end}/${size}`);
      assert.ok(part.body.equals(bytes.subarray(start, end + 1)), `${start} to ${end} of ${size}`);
    }
  }
  assert.ok(peer.uploads.counters().bytesSent > 18 * MIB);
});

test('serves an empty content, of which there is no range', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const { content } = await peer.serve('empty', Buffer.alloc(0));
  assert.deepEqual(
    [(await get(`/v1/content/${content}`)).status, (await get(`/v1/content/${content}`)).body.length],
    [200, 0],
  );
  const range = await get(`/v1/content/${content}`, { range: 'bytes=0-' });
  assert.equal(range.status, 416);
  assert.equal(range.headers['content-range'], 'bytes */0');
});

test('answers 416 to ranges out of bounds and several at once', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const { content } = await peer.serve('file', randomBytes(1000));
  for (const range of ['bytes=1000-', 'bytes=5000-6000', 'bytes=9-3', 'bytes=0-1,5-6', 'bytes=-0', 'lines=1-2']) {
    const answer = await get(`/v1/content/${content}`, { range });
    assert.equal(answer.status, 416, range);
    assert.equal(answer.headers['content-range'], 'bytes */1000');
    assert.equal(parseErrorBody(answer.body)?.code, 'range-invalid');
  }
});

test('tells headers alone to HEAD, and takes no slot for it', async (t) => {
  const peer = await servingPeer(t, { slots: 0 });
  const { identity, credential } = await peer.member();
  const { content } = await peer.serve('file', randomBytes(1000));
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  socket.write(
    head(`/v1/content/${content}`, credential, 'Range: bytes=10-19', 'Connection: close').replace('GET', 'HEAD'),
  );
  const answer = (await ended).toString('latin1');
  assert.match(answer, /^HTTP\/1\.1 206 /);
  assert.match(answer, /content-length: 10\r\n/);
  assert.ok(answer.endsWith('\r\n\r\n'));
});

test('serves the hashes that prove a content', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const { content, bytes } = await peer.serve('file', randomBytes(3 * PIECE_SIZE + 5));
  const { hasher } = await loadHasher();
  const pages = await get(`/v1/content/${content}/pages`);
  assert.equal(contentIdOf(hasher, bytes.length, pages.body), content);
  const pieces = await get(`/v1/content/${content}/pages/0`);
  assert.deepEqual(pieces.body.subarray(32, 64), Buffer.from(hasher.hash(bytes.subarray(PIECE_SIZE, 2 * PIECE_SIZE))));
  assert.equal(pieces.body.length, 4 * 32);
  assert.equal((await get(`/v1/content/${content}/pages/1`)).status, 404);
});

test('tells of a whole content that all pieces are there', async (t) => {
  const peer = await servingPeer(t);
  const get = requester(t, peer, await peer.member());
  const { content } = await peer.serve('file', randomBytes(9 * PIECE_SIZE + 5));
  const answer = await get(`/v1/content/${content}/bitfield`);
  assert.equal(answer.status, 200);
  const { field } = decodeBitfield(10, answer.body);
  assert.ok(field.complete);
});

test('answers requests that were sent ahead in their order', async (t) => {
  const peer = await servingPeer(t);
  const { identity, credential } = await peer.member();
  const files = await Promise.all(
    Array.from({ length: 200 }, (_, i) => peer.serve(`file-${i}`, randomBytes(i % 7 === 0 ? 300_000 : 1_000 + i))),
  );
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  for (const { content } of files.slice(0, -1)) socket.write(head(`/v1/content/${content}`, credential));
  socket.write(head(`/v1/content/${files.at(-1)?.content ?? ''}`, credential, 'Connection: close'));
  let rest = await ended;
  for (const { bytes } of files) {
    const body = rest.indexOf('\r\n\r\n') + 4;
    assert.match(
      rest.subarray(0, body).toString('latin1'),
      new RegExp(`^HTTP/1.1 200 .*content-length: ${bytes.length}\r\n`, 's'),
    );
    assert.ok(rest.subarray(body, body + bytes.length).equals(bytes));
    rest = rest.subarray(body + bytes.length);
  }
  assert.equal(rest.length, 0);
});

test('serves as many small contents as one connection asks for ahead, on one slot', async (t) => {
  const peer = await servingPeer(t, { slots: 1 });
  const { identity, credential } = await peer.member();
  const { content } = await peer.serve('file', randomBytes(4_096));
  const { socket, ended, until } = await rawConnection(t, peer.port, identity);
  const request = head(`/v1/content/${content}`, credential);
  // The first goes alone, as it does from every peer: until the credential is checked the others could only wait.
  socket.write(request);
  await until('200 OK');
  socket.write(request.repeat(4_998) + head(`/v1/content/${content}`, credential, 'Connection: close'));
  assert.equal((await ended).toString('latin1').match(/HTTP\/1\.1 200 OK\r\n/g)?.length, 5_000);
});

test('gives a place in the queue to whom it has no slot for, and the slot when it is free', async (t) => {
  const clock = new ManualClock(Date.now());
  const peer = await servingPeer(t, { slots: 1, clock });
  const [ann, ben, cat] = [await peer.member(), await peer.member(), await peer.member()];
  // More than the buffers between two sockets hold: whoever reads nothing keeps the slot.
  const { content, bytes } = await peer.serve('file', Buffer.alloc(64 * MIB, 'x'));
  const slow = await rawConnection(t, peer.port, ann.identity);
  slow.socket.write(head(`/v1/content/${content}`, ann.credential));
  await slow.until('HTTP/1.1 200');
  slow.socket.pause();
  assert.deepEqual(peer.uploads.slots(), { total: 1, free: 0 });
  assert.equal(peer.uploads.uploads()[0]?.peer, ann.identity.peer);

  const asBen = requester(t, peer, ben);
  const asCat = requester(t, peer, cat);
  const waits = await asBen(`/v1/content/${content}`);
  assert.equal(waits.status, 429);
  assert.equal(waits.headers['retry-after'], '1');
  assert.equal(parseErrorBody(waits.body)?.context['position'], 1);
  assert.equal(parseErrorBody((await asCat(`/v1/content/${content}`)).body)?.context['position'], 2);
  // Hashes and the like take no slot.
  assert.equal((await asBen(`/v1/content/${content}/pages`)).status, 200);

  slow.socket.destroy();
  await slow.ended;
  while (peer.uploads.slots().free === 0) {
    // As time passes, and no faster: a place in the queue is kept for 30 s.
    clock.advance(10);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.equal((await asCat(`/v1/content/${content}`)).status, 429);
  const served = await asBen(`/v1/content/${content}`);
  assert.equal(served.status, 200);
  assert.ok(served.body.equals(bytes));
});

test('closes the connections of a revoked peer in the middle of an upload', async (t) => {
  const peer = await servingPeer(t);
  const [ann, ben] = [await peer.member(), await peer.member()];
  const { content, bytes } = await peer.serve('file', randomBytes(32 * MIB));
  const fetching = await rawConnection(t, peer.port, ann.identity);
  fetching.socket.write(head(`/v1/content/${content}`, ann.credential));
  await fetching.until('HTTP/1.1 200');
  fetching.socket.pause();
  const revoked = new Set([parsePeerId(ann.identity.peer)]);
  peer.authorizer.revoke(revoked);
  peer.uploads.revoke(revoked);
  fetching.socket.resume();
  assert.ok((await fetching.ended).length < bytes.length);
  assert.equal((await requester(t, peer, ann)(`/v1/content/${content}`)).status, 401);
  assert.equal((await requester(t, peer, ben)(`/v1/content/${content}`)).status, 200);
});

test('tells anybody that it is alive, and nothing else', async (t) => {
  const peer = await servingPeer(t);
  const { socket, ended } = await rawConnection(t, peer.port);
  socket.write('GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match((await ended).toString(), /^HTTP\/1\.1 200 OK.*\{"status":"live"\}$/s);
});

test('gives whoever shows no credential one answer a connection, and members as many as they like', async (t) => {
  const peer = await servingPeer(t);
  const stranger = await peer.identityOf('stranger');
  for (const path of ['/health/live', '/nothing/here']) {
    const { socket, ended } = await rawConnection(t, peer.port, stranger);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(2));
    const answers = (await ended).toString('latin1');
    assert.equal(answers.match(/HTTP\/1\.1 /g)?.length, 1, path);
    assert.match(answers, /connection: close\r\n/);
  }
  const { identity, credential } = await peer.member();
  const { content } = await peer.serve('file', randomBytes(10));
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  const live = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
  socket.write(head(`/v1/content/${content}`, credential) + live + live);
  socket.write(head(`/v1/content/${content}`, credential, 'Connection: close'));
  assert.equal((await ended).toString('latin1').match(/HTTP\/1\.1 200/g)?.length, 4);
});

test('lets a member in where strangers have taken all connections, and keeps it', async (t) => {
  const peer = await servingPeer(t, { maxConnections: 4 });
  const stranger = await peer.identityOf('stranger');
  const get = requester(t, peer, await peer.member());
  const { content } = await peer.serve('file', randomBytes(10));
  const strangers = [];
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 6; i++) strangers.push(await rawConnection(t, peer.port, stranger));
    assert.equal((await get(`/v1/content/${content}`)).status, 200);
  }
  // Its first connection serves it still.
  assert.equal(peer.uploads.counters().excess, 0);
  await Promise.all(strangers.slice(0, -2).map(({ ended }) => ended));
  assert.equal(peer.uploads.counters().connections, 3);
});

test('stops at once, whatever runs', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content, bytes } = await peer.serve('file', randomBytes(32 * MIB));
  const fetching = await rawConnection(t, peer.port, ann.identity);
  fetching.socket.write(head(`/v1/content/${content}`, ann.credential));
  await fetching.until('HTTP/1.1 200');
  const idle = await rawConnection(t, peer.port, ann.identity);
  await peer.uploads.stop();
  assert.ok((await fetching.ended).length < bytes.length);
  await idle.ended;
});

test('lets curl fetch a slice with a client certificate and a credential', async (t) => {
  if (!needs(t, 'curl')) return;
  const peer = await servingPeer(t);
  const { identity, credential } = await peer.member();
  const { content, bytes } = await peer.serve('file', randomBytes(3 * MIB));
  const [key, cert, config] = ['curl.key', 'curl.crt', 'curl.conf'].map((name) => join(peer.folder, name));
  assert.ok(key !== undefined && cert !== undefined && config !== undefined);
  await writeFile(key, identity.key, { mode: 0o600 });
  await writeFile(cert, identity.cert);
  // In a file, since arguments can be seen by everybody on the machine.
  await writeFile(config, `header = "Authorization: Bearer ${credential}"\n`, { mode: 0o600 });
  const { stdout } = await promisify(execFile)(
    'curl',
    [
      '-sS',
      '--fail',
      '-k',
      '--config',
      config,
      '--key',
      key,
      '--cert',
      cert,
      '--range',
      '1000000-2000000',
      `https://127.0.0.1:${peer.port}/v1/content/${content}`,
    ],
    { encoding: 'buffer', maxBuffer: 4 * MIB },
  );
  assert.ok(stdout.equals(bytes.subarray(1_000_000, 2_000_001)));
});
