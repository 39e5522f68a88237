import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { rm, utimes, writeFile } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { ClientReadableStream } from '@grpc/grpc-js';
import {
  requester,
  servingPeer,
  type ServingPeer,
  type TestMember,
} from '../../../../test/adversarial/upload-fixture.ts';
import { GrpcCaller, outcomeOf } from '../../../../test/support/grpc-caller.ts';
import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import { parsePeerId } from '../../../core/ids.ts';

const FETCH = '/ayni.v1.Peer/Fetch';
const MIB = 2 ** 20;
const RESOURCE_EXHAUSTED = 8;

interface Chunk {
  readonly size: number;
  readonly offset: number;
  readonly data: Uint8Array;
}

function caller(t: TestContext, peer: ServingPeer, { identity }: TestMember): GrpcCaller {
  return new GrpcCaller(t, peer.port, identity);
}

async function fetched(as: GrpcCaller, { credential }: TestMember, request: object): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of as.each(FETCH, request, { credential })) chunks.push(chunk as Chunk);
  return chunks;
}

function bytesOf(chunks: readonly Chunk[]): Buffer {
  return Buffer.concat(chunks.map(({ data }) => data));
}

/** Resolves after one message. */
function first(stream: ClientReadableStream<Buffer>): Promise<void> {
  return new Promise((resolve) => stream.once('data', () => resolve()));
}

