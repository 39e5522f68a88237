import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { GrpcCaller } from '../../../test/support/grpc-caller.ts';
import { servingPeer, type ServingPeer, type TestMember } from '../../../test/adversarial/upload-fixture.ts';
import { EVERYONE, type Audience } from '../../core/access/audience.ts';
import { Bitfield } from '../../core/content/bitfield.ts';
import { contentIdOfPieces } from '../../core/content/content-id.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { HttpsClient } from '../../net/http/https-client.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import { BITFIELD_HEADER, decodeBitfield, encodeBitfield } from '../../wire/http/bitfield-body.ts';
import { parseErrorBody } from '../../wire/http/error-body.ts';

const { hasher } = await loadHasher();
const PIECES = 8;
const bytes = randomBytes((PIECES - 1) * PIECE_SIZE + 100);

function pieceOf(index: number): Buffer {
  return bytes.subarray(index * PIECE_SIZE, (index + 1) * PIECE_SIZE);
}

/** A peer that is fetching a content and has pieces 1, 2 and 7 of it. */
async function fetchingPeer(t: TestContext, audience: Audience = EVERYONE) {
  const peer = await servingPeer(t);
  const hashes = Buffer.concat(Array.from({ length: PIECES }, (_, index) => hasher.hash(pieceOf(index))));
  const content = contentIdOfPieces(hasher, bytes.length, hashes);
  const path = join(peer.folder, '.file.ayni-part');
  const held = Buffer.alloc(bytes.length);
  const field = new Bitfield(PIECES);
  for (const index of [1, 2, 7]) {
    pieceOf(index).copy(held, index * PIECE_SIZE);
    field.set(index);
  }
  await writeFile(path, held);
  const size = bytes.length;
  const part = { content, size, field, path, audience, pageHashes: () => undefined, pieceHashes: () => hashes };
  const serving = peer.library.partials.begin(part);
  return { peer, content, field, path, serving, member: await peer.member() };
}

function asking(t: TestContext, peer: ServingPeer, { identity, credential }: TestMember) {
  const http = new HttpsClient({ identity });
  t.after(() => http.close());
  return (method: 'GET' | 'POST', path: string, more: { headers?: Record<string, string>; body?: Uint8Array } = {}) =>
    http.request(peer.address, {
      method,
      path,
      headers: { authorization: `Bearer ${credential}`, ...more.headers },
      ...(more.body === undefined ? {} : { body: more.body }),
      expected: peer.identity.peer,
      maxBytes: 2 ** 24,
      timeoutMs: 30_000,
    });
}

function wanting(...pieces: number[]): Uint8Array {
  const field = Bitfield.full(PIECES);
  for (const piece of pieces) field.clear(piece);
  return encodeBitfield({ version: 0, field });
}

