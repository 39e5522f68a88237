import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { md5Of, SlotsForeignPeer } from '../../../test/support/dialects/slots-foreign-peer.ts';
import { SlotsForeignTracker } from '../../../test/support/dialects/slots-foreign-tracker.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { slots } from './index.ts';

const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 50, initialPort: 0 };
const components = { clock: systemClock, log: SILENT };
const BIG = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => (i * 7919) & 255));
const { signal } = new AbortController();

async function ourTracker(t: TestContext, options: { ttlMs?: number; maxPeer?: number } = {}) {
  const registry = new MemoryRegistry();
  const tracker = slots.tracker({ ...components, registry }, { ...LISTEN, ttlMs: 60_000, ...options });
  t.after(() => tracker[Symbol.asyncDispose]());
  return { registry, port: await tracker.start() };
}

async function ourPeer(t: TestContext, files: Record<string, string | Uint8Array>) {
  const share = new MemoryShare(files);
  const peer = slots.peer({ ...components, share }, LISTEN);
  t.after(() => peer[Symbol.asyncDispose]());
  return { share, port: await peer.start() };
}

async function foreignPeer(t: TestContext, trackerPort: number, files: Record<string, string | Uint8Array> = {}) {
  const peer = new SlotsForeignPeer(files);
  t.after(() => peer[Symbol.asyncDispose]());
  await peer.start(trackerPort);
  return peer;
}

/** Our client, from one source. */
async function fetchAll(source: { port: number; name: string; md5?: string; size?: number }): Promise<Buffer> {
  await using answer = await slots
    .fetch(components, { silenceMs: 5_000 })
    .fetch({ host: '127.0.0.1', ...source }, { signal });
  const parts: Buffer[] = [];
  for await (const part of answer.chunks) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

test('foreign peers find each other at our tracker, and leave it', async (t) => {
  const { port } = await ourTracker(t);
  const a = await foreignPeer(t, port, { 'a.txt': 'alpha', 'both.txt': 'both', big: BIG });
  const b = await foreignPeer(t, port, { 'b.txt': 'beta', 'both.txt': 'both' });
  assert.deepEqual(await a.list(), []);
  assert.equal(await a.where('b.txt'), 'FILE NOT FOUND');
  assert.deepEqual(await b.fetch('a.txt'), Buffer.from('alpha'));
  assert.ok((await b.fetch('big')).equals(BIG));
  assert.deepEqual(await a.fetch('b.txt'), Buffer.from('beta'));
  assert.deepEqual(
    (await a.list()).map(({ peers, name, size }) => `${peers} ${name} ${size}`),
    ['1 a.txt 5', '2 both.txt 4', '1 big 3000000', '1 b.txt 4'],
  );
  await b.quit();
  assert.deepEqual(
    (await a.list()).map(({ peers, name }) => `${peers} ${name}`),
    ['1 a.txt', '1 both.txt', '1 big', '0 b.txt'],
  );
  assert.equal(await a.where('b.txt'), 'FILE NOT FOUND');
});

test('each request gets the next peer that holds the file, in order of registration', async (t) => {
  const { port } = await ourTracker(t);
  const md5 = md5Of('same');
  const peers = [];
  for (let i = 0; i < 3; i++) {
    const peer = await foreignPeer(t, port, { 'same.txt': 'same' });
    peers.push(peer);
    // The first of them is sent to itself: nobody else has it.
    assert.equal(await peer.where('nothing'), 'FILE NOT FOUND');
  }
  const [a, b, c] = peers.map((peer) => `127.0.0.1:${peer.port}:${md5}`);
  const asks = await foreignPeer(t, port);
  const next = () => asks.where('same.txt');
  assert.deepEqual([await next(), await next(), await next(), await next()], [a, b, c, a]);
  await peers[1]?.quit();
  assert.deepEqual([await next(), await next(), await next()], [c, a, c]);
});

test('of several contents of a name the one with most peers is served, and both are listed', async (t) => {
  const { port } = await ourTracker(t);
  const first = await foreignPeer(t, port, { 'x.txt': 'first' });
  await first.where('-');
  const others = [await foreignPeer(t, port, { 'x.txt': 'second' }), await foreignPeer(t, port, { 'x.txt': 'second' })];
  await others[0]?.where('-');
  assert.deepEqual(await first.fetch('x.txt'), Buffer.from('first'), 'among equals the first one');
  await others[1]?.where('-');
  assert.deepEqual(await first.fetch('x.txt'), Buffer.from('second'));
  assert.deepEqual(
    (await first.list()).map(({ peers, md5 }) => [peers, md5]),
    [
      [1, md5Of('first')],
      [2, md5Of('second')],
    ],
  );
});

test('announcing again replaces the list, and rehash sends nothing by itself', async (t) => {
  const { port } = await ourTracker(t);
  const peer = await foreignPeer(t, port, { 'old.txt': 'old', 'stays.txt': 'stays' });
  await peer.where('-');
  peer.files.delete('old.txt');
  peer.files.set('new.txt', Buffer.from('new'));
  peer.rehash();
  assert.deepEqual(
    (await peer.list()).map(({ name }) => name),
    ['old.txt', 'stays.txt'],
  );
  await peer.where('-');
  assert.deepEqual(
    (await peer.list()).filter(({ peers }) => peers > 0).map(({ name }) => name),
    ['stays.txt', 'new.txt'],
  );
});

test('a foreign peer fetches from ours, and gets what is encoded', async (t) => {
  const files = { 'a.txt': 'alpha', 'a:b 50%.txt': 'odd', empty: '', big: BIG };
  const ours = await ourPeer(t, files);
  const { registry, port } = await ourTracker(t);
  registry.addNative({ host: '127.0.0.1', port: ours.port, files: await ours.share.files() });
  const peer = await foreignPeer(t, port);
  const listed = await peer.list();
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['a.txt', 'a%3Ab 50%25.txt', 'empty', 'big'],
  );
  for (const [at, bytes] of Object.values(files).entries()) {
    assert.ok((await peer.fetch(listed[at]?.name ?? '')).equals(Buffer.from(bytes)));
  }
  assert.ok((await peer.fetchFrom(ours.port, 'a:b 50%.txt')).equals(Buffer.from('odd')), 'the very name');
  ours.share.remove('a.txt');
  await assert.rejects(peer.fetch('a.txt'), /^Error: FILE NOT FOUND: a\.txt$/);
});

