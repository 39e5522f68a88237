import assert from 'node:assert/strict';
import fs from 'node:fs';
import { stat, utimes, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { test, type TestContext } from 'node:test';

import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { contentIdOfHash, type ContentId } from '../../src/core/ids.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { FrameReader, type FrameStatus } from '../../src/wire/http/content-frames.ts';
import {
  CONTENTS_PATH,
  formatContentList,
  MAX_BATCH_BYTES,
  MAX_BATCH_CONTENTS,
} from '../../src/wire/http/contents-request.ts';
import { head, rawConnection, servingPeer, type Served, type ServingPeer, type TestMember } from './upload-fixture.ts';

type Frame = readonly [FrameStatus, Buffer];

function bytesOf(size: number, seed: number): Buffer {
  return Buffer.alloc(size, `${seed};`);
}

/** The frames of a body. */
function framesOf(body: Uint8Array, sizes: readonly number[]): Frame[] {
  const frames: Frame[] = [];
  const sink = {
    expected: (index: number) => sizes[index] ?? 0,
    frame: (_index: number, status: FrameStatus, bytes: Uint8Array | undefined) =>
      void frames.push([status, Buffer.from(bytes ?? 'other size')]),
  };
  const reader = new FrameReader(sizes.length, sink, new Uint8Array(PIECE_SIZE));
  reader.push(body);
  assert.ok(reader.complete);
  return frames;
}

function poster(t: TestContext, peer: ServingPeer, { identity, credential }: TestMember) {
  const http = new HttpsClient({ identity });
  t.after(() => http.close());
  return (body: string, path = CONTENTS_PATH) =>
    http.request(peer.address, {
      method: 'POST',
      path,
      headers: { authorization: `Bearer ${credential}`, 'content-type': 'text/plain' },
      body: Buffer.from(body),
      expected: peer.identity.peer,
      maxBytes: 4 * 2 ** 20,
      timeoutMs: 10_000,
    });
}

const NOWHERE: ContentId = contentIdOfHash(new Uint8Array(32).fill(7));
const NONE = Buffer.alloc(0);

test('contents come in the order they were asked for, and count as sent', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const files: Served[] = [];
  for (let i = 0; i < 20; i++) files.push(await peer.serve(`f${i}`, bytesOf(1 + i * 300, i)));
  files.reverse();
  for (let round = 0; round < 3; round++) {
    const answer = await post(formatContentList(files.map(({ content }) => content)));
    assert.equal(answer.status, 200);
    const sizes: number[] = files.map(({ bytes }) => bytes.length);
    assert.deepEqual(
      framesOf(answer.body, sizes),
      files.map(({ bytes }): Frame => ['whole', bytes]),
    );
  }
  assert.equal(peer.uploads.counters().bytesSent, 3 * files.reduce((sum, { bytes }) => sum + bytes.length, 0));
  assert.equal(peer.uploads.counters().connections, 1);
});

test('what is not here or not for the requester is missing, and the two look the same', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const open = await peer.serve('open', bytesOf(100, 1));
  const secret = await peer.serve('secret', bytesOf(100, 2), { kind: 'restricted', groups: ['staff'], peers: [] });
  const answer = await post(formatContentList([secret.content, open.content, NOWHERE]));
  assert.deepEqual(framesOf(answer.body, [100, 100, 100]), [
    ['missing', NONE],
    ['whole', open.bytes],
    ['missing', NONE],
  ]);
});

test('a file that changes between listing and sending is told as changed, and not served any more', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const files = [];
  for (let i = 0; i < 4; i++) files.push(await peer.serve(`f${i}`, bytesOf(500, i)));
  const [first, second, third, fourth] = files;
  assert.ok(first && second && third && fourth);
  await writeFile(second.path, bytesOf(500, 9));
  await writeFile(third.path, 'shorter');
  const list = formatContentList(files.map(({ content }) => content));
  const sizes = [500, 500, 500, 500];
  assert.deepEqual(framesOf((await post(list)).body, sizes), [
    ['whole', first.bytes],
    ['changed', NONE],
    ['changed', NONE],
    ['whole', fourth.bytes],
  ]);
  assert.equal(peer.library.find(second.content), undefined);
  const again = framesOf((await post(list)).body, sizes).map(([status]) => status);
  assert.deepEqual(again, ['whole', 'missing', 'missing', 'whole']);
});

test('another copy is sent where one changed', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const one = await peer.serve('one', bytesOf(500, 1));
  await peer.serve('two', bytesOf(500, 1));
  await utimes(one.path, 5, 5);
  const answer = await post(formatContentList([one.content]));
  assert.deepEqual(framesOf(answer.body, [500]), [['whole', one.bytes]]);
});

test('a file that the disk cannot read is told as changed, and the other copies and contents are sent', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const one = await peer.serve('one', bytesOf(500, 1));
  await peer.serve('two', bytesOf(500, 1));
  const alone = await peer.serve('alone', bytesOf(500, 2));
  const other = await peer.serve('other', bytesOf(500, 3));
  const broken = new Set([(await stat(one.path)).ino, (await stat(alone.path)).ino]);
  const { readSync } = fs;
  const disk = t.mock.method(fs, 'readSync', (...read: Parameters<typeof readSync>) => {
    if (broken.has(fs.fstatSync(read[0]).ino)) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' });
    return readSync(...read);
  });
  t.after(() => {
    disk.mock.restore();
    syncBuiltinESMExports();
  });
  syncBuiltinESMExports();
  const answer = await post(formatContentList([one.content, alone.content, other.content]));
  assert.equal(answer.status, 200);
  assert.deepEqual(framesOf(answer.body, [500, 500, 500]), [
    ['whole', one.bytes],
    ['changed', NONE],
    ['whole', other.bytes],
  ]);
  assert.equal(peer.library.find(alone.content), undefined);
});