test('whoever would wait for a piece gets the first that it lacks, or learns in time that there is none', async (t) => {
  const { peer, content, field, path, serving, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const next = (wait: string | undefined, ...pieces: number[]) =>
    ask('POST', `/v1/content/${content}/next`, {
      body: wanting(...pieces),
      headers: wait === undefined ? {} : { prefer: wait },
    });
  assert.equal((await next(undefined, 0, 3)).status, 409);
  assert.equal((await next('wait=1', 0, 3)).status, 409);
  assert.equal((await next('wait=5', 2)).status, 206, 'what is here comes at once');
  const file = await open(path, 'r+');
  t.after(() => file.close());
  const came = async (piece: number) => {
    await file.write(pieceOf(piece), 0, PIECE_SIZE, piece * PIECE_SIZE);
    field.set(piece);
    serving.came();
  };
  const asked = Promise.withResolvers<undefined>();
  serving.onAsked(() => asked.resolve(undefined));
  const waiting = next('wait=5', 3);
  await asked.promise;
  await came(0);
  await came(3);
  const answer = await waiting;
  assert.equal(answer.status, 206);
  assert.ok(answer.body.equals(pieceOf(3)));
  const last = next('wait=5', 4);
  serving.end();
  assert.equal((await last).status, 404);
});

test('whoever waits for pieces that it lacks is told of the first, and that in time there was none', async (t) => {
  const { peer, content, field, serving, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const wanted = async (wait: string, ...pieces: number[]) => {
    const at = `/v1/content/${content}/bitfield`;
    const { status, body } = await ask('POST', at, { body: wanting(...pieces), headers: { prefer: wait } });
    assert.equal(status, 200);
    return [...Array(PIECES).keys()].filter((piece) => decodeBitfield(PIECES, body).field.has(piece));
  };
  assert.deepEqual(await wanted('wait=5', 2), [1, 2, 7], 'what is here is told at once');
  assert.deepEqual(await wanted('wait=1', 0, 3), [1, 2, 7]);
  const asked = Promise.withResolvers<undefined>();
  serving.onAsked(() => asked.resolve(undefined));
  const waiting = wanted('wait=5', 3);
  await asked.promise;
  for (const piece of [0, 3]) {
    field.set(piece);
    serving.came();
  }
  assert.deepEqual(await waiting, [0, 1, 2, 3, 7]);
  assert.equal((await ask('POST', `/v1/content/${content}/bitfield`, { body: new Uint8Array(5) })).status, 400);
});

test('serves the pieces that are here over gRPC, and no others', async (t) => {
  const { peer, content, member } = await fetchingPeer(t);
  const caller = new GrpcCaller(t, peer.port, member.identity);
  const fetch = async (offset: number, length?: number) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of caller.each('/ayni.v1.Peer/Fetch', { content, offset, length }, member)) {
      chunks.push((chunk as { readonly data: Uint8Array }).data);
    }
    return Buffer.concat(chunks);
  };
  assert.ok((await fetch(PIECE_SIZE, 2 * PIECE_SIZE)).equals(bytes.subarray(PIECE_SIZE, 3 * PIECE_SIZE)));
  for (const [offset, length] of [
    [0, 10],
    [2 * PIECE_SIZE, PIECE_SIZE + 1],
    [0, undefined],
  ] as const) {
    await assert.rejects(fetch(offset, length), { code: 'range-not-held' });
  }
});

