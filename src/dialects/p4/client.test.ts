import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../../test/support/dialects/eventually.ts';
import { P4ForeignMaster } from '../../../test/support/dialects/p4-foreign-master.ts';
import { P4ForeignPeer } from '../../../test/support/dialects/p4-foreign-peer.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { ForeignAnswer } from '../../wire/dialects/foreign-client.ts';
import { GrpcServer } from '../shared/rpc/grpc-server.ts';
import { RawServer } from '../shared/test-support/raw-server.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import type { P4ClientOptions } from './client.ts';
import { METHODS } from './greeter.ts';
import { p4 } from './index.ts';
import type { P4Session } from './session.ts';

const signal = new AbortController().signal;
const components = { clock: systemClock, log: SILENT };
const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 100 };
const SECRET = 's';

async function bytesOf(answer: ForeignAnswer): Promise<Buffer> {
  await using open = answer;
  const parts: Uint8Array[] = [];
  for await (const chunk of open.chunks) {
    assert.ok(chunk.length <= 1024 * 1024);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

function placeAt(port: number, share: MemoryShare, options: P4ClientOptions & { peerPort?: number } = {}) {
  const { peerPort = 8001, ...rest } = options;
  return p4.foreignTracker(
    { ...components, share },
    { host: '127.0.0.1', port, peerPort },
    { secret: SECRET, timeoutMs: 5_000, ...rest },
  );
}

test('fetches by the unary call from a foreign peer, also more than 4 MiB', async () => {
  const large = Buffer.alloc(5_000_000, 'not all the same ');
  await using peer = new P4ForeignPeer({ 'a b.txt': 'hello', empty: '', large });
  const at = { host: '127.0.0.1', port: await peer.listen() };
  const fetch = p4.fetch(components, {});
  assert.equal((await bytesOf(await fetch.fetch({ name: 'a b.txt', ...at }, { signal }))).toString(), 'hello');
  assert.equal((await bytesOf(await fetch.fetch({ name: 'empty', ...at }, { signal }))).length, 0);
  assert.ok((await bytesOf(await fetch.fetch({ name: 'large', ...at }, { signal }))).equals(large));
  await assert.rejects(fetch.fetch({ name: 'none', ...at }, { signal }), { code: 'not-found' });
});

test('fetches by the stream from a peer that has it', async () => {
  const large = Buffer.alloc(9_000_000, 'not all the same ');
  const share = new MemoryShare({ large, empty: '' });
  await using peer = p4.peer({ ...components, share }, { ...LISTEN, require: 'nothing' });
  const at = { host: '127.0.0.1', port: await peer.start() };
  const fetch = p4.fetch(components, {});
  assert.ok((await bytesOf(await fetch.fetch({ name: 'large', ...at }, { signal }))).equals(large));
  assert.equal((await bytesOf(await fetch.fetch({ name: 'empty', ...at }, { signal }))).length, 0);
  await assert.rejects(fetch.fetch({ name: 'none', ...at }, { signal }), { code: 'not-found' });
  // Whoever has seen enough leaves the rest.
  await (await fetch.fetch({ name: 'large', ...at }, { signal }))[Symbol.asyncDispose]();
});

test('says that a file was cut off where its peer vanishes, that it was cancelled, or that nobody is there', async () => {
  const gate = Promise.withResolvers<void>();
  const peer = new GrpcServer(
    {
      log: SILENT,
      methods: [
        {
          path: METHODS.getFileStream,
          stream: async function* () {
            yield Buffer.from([0x0a, 1, 65]);
            await gate.promise;
          },
        },
      ],
    },
    LISTEN,
  );
  const source = { name: 'a', host: '127.0.0.1', port: await peer.start() };
  const fetch = p4.fetch(components, {});
  const stop = new AbortController();
  const cancelled = await fetch.fetch(source, { signal: stop.signal });
  stop.abort();
  await assert.rejects(bytesOf(cancelled), { code: 'cancelled' });
  const cut = await fetch.fetch(source, { signal });
  await peer[Symbol.asyncDispose]();
  await assert.rejects(bytesOf(cut), { code: 'cut-off' });
  await assert.rejects(fetch.fetch(source, { signal }), { code: 'unreachable' });
  gate.resolve();
});

test('gives up on a peer that says nothing, or noise', async () => {
  await using silent = new RawServer();
  const source = { name: 'a', host: '127.0.0.1', port: await silent.start() };
  await assert.rejects(p4.fetch(components, { timeoutMs: 100 }).fetch(source, { signal }), { code: 'timeout' });
  await using noisy = new RawServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await assert.rejects(p4.fetch(components, {}).fetch({ ...source, port: await noisy.start() }, { signal }));
});

test('registers at a foreign master, where foreign peers find and fetch what it shares', async () => {
  await using master = new P4ForeignMaster(SECRET);
  const port = await master.start();
  const share = new MemoryShare({ 'a b.txt': 'from us' });
  await using server = p4.peer({ ...components, share }, { ...LISTEN, require: 'nothing' });
  await using place = placeAt(port, share, { peerPort: await server.start() });
  await place.start({ signal });
  await using foreign = new P4ForeignPeer({ theirs: 'from them' });
  await foreign.start(port, SECRET, 'foreign');
  assert.deepEqual(await foreign.list(), ['a b.txt', 'theirs']);
  assert.equal((await foreign.fetch('a b.txt')).toString(), 'from us');
  assert.deepEqual(await place.search('the', { signal }), [{ name: 'theirs' }]);
  const [source, ...more] = await place.locate('theirs', { signal });
  assert.ok(source !== undefined && more.length === 0);
  assert.equal((await bytesOf(await p4.fetch(components, {}).fetch(source, { signal }))).toString(), 'from them');
  assert.deepEqual(await place.locate('none', { signal }), []);
  assert.deepEqual(await place.locate('a b.txt', { signal }), []);
});

test('shows its token to peers, and leaves at the end', async () => {
  const registry = new MemoryRegistry();
  await using master = p4.tracker({ ...components, registry }, { ...LISTEN, secret: SECRET });
  const at = { host: '127.0.0.1', port: await master.start() };
  const share = new MemoryShare({ a: 'hello' });
  await using server = p4.peer({ ...components, share }, { ...LISTEN, require: 'token', master: at });
  const source = { name: 'a', host: '127.0.0.1', port: await server.start() };
  const session: P4Session = { token: undefined };
  const place = placeAt(at.port, share, { session });
  const fetch = p4.fetch(components, { session });
  await assert.rejects(fetch.fetch(source, { signal }), { code: 'unauthenticated' });
  await place.start({ signal });
  assert.equal((await bytesOf(await fetch.fetch(source, { signal }))).toString(), 'hello');
  assert.equal((await registry.peers()).length, 1);
  await place[Symbol.asyncDispose]();
  assert.equal((await registry.peers()).length, 0);
  assert.equal(session.token, undefined);
});

for (const [what, isOurs] of [
  ['a master of ours', true],
  ['a foreign master', false],
] as const) {
  test(`tells ${what} what is new and what is gone`, async () => {
    await using foreign = new P4ForeignMaster(SECRET);
    await using ours = p4.tracker({ ...components, registry: new MemoryRegistry() }, { ...LISTEN, secret: SECRET });
    const port = isOurs ? await ours.start() : await foreign.start();
    if (isOurs) await foreign.start();
    else await ours.start();
    const share = new MemoryShare({ a: '' });
    await using place = placeAt(port, share, { refreshMs: 5 });
    await place.start({ signal });
    share.add('b', '');
    share.remove('a');
    await eventually(async () => {
      const names = (await place.search('', { signal })).map(({ name }) => name);
      return names.join() === 'b';
    });
  });
}

test('registers again where the master has forgotten it', async () => {
  const registry = new MemoryRegistry();
  await using master = p4.tracker({ ...components, registry }, { ...LISTEN, secret: SECRET });
  await using place = placeAt(await master.start(), new MemoryShare({ a: '' }), { clientId: 'us' });
  await place.start({ signal });
  await registry.leave('us');
  assert.deepEqual(await place.search('', { signal }), [{ name: 'a' }]);
  assert.deepEqual(
    (await registry.peers()).map(({ key }) => key),
    ['us'],
  );
});

test('takes another name where its own is taken, and says where the secret is wrong', async () => {
  const registry = new MemoryRegistry();
  await using master = p4.tracker({ ...components, registry }, { ...LISTEN, secret: SECRET });
  const port = await master.start();
  await using first = placeAt(port, new MemoryShare({}), { clientId: 'us' });
  await using second = placeAt(port, new MemoryShare({}), { clientId: 'us' });
  await first.start({ signal });
  await second.start({ signal });
  assert.match((await registry.peers())[1]?.key ?? '', /^us-[0-9a-f]{8}$/);
  await using stranger = placeAt(port, new MemoryShare({}), { secret: 'wrong' });
  await assert.rejects(stranger.start({ signal }), { code: 'unauthenticated' });
});

for (const [what, answer] of [
  ['no JSON', 'HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n<ht>'],
  ['no HTTP', 'what?\r\n'],
] as const) {
  test(`says where what answers as a master is none: ${what}`, async () => {
    await using server = new RawServer((socket) => socket.once('data', () => socket.end(answer)));
    await using place = placeAt(await server.start(), new MemoryShare({}));
    await assert.rejects(place.start({ signal }), { code: 'bad-answer' });
  });
}