test('a content of more than a piece, and what goes over a batch, are left for a request of their own', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const large = await peer.serve('large', bytesOf(PIECE_SIZE + 1, 0));
  const pieces = [];
  for (let i = 0; i <= MAX_BATCH_BYTES / PIECE_SIZE; i++)
    pieces.push(await peer.serve(`p${i}`, bytesOf(PIECE_SIZE, i)));
  const empty = await peer.serve('empty', NONE);
  const asked = [large, ...pieces, empty];
  const answer = await post(formatContentList(asked.map(({ content }) => content)));
  const frames = framesOf(
    answer.body,
    asked.map(({ bytes }) => bytes.length),
  );
  assert.deepEqual(
    frames.map(([status]) => status),
    ['left', 'whole', 'whole', 'whole', 'whole', 'left', 'whole'],
  );
  assert.ok(frames[4]?.[1].equals(pieces[3]?.bytes ?? NONE));
});

test('a list with the same content many times is answered as often', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const file = await peer.serve('f', bytesOf(1000, 1));
  for (let i = 0; i < 40; i++) await peer.serve(`copy${i}`, bytesOf(1000, 1));
  const list = Array.from({ length: MAX_BATCH_CONTENTS }, () => file.content);
  const frames = framesOf(
    (await post(formatContentList(list))).body,
    list.map(() => 1000),
  );
  assert.ok(frames.every(([status, bytes]) => status === 'whole' && bytes.equals(file.bytes)));
});

test('what is no list is refused with one line, and the connection is of use afterwards', async (t) => {
  const peer = await servingPeer(t);
  const post = poster(t, peer, await peer.member());
  const file = await peer.serve('f', bytesOf(10, 1));
  assert.equal((await post('')).status, 400);
  assert.equal((await post('nonsense\n')).status, 400);
  assert.equal((await post(file.content)).status, 400);
  assert.equal((await post(formatContentList([file.content]))).status, 200);
  assert.equal(peer.uploads.counters().connections, 1);
  assert.equal((await post(formatContentList([file.content]), '/v1/contents/')).status, 404);
  assert.equal((await post(formatContentList([file.content]), `/v1/content/${file.content}`)).status, 404);
});

test('a list that is too long, or of no told length, is not read', async (t) => {
  const peer = await servingPeer(t);
  const { identity, credential } = await peer.member();
  for (const length of ['Content-Length: 100000', 'Content-Length: 9999999999999', 'Transfer-Encoding: chunked']) {
    const { socket, ended } = await rawConnection(t, peer.port, identity);
    socket.write(head(CONTENTS_PATH, credential, length).replace('GET', 'POST'));
    const answer = (await ended).toString('latin1');
    assert.match(answer, /^HTTP\/1\.1 413 /);
    assert.match(answer, /connection: close/);
  }
});

test('a list that never comes to its end loses the connection', async (t) => {
  const peer = await servingPeer(t, { requestTimeoutMs: 300 });
  const { identity, credential } = await peer.member();
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  socket.write(
    `${head(CONTENTS_PATH, credential, 'Content-Length: 54').replace('GET', 'POST')}${NOWHERE.slice(0, 20)}`,
  );
  assert.match((await ended).toString('latin1'), /^(?:HTTP\/1\.1 408 .*)?$/s);
  const post = poster(t, peer, await peer.member());
  assert.equal((await post(formatContentList([NOWHERE]))).status, 200);
});

test('strangers get nothing, and who has no slot waits like for a range', async (t) => {
  const peer = await servingPeer(t, { slots: 1 });
  const file = await peer.serve('f', bytesOf(10, 1));
  const list = formatContentList([file.content]);
  const stranger = { identity: await peer.identityOf('stranger'), credential: 'no.such.thing' };
  assert.equal((await poster(t, peer, stranger)(list)).status, 401);
  assert.equal((await poster(t, peer, await peer.member())(list)).status, 200);
  const second = await poster(t, peer, await peer.member())(list);
  assert.equal(second.status, 429);
  assert.ok(Number(second.headers['retry-after']) >= 1);
});

test('two batches asked for at once over one connection are answered in order', async (t) => {
  const peer = await servingPeer(t);
  const { identity, credential } = await peer.member();
  const one = await peer.serve('one', bytesOf(11, 1));
  const two = await peer.serve('two', bytesOf(12, 2));
  const { socket, until } = await rawConnection(t, peer.port, identity);
  const request = ({ content }: { content: ContentId }): string =>
    `${head(CONTENTS_PATH, credential, 'Content-Length: 54').replace('GET', 'POST')}${content}\n`;
  socket.write(request(one) + request(two));
  await until(one.bytes.toString());
  const text = await until(two.bytes.toString());
  assert.ok(text.indexOf(one.bytes.toString()) < text.indexOf(two.bytes.toString()));
});