test('serves the pieces that are here, tells with each answer which, and refuses the others with 409', async (t) => {
  const { peer, content, field, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const path = `/v1/content/${content}`;
  const both = await ask('GET', path, { headers: { range: `bytes=${PIECE_SIZE}-${3 * PIECE_SIZE - 1}` } });
  assert.equal(both.status, 206);
  assert.ok(both.body.equals(bytes.subarray(PIECE_SIZE, 3 * PIECE_SIZE)));
  const told = decodeBitfield(PIECES, Buffer.from(String(both.headers[BITFIELD_HEADER.toLowerCase()]), 'base64'));
  assert.deepEqual(told.field.toBytes(), field.toBytes());
  for (const headers of [{ range: 'bytes=0-9' }, { range: `bytes=${2 * PIECE_SIZE}-${3 * PIECE_SIZE}` }, {}]) {
    const refused = await ask('GET', path, { headers });
    assert.equal(refused.status, 409);
    assert.equal(parseErrorBody(refused.body)?.context['version'], told.version);
  }
  assert.equal((await ask('GET', `${path}/pages/0`)).body.length, PIECES * 32);
});

test('tells which pieces are here, in a version that grows with them', async (t) => {
  const { peer, content, field, serving, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const told = async () => decodeBitfield(PIECES, (await ask('GET', `/v1/content/${content}/bitfield`)).body);
  const first = await told();
  assert.deepEqual(first.field.toBytes(), field.toBytes());
  field.set(0);
  serving.came();
  const second = await told();
  assert.ok(second.version > first.version && second.field.has(0));
});

test('hears who asks for pieces, and what they have themselves, whatever that is', async (t) => {
  const { peer, content, serving, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const heard: [string, string | undefined][] = [];
  serving.onAsked((who, told) => heard.push([who, told && Buffer.from(told).toString('base64')]));
  const path = `/v1/content/${content}`;
  const range = `bytes=${PIECE_SIZE}-${2 * PIECE_SIZE - 1}`;
  const telling = Buffer.from(wanting(0, 1)).toString('base64');
  await ask('GET', path, { headers: { range, [BITFIELD_HEADER]: telling } });
  await ask('POST', `${path}/next`, { body: wanting(1), headers: { [BITFIELD_HEADER]: telling } });
  assert.equal((await ask('GET', path, { headers: { range, [BITFIELD_HEADER]: '?' } })).status, 206);
  await ask('GET', path, { headers: { range } });
  await ask('GET', `${path}/bitfield`);
  await ask('POST', `${path}/bitfield`, { body: wanting(1), headers: { [BITFIELD_HEADER]: telling } });
  const who = member.identity.peer;
  assert.deepEqual(heard, [
    [who, telling],
    [who, telling],
    [who, ''],
    [who, undefined],
    [who, telling],
  ]);
});

test('chooses pieces that it has and the requester lacks, and says when there are none', async (t) => {
  const { peer, content, member } = await fetchingPeer(t);
  const ask = asking(t, peer, member);
  const next = (body: Uint8Array, query = '') => ask('POST', `/v1/content/${content}/next${query}`, { body });
  const last = await next(wanting(0, 3, 7));
  assert.equal(last.status, 206);
  assert.equal(last.headers['content-range'], `bytes ${7 * PIECE_SIZE}-${bytes.length - 1}/${bytes.length}`);
  assert.ok(last.body.equals(pieceOf(7)));
  assert.ok((await next(wanting(1, 2), '?count=5')).body.equals(bytes.subarray(PIECE_SIZE, 3 * PIECE_SIZE)));
  assert.equal((await next(wanting(0, 3))).status, 409);
  assert.equal((await next(new Uint8Array(5))).status, 400);
  assert.equal((await next(new Uint8Array(70_000))).status, 413);
  assert.equal((await ask('POST', `/v1/content/${content}/next?count=0`, { body: wanting(1) })).status, 404);
});

test('hands different pieces of a whole content to those who ask', async (t) => {
  const peer = await servingPeer(t);
  const { content } = await peer.serve('file', bytes);
  const ranges = new Set<string>();
  for (let who = 0; who < PIECES; who++) {
    const ask = asking(t, peer, await peer.member());
    const body = encodeBitfield({ version: 0, field: new Bitfield(PIECES) });
    ranges.add(String((await ask('POST', `/v1/content/${content}/next`, { body })).headers['content-range']));
  }
  assert.equal(ranges.size, PIECES);
});

test('shows a part only to its audience, follows it to its name, and forgets it at its end', async (t) => {
  const restricted: Audience = { kind: 'restricted', groups: ['friends'], peers: [] };
  const { peer, content, path, serving, member } = await fetchingPeer(t, restricted);
  const stranger = asking(t, peer, member);
  const friend = asking(t, peer, await peer.member({ groups: ['friends'] }));
  const range = { headers: { range: `bytes=${PIECE_SIZE}-${2 * PIECE_SIZE - 1}` } };
  const at = `/v1/content/${content}`;
  assert.deepEqual(
    [(await stranger('GET', at, range)).status, (await stranger('GET', `${at}/bitfield`)).status],
    [404, 404],
  );
  await rename(path, `${path}.whole`);
  assert.equal((await friend('GET', at, range)).status, 409, 'it may have its name by now');
  serving.moved(`${path}.whole`);
  assert.equal((await friend('GET', at, range)).status, 206);
  serving.end();
  assert.equal((await friend('GET', at, range)).status, 404);
});

test('serves the whole to those for whom the part is not, also while it is fetched', async (t) => {
  const restricted: Audience = { kind: 'restricted', groups: ['friends'], peers: [] };
  const { peer, content, serving, member } = await fetchingPeer(t, restricted);
  assert.equal((await peer.serve('file', bytes)).content, content);
  const range = { headers: { range: `bytes=0-${PIECE_SIZE - 1}` } };
  const at = `/v1/content/${content}`;
  assert.equal((await asking(t, peer, member)('GET', at, range)).status, 206);
  const friend = asking(t, peer, await peer.member({ groups: ['friends'] }));
  assert.equal((await friend('GET', at, range)).status, 409);
  serving.end();
  assert.equal((await friend('GET', at, range)).status, 206);
});
