import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../../test/support/dialects/eventually.ts';
import { FlatgrpcForeignPeer } from '../../../test/support/dialects/flatgrpc-foreign-peer.ts';
import { FlatgrpcForeignTracker } from '../../../test/support/dialects/flatgrpc-foreign-tracker.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { ForeignAnswer } from '../../wire/dialects/foreign-client.ts';
import { RawServer } from '../shared/test-support/raw-server.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { FlatgrpcForeignTracker as OurPlace } from './foreign-tracker.ts';
import { flatgrpc } from './index.ts';

const signal = new AbortController().signal;
const components = { clock: systemClock, log: SILENT };
const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 100 };

async function textOf(answer: ForeignAnswer): Promise<string> {
  await using open = answer;
  const parts: Uint8Array[] = [];
  for await (const chunk of open.chunks) parts.push(chunk);
  return Buffer.concat(parts).toString();
}

/** Our peer's place at a tracker on this port. */
function placeAt(
  port: number,
  options: { share?: MemoryShare; peerPort?: number; refreshMs?: number; clock?: ManualClock } = {},
) {
  const { share = new MemoryShare({}), peerPort = 5001, refreshMs = 60_000, clock = systemClock } = options;
  return new OurPlace(
    { ...components, clock, share },
    { host: '127.0.0.1', port, peerPort },
    { refreshMs, timeoutMs: 5_000 },
  );
}

test('fetches from a foreign peer', async () => {
  await using peer = new FlatgrpcForeignPeer({ 'a b%.txt': 'hello', empty: '' });
  const at = { host: '127.0.0.1', port: await peer.listen() };
  const fetch = flatgrpc.fetch(components, {});
  const answer = await fetch.fetch({ name: 'a b%.txt', ...at }, { signal });
  assert.equal(answer.endIsKnown, true);
  assert.equal(await textOf(answer), 'hello');
  assert.equal(await textOf(await fetch.fetch({ name: 'empty', ...at }, { signal })), '');
  await assert.rejects(fetch.fetch({ name: 'none', ...at }, { signal }), { code: 'not-found' });
});

for (const [what, head, endIsKnown] of [
  ['knows the end of a file with a length', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello', true],
  ['does not know the end of a file that is told by closing', 'HTTP/1.0 200 OK\r\n\r\nhello', false],
] as const) {
  test(what, async () => {
    await using server = new RawServer((socket) => socket.once('data', () => socket.end(head)));
    const source = { name: 'a', host: '127.0.0.1', port: await server.start() };
    const answer = await flatgrpc.fetch(components, {}).fetch(source, { signal });
    assert.equal(answer.endIsKnown, endIsKnown);
    assert.equal(await textOf(answer), 'hello');
  });
}

for (const [status, code] of [
  ['403 Forbidden', 'unauthenticated'],
  ['503 Service Unavailable', 'busy'],
  ['302 Found\r\nLocation: http://elsewhere/', 'bad-answer'],
] as const) {
  test(`takes status ${status.slice(0, 3)} of a foreign peer for ${code}`, async () => {
    const head = `HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`;
    await using server = new RawServer((socket) => socket.once('data', () => socket.end(head)));
    const source = { name: 'a', host: '127.0.0.1', port: await server.start() };
    await assert.rejects(flatgrpc.fetch(components, {}).fetch(source, { signal }), { code });
  });
}

test('registers at a foreign tracker, where foreign peers find and fetch what it shares', async () => {
  await using tracker = new FlatgrpcForeignTracker();
  const port = await tracker.start();
  const share = new MemoryShare({ 'a.txt': 'from us' });
  await using server = flatgrpc.peer({ ...components, share }, LISTEN);
  const peerPort = await server.start();
  await using place = placeAt(port, { share, peerPort });
  await place.start({ signal });
  assert.equal(place.peerId, `127.0.0.1:${peerPort}`);
  await using peer = new FlatgrpcForeignPeer({});
  await peer.start(`127.0.0.1:${port}`);
  assert.equal((await peer.fetch('a.txt')).toString(), 'from us');
});

test('registers by its host alone where it serves on port 5000, and leaves at the end', async () => {
  await using tracker = new FlatgrpcForeignTracker();
  const place = placeAt(await tracker.start(), { peerPort: 5000 });
  await place.start({ signal });
  assert.deepEqual([...tracker.peers.keys()], ['127.0.0.1']);
  await place[Symbol.asyncDispose]();
  assert.deepEqual([...tracker.peers.keys()], []);
});

test('asks a tracker without a list for the very name', async () => {
  await using tracker = new FlatgrpcForeignTracker();
  tracker.peers.set('peer_1', ['a.txt']).set('10.0.0.7:5001', ['a.txt']).set('not a host', ['a.txt']);
  await using place = placeAt(await tracker.start());
  assert.equal(await place.list({ signal }), undefined);
  assert.deepEqual(await place.search('', { signal }), []);
  assert.deepEqual(await place.search('a', { signal }), []);
  assert.deepEqual(await place.search('a.txt', { signal }), [{ name: 'a.txt' }]);
  assert.deepEqual(await place.locate('a.txt', { signal }), [
    { name: 'a.txt', host: 'peer_1', port: 5000 },
    { name: 'a.txt', host: '10.0.0.7', port: 5001 },
  ]);
});

test('searches the list of a tracker that has one, and does not list itself', async () => {
  const registry = new MemoryRegistry();
  await using tracker = flatgrpc.tracker({ ...components, registry }, LISTEN);
  const port = await tracker.start();
  await using other = placeAt(port, { share: new MemoryShare({ 'a.txt': '', 'b.txt': '' }), peerPort: 5002 });
  await using place = placeAt(port, { share: new MemoryShare({ 'a.txt': '' }) });
  await other.start({ signal });
  await place.start({ signal });
  assert.deepEqual(await place.search('', { signal }), [{ name: 'a.txt' }, { name: 'b.txt' }]);
  assert.deepEqual(await place.search('b.', { signal }), [{ name: 'b.txt' }]);
  assert.deepEqual(await place.locate('a.txt', { signal }), [{ name: 'a.txt', host: '127.0.0.1', port: 5002 }]);
});

test('registers anew what the share has now, and again where the tracker may have forgotten', async () => {
  await using tracker = new FlatgrpcForeignTracker();
  const clock = new ManualClock();
  const share = new MemoryShare({ 'a.txt': '' });
  await using place = placeAt(await tracker.start(), { share, refreshMs: 5, clock });
  await place.start({ signal });
  const until = (files: readonly string[]): Promise<void> =>
    eventually(() => JSON.stringify(tracker.peers.get('127.0.0.1:5001')) === JSON.stringify(files));
  share.add('b.txt', '');
  share.remove('a.txt');
  await until(['b.txt']);
  tracker.peers.clear();
  clock.advance(6 * 60_000);
  await until(['b.txt']);
});

test('says why it cannot be at a tracker', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '127.0.0.1', port: 5001, files: [] });
  await using tracker = flatgrpc.tracker({ ...components, registry }, LISTEN);
  await using taken = placeAt(await tracker.start());
  await assert.rejects(taken.start({ signal }), { code: 'conflict' });
  const gone = new RawServer();
  const port = await gone.start();
  await gone[Symbol.asyncDispose]();
  await using nowhere = placeAt(port);
  await assert.rejects(nowhere.start({ signal }), { code: 'unreachable' });
});