/** Lets whatever is ready happen, until it did. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('sends a whole content and any range of it, in parts of 256 KiB that follow one another', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const as = caller(t, peer, ann);
  for (const size of [1, 64 * 1024 + 1, 9 * MIB + 13]) {
    const { content, bytes } = await peer.serve(`file-${size}`, randomBytes(size));
    for (const [offset, length] of [
      [undefined, undefined],
      [0, 1],
      [size - 1, undefined],
      [Math.floor(size / 3), Math.ceil(size / 2)],
      [0, size * 2],
    ] as const) {
      const chunks = await fetched(as, ann, { content, offset, length });
      const end = length === undefined ? size : (offset ?? 0) + length;
      assert.ok(bytesOf(chunks).equals(bytes.subarray(offset ?? 0, end)), `${offset} ${length} of ${size}`);
      let next = offset ?? 0;
      for (const chunk of chunks) {
        assert.deepEqual([chunk.size, chunk.offset], [size, next]);
        assert.ok(chunk.data.length <= 256 * 1024);
        next += chunk.data.length;
      }
    }
  }
  assert.ok(peer.uploads.counters().bytesSent > 18 * MIB);
  assert.equal(peer.uploads.counters().answers[200], 15);
});

test('tells of an empty content that it is empty', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content } = await peer.serve('empty', Buffer.alloc(0));
  const [chunk, ...more] = await fetched(caller(t, peer, ann), ann, { content });
  assert.deepEqual([chunk?.size, chunk?.data.length, more.length], [0, 0, 0]);
});

test('refuses ranges outside the content, ids that are none, and what is not here', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const as = caller(t, peer, ann);
  const { content } = await peer.serve('file', randomBytes(1000));
  const refused = async (request: object, code: string) =>
    assert.rejects(fetched(as, ann, request), { code }, JSON.stringify(request));
  await refused({ content, offset: 1000 }, 'range-invalid');
  await refused({ content, offset: 5, length: 0 }, 'range-invalid');
  await refused({ content, offset: 2 ** 60 }, 'range-invalid');
  await refused({ content: 'nonsense' }, 'bad-id');
  await refused({}, 'bad-id');
  await refused({ content: `c${'a'.repeat(52)}` }, 'not-found');
});

test('asks for a certificate and its credential, as over HTTP', async (t) => {
  const peer = await servingPeer(t);
  const [ann, ben] = [await peer.member(), await peer.member()];
  const { content } = await peer.serve('file', randomBytes(1000));
  const expired = await peer.credentialFor(ann.identity.peer, { issued: 1, expires: 2 });
  const cases = [
    [undefined, ann.credential, 'unauthenticated'],
    [ann.identity, undefined, 'unauthenticated'],
    [ann.identity, 'a.b.c', 'credential-invalid'],
    [ann.identity, ben.credential, 'credential-invalid'],
    [ann.identity, expired, 'credential-expired'],
  ] as const;
  for (const [identity, credential, code] of cases) {
    const as = new GrpcCaller(t, peer.port, identity);
    const call = as.each(FETCH, { content }, credential === undefined ? {} : { credential }).next();
    await assert.rejects(call, { code });
  }
});

test('closes the connection of whoever tries one credential after the other', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const as = caller(t, peer, ann);
  const { content } = await peer.serve('file', randomBytes(1000));
  const codes: string[] = [];
  for (let i = 0; i < 9; i++) {
    const call = as.each(FETCH, { content }, { credential: `a.b.${i}` }).next();
    await call.catch((error: { code: string }) => codes.push(error.code));
  }
  assert.deepEqual(new Set(codes.slice(0, 8)), new Set(['credential-invalid']));
  assert.notEqual(codes[8], 'credential-invalid');
  assert.equal((await fetched(as, ann, { content })).length, 1, 'a new connection begins anew');
});

test('what an audience does not admit is not here', async (t) => {
  const peer = await servingPeer(t);
  const [inside, outside] = [await peer.member({ groups: ['lab'] }), await peer.member()];
  const audience = { kind: 'restricted', groups: ['lab'], peers: [] } as const;
  const { content, bytes } = await peer.serve('secret', randomBytes(1000), audience);
  assert.ok(bytesOf(await fetched(caller(t, peer, inside), inside, { content })).equals(bytes));
  await assert.rejects(fetched(caller(t, peer, outside), outside, { content }), { code: 'not-found' });
});

test('without a free slot it tells the place in the queue, and the slot comes when it is free', async (t) => {
  const clock = new ManualClock(Date.now());
  const peer = await servingPeer(t, { slots: 1, clock });
  const [ann, ben] = [await peer.member(), await peer.member()];
  const { content, bytes } = await peer.serve('file', randomBytes(32 * MIB));
  const held = caller(t, peer, ann).stream(FETCH, { content }, ann);
  await first(held);
  held.pause();
  const asBen = caller(t, peer, ben);
  const { status, trailer } = await outcomeOf(asBen.stream(FETCH, { content }, ben));
  assert.equal(status, RESOURCE_EXHAUSTED);
  assert.deepEqual([trailer['ayni-code'], trailer['ayni-position'], trailer['ayni-retry-after']], ['busy', '1', '1']);
  assert.equal(peer.uploads.slots().free, 0);
  held.cancel();
  await until(() => {
    clock.advance(100);
    return peer.uploads.slots().free === 1;
  });
  assert.ok(bytesOf(await fetched(asBen, ben, { content, length: MIB })).equals(bytes.subarray(0, MIB)));
});

test('a connection that is cut in the middle frees its slot, too', async (t) => {
  const clock = new ManualClock(Date.now());
  const peer = await servingPeer(t, { slots: 1, clock });
  const ann = await peer.member();
  const { content } = await peer.serve('file', randomBytes(32 * MIB));
  const held = caller(t, peer, ann).stream(FETCH, { content }, ann);
  await first(held);
  held.pause();
  peer.uploads.revoke(new Set([parsePeerId(ann.identity.peer)]));
  await until(() => {
    clock.advance(100);
    return peer.uploads.slots().free === 1;
  });
});

test('closes the connections of a revoked peer in the middle of a call', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content } = await peer.serve('file', randomBytes(32 * MIB));
  const as = caller(t, peer, ann);
  const stream = as.stream(FETCH, { content }, ann);
  const outcome = outcomeOf(stream);
  await first(stream);
  stream.pause();
  const revoked = new Set([parsePeerId(ann.identity.peer)]);
  peer.authorizer.revoke(revoked);
  peer.uploads.revoke(revoked);
  stream.resume();
  assert.notEqual((await outcome).status, 0);
  await assert.rejects(fetched(as, ann, { content }), { code: 'revoked' });
});

test('a caller that stops reading gets no more than its window, and loses its connection', async (t) => {
  const peer = await servingPeer(t, { stallMs: 300 });
  const ann = await peer.member();
  const { content } = await peer.serve('file', randomBytes(64 * MIB));
  const stream = caller(t, peer, ann).stream(FETCH, { content }, ann);
  await first(stream);
  stream.pause();
  await until(() => peer.uploads.counters().connections === 0);
  assert.ok(peer.uploads.counters().bytesSent < 16 * MIB);
});

test('a hundred calls at once on one connection are answered, as far as one peer has places', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const as = caller(t, peer, ann);
  const { content, bytes } = await peer.serve('file', randomBytes(MIB));
  const calls = Array.from({ length: 100 }, () => fetched(as, ann, { content }));
  const results = await Promise.allSettled(calls);
  const whole = results.filter((result) => result.status === 'fulfilled');
  assert.ok(whole.length >= 16);
  for (const { value } of whole) assert.ok(bytesOf(value).equals(bytes));
  for (const result of results) if (result.status === 'rejected') assert.equal(result.reason.code, 'busy');
});

test('a file that changed is not sent, and one that changes on the way is not completed', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const as = caller(t, peer, ann);
  const changed = await peer.serve('changed', randomBytes(1000));
  await writeFile(changed.path, randomBytes(1000));
  await assert.rejects(fetched(as, ann, { content: changed.content }), { code: 'content-changed' });
  const gone = await peer.serve('gone', randomBytes(1000));
  await rm(gone.path);
  await assert.rejects(fetched(as, ann, { content: gone.content }), { code: 'content-changed' });

  const { content, path } = await peer.serve('changing', randomBytes(64 * MIB));
  const stream = as.stream(FETCH, { content }, ann);
  const outcome = outcomeOf(stream);
  await first(stream);
  stream.pause();
  await utimes(path, 1, 1);
  stream.resume();
  assert.equal((await outcome).trailer['ayni-code'], 'content-changed');
});

test('keeps to the speed limit', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content } = await peer.serve('file', randomBytes(MIB));
  peer.uploads.setRates({ all: 64 * 1024 });
  const stream = caller(t, peer, ann).stream(FETCH, { content }, ann);
  await first(stream);
  assert.ok(peer.uploads.counters().bytesSent < MIB / 2);
  peer.uploads.setRates({});
  assert.equal((await outcomeOf(stream)).status, 0);
});

test('stops at once, whatever runs', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content } = await peer.serve('file', randomBytes(64 * MIB));
  const stream = caller(t, peer, ann).stream(FETCH, { content }, ann);
  const outcome = outcomeOf(stream);
  await first(stream);
  stream.pause();
  await peer.uploads.stop();
  stream.resume();
  assert.notEqual((await outcome).status, 0);
});

test('health tells anybody that the peer lives; the services and reflection are for members', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const check = '/grpc.health.v1.Health/Check';
  const nobody = new GrpcCaller(t, peer.port);
  assert.deepEqual(await nobody.call(check, {}), { status: 'serving' });
  await assert.rejects(nobody.call(check, { service: 'ayni.v1.Peer' }), { code: 'unauthenticated' });
  const as = caller(t, peer, ann);
  assert.deepEqual(await as.call(check, { service: 'ayni.v1.Peer' }, ann), { status: 'serving' });
  await assert.rejects(as.call(check, { service: 'ayni.v1.Nothing' }, ann), { code: 'not-found' });
  const reflection = nobody.dialog('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo');
  assert.equal((await outcomeOf(reflection)).trailer['ayni-code'], 'unauthenticated');
});

test('HTTP/1.1 goes on beside it on the same port', async (t) => {
  const peer = await servingPeer(t);
  const ann = await peer.member();
  const { content, bytes } = await peer.serve('file', randomBytes(3 * PIECE_SIZE));
  const [chunks, answer] = await Promise.all([
    fetched(caller(t, peer, ann), ann, { content }),
    requester(t, peer, ann)(`/v1/content/${content}`),
  ]);
  assert.ok(bytesOf(chunks).equals(bytes));
  assert.ok(answer.body.equals(bytes));
});