test('our client fetches from a foreign peer, and from ours', async (t) => {
  const files = { 'a.txt': 'alpha', empty: '', big: BIG };
  const foreign = await foreignPeer(t, 0, files);
  const ours = await ourPeer(t, files);
  for (const { port } of [foreign, ours]) {
    for (const [name, bytes] of Object.entries(files)) {
      assert.ok((await fetchAll({ port, name, md5: md5Of(bytes) })).equals(Buffer.from(bytes)));
    }
    await assert.rejects(fetchAll({ port, name: 'nothing' }), (error) => AyniError.is(error, 'not-found'));
  }
});

test('another MD5 than the one that was told is an error, and so is an end that comes too early', async (t) => {
  const { port } = await foreignPeer(t, 0, { 'a.txt': 'alpha' });
  const fails = (code: string) => (error: unknown) => error instanceof AyniError && error.code === code;
  await assert.rejects(fetchAll({ port, name: 'a.txt', md5: md5Of('beta') }), fails('corrupt-piece'));
  await assert.rejects(fetchAll({ port, name: 'a.txt', size: 6 }), fails('cut-off'));
});

test('our peer is at a foreign tracker from when it starts until it ends', async (t) => {
  const tracker = await SlotsForeignTracker.start();
  t.after(() => tracker[Symbol.asyncDispose]());
  const other = await foreignPeer(t, tracker.port, { 'b.txt': 'beta', 'both.txt': 'both' });
  await other.where('-');
  const ours = await ourPeer(t, { 'a:1.txt': 'alpha', 'both.txt': 'both' });
  const at = { host: '127.0.0.1', port: tracker.port, peerPort: ours.port };
  const link = slots.foreignTracker({ ...components, share: ours.share }, at, { silenceMs: 5_000, refreshMs: 100 });
  t.after(() => link[Symbol.asyncDispose]());
  await link.start({ signal });
  assert.deepEqual(await other.fetch('a%3A1.txt'), Buffer.from('alpha'));
  assert.deepEqual(
    (await link.search('.txt', { signal })).map(({ name, size }) => `${name} ${size}`),
    ['b.txt 4', 'both.txt 4', 'a%3A1.txt 5'],
  );
  const theirs = { name: 'both.txt', host: '127.0.0.1', port: other.port, md5: md5Of('both'), size: 4 };
  assert.deepEqual(await link.locate('both.txt', { signal }), [theirs], 'others only');
  assert.deepEqual(await link.locate('a%3A1.txt', { signal }), []);
  assert.deepEqual(await link.locate('nothing', { signal }), []);

  ours.share.add('later.txt', 'later');
  while (!tracker.files.has('later.txt')) await sleep(20);
  await link[Symbol.asyncDispose]();
  assert.deepEqual(tracker.files.get('later.txt')?.peers, []);
});

test('tracker and peer are started in either order', async (t) => {
  const before = await SlotsForeignTracker.start();
  const { port } = before;
  await before[Symbol.asyncDispose]();
  const ours = await ourPeer(t, { 'a.txt': 'alpha' });
  const at = { host: '127.0.0.1', port, peerPort: ours.port };
  await using link = slots.foreignTracker({ ...components, share: ours.share }, at, { refreshMs: 50 });
  await link.start({ signal });
  await assert.rejects(link.search('', { signal }), (error) => AyniError.is(error, 'unreachable'));
  for (let times = 0; times < 2; times++) {
    await using tracker = await SlotsForeignTracker.start({ port });
    while (tracker.files.get('a.txt')?.peers.length !== 1) await sleep(20);
  }
});

test('our peer at our tracker', async (t) => {
  const { port } = await ourTracker(t);
  const ours = await ourPeer(t, { 'a:1.txt': 'alpha' });
  const at = { host: '127.0.0.1', port, peerPort: ours.port };
  await using link = slots.foreignTracker({ ...components, share: ours.share }, at, { refreshMs: 60_000 });
  await link.start({ signal });
  const asks = await foreignPeer(t, port);
  assert.deepEqual(await asks.fetch('a%3A1.txt'), Buffer.from('alpha'));
});

test('a peer that crashed leaves after two probes, and one that answers stays', async (t) => {
  const { port } = await ourTracker(t, { ttlMs: 50 });
  const [stays, crashes] = [await foreignPeer(t, port, { s: 's' }), await foreignPeer(t, port, { c: 'c' })];
  await stays.where('-');
  await crashes.where('-');
  await crashes[Symbol.asyncDispose]();
  const count = async (name: string) => (await stays.list()).find((file) => file.name === name)?.peers;
  while ((await count('c')) !== 0) await sleep(20);
  await sleep(200);
  assert.equal(await count('s'), 1);
});
