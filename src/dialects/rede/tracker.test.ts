import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { RedeForeignPeer } from '../../../test/support/dialects/rede-foreign-peer.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { RedeTracker, type RedeTrackerOptions } from './tracker.ts';

/** Below those of `freePort`: nobody else listens there. */
const FIRST = 11_455;

async function start(t: TestContext, options: Partial<RedeTrackerOptions> & { maxConnections?: number } = {}) {
  const registry = new MemoryRegistry();
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 1_000, ttlMs: 60_000, firstPort: FIRST, ...options };
  const tracker = new RedeTracker({ log: SILENT, registry }, listen);
  t.after(() => tracker[Symbol.asyncDispose]());
  const port = await tracker.start();
  /** Joins. @returns the connection, and the port as one read shows it */
  const join = async (localAddress = '127.0.0.1') => {
    const talk = await LineOfTalk.to(port, '127.0.0.1', localAddress);
    t.after(() => talk[Symbol.asyncDispose]());
    return { talk, assigned: (await talk.readOnce()).toString() };
  };
  return { registry, port, join };
}

async function ask(talk: LineOfTalk): Promise<string> {
  talk.write('peers');
  return (await talk.readOnce()).toString();
}

/** Asks until it is so. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('It never came to be.');
}

test('assigns ports that are unique per address, and again after leaving', async (t) => {
  const { join, registry } = await start(t);
  const first = await join();
  const second = await join();
  const elsewhere = await join('127.0.0.2');
  assert.deepEqual([first.assigned, second.assigned, elsewhere.assigned], ['11455', '11456', '11455']);
  assert.equal(await ask(second.talk), '127.0.0.1:11455/127.0.0.1:11456/127.0.0.2:11455/');
  first.talk.write('quit');
  assert.equal((await first.talk.readToEnd()).length, 0, 'no reply');
  assert.equal(await ask(second.talk), '127.0.0.1:11456/127.0.0.2:11455/');
  assert.equal((await join()).assigned, '11455');
  // Without a word, in both ways in which a connection ends.
  elsewhere.talk.socket.end();
  second.talk.socket.resetAndDestroy();
  await eventually(async () => (await registry.peers()).length === 1);
});

test('verbs are complete with their last byte, cut anywhere or coalesced', async (t) => {
  const { join } = await start(t);
  const { talk } = await join();
  for (const byte of 'peers') talk.write(byte);
  assert.equal((await talk.readBytes(16)).toString(), '127.0.0.1:11455/');
  talk.write('peerspeers\npeersquit');
  assert.equal((await talk.readToEnd()).toString(), '127.0.0.1:11455/'.repeat(3));
});

test('anything else has no reply and ends nothing', async (t) => {
  const { join } = await start(t);
  const { talk } = await join();
  const other = await join();
  talk.write('pee');
  await new Promise((resolve) => setTimeout(resolve, 400));
  talk.write('rs\nls\nget a.txt\nPEERS\n');
  talk.write(Uint8Array.from({ length: 2_000 }, (_, i) => 11 + ((i * 7) % 200)));
  talk.write('\n');
  assert.equal(await ask(talk), '127.0.0.1:11455/127.0.0.1:11456/');
  talk.write('x'.repeat(100_000));
  assert.equal((await talk.readToEnd()).length, 0, 'what is overlong is closed');
  await eventually(async () => (await ask(other.talk)) === '127.0.0.1:11456/');
});

test('the files of foreign peers come into the catalog, and go with them', async (t) => {
  const { registry, port } = await start(t, { ttlMs: 300, firstPort: 11_920 });
  const peer = new RedeForeignPeer({ 'a.txt': 'alpha', 'b%20c': 'beta' });
  t.after(() => peer[Symbol.asyncDispose]());
  const assigned = await peer.start(port);
  await eventually(async () => (await registry.files()).length === 2);
  assert.deepEqual(
    (await registry.files()).map(({ name, owners }) => [name, owners[0]?.key]),
    [
      ['a.txt', `127.0.0.1:${assigned}`],
      ['b%20c', `127.0.0.1:${assigned}`],
    ],
  );
  await peer[Symbol.asyncDispose]();
  await eventually(async () => (await registry.files()).length === 0);
});

test('a peer at whose port nobody answers twice is dropped', async (t) => {
  const { registry, join } = await start(t, { ttlMs: 50, firstPort: 11_900 });
  const { talk } = await join();
  talk.socket.on('error', () => {});
  await talk.readToEnd();
  await eventually(async () => (await registry.peers()).length === 0);
});

test('a peer that the registry dropped loses its connection', async (t) => {
  const { registry, join } = await start(t, { ttlMs: 100, firstPort: 11_910 });
  const { talk } = await join();
  talk.socket.on('error', () => {});
  await registry.leave('127.0.0.1:11910');
  await talk.readToEnd();
});

test('native peers are listed, and their ports are not assigned on their machine', async (t) => {
  const { registry, join } = await start(t);
  registry.addNative({ host: '127.0.0.1', port: 11_455, files: [] });
  registry.addNative({ host: '2001:db8::1', port: 11_456, files: [] });
  const { talk, assigned } = await join();
  assert.equal(assigned, '11457');
  assert.equal(await ask(talk), '127.0.0.1:11455/127.0.0.1:11457/');
});

test('closes where no port is free', async (t) => {
  const { join } = await start(t, { firstPort: 11_455, lastPort: 11_455 });
  await join();
  assert.equal((await join()).assigned, '');
});

test('500 peers are here at once, and below the limit none is refused', async (t) => {
  const { join } = await start(t, { maxConnections: 500, firstPort: 40_000 });
  const joined = await Promise.all(Array.from({ length: 500 }, () => join()));
  assert.equal(new Set(joined.map(({ assigned }) => assigned)).size, 500);
  const [one] = joined;
  assert.ok(one);
  one.talk.write('peers');
  const answer = (await one.talk.readBytes(500 * '127.0.0.1:40000/'.length)).toString();
  assert.equal(answer.split('/').length, 501);
  assert.equal((await join()).assigned, '', 'one more is closed at once');
});
