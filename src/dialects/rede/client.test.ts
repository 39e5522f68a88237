import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { Listening } from '../../../test/support/dialects/listening.ts';
import { RedeForeignPeer } from '../../../test/support/dialects/rede-foreign-peer.ts';
import { RedeForeignTracker as SmallServer } from '../../../test/support/dialects/rede-foreign-tracker.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { RedeFetch } from './client.ts';
import { RedeForeignTracker } from './foreign-tracker.ts';
import { RedePeerServer } from './peer.ts';

const BIG = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 7919) & 255));
const FILES = { 'a.txt': 'alpha', 'b.txt': 'beta', big: BIG };
const signal = new AbortController().signal;
const fails = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);

async function fetchAll(port: number, name: string, cancel = signal): Promise<Buffer> {
  const fetch = new RedeFetch({ silenceMs: 300 });
  await using answer = await fetch.fetch({ name, host: '127.0.0.1', port }, { signal: cancel });
  assert.equal(answer.endIsKnown, false);
  const parts: Buffer[] = [];
  for await (const part of answer.chunks) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

async function serverFrom(t: TestContext, firstPort: number): Promise<SmallServer> {
  const server = await SmallServer.start(firstPort);
  t.after(() => server[Symbol.asyncDispose]());
  return server;
}

function join(t: TestContext, port: number, share: MemoryShare, refreshMs = 60_000, peerPort = 1) {
  const at = { host: '127.0.0.1', port, peerPort };
  const client = new RedeForeignTracker({ log: SILENT, share }, at, { silenceMs: 500, refreshMs });
  t.after(() => client[Symbol.asyncDispose]());
  return client;
}

async function eventually(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_000 && !holds(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.ok(holds());
}

test('fetches from an old peer, which never closes, and from a peer of ours, which does', async (t) => {
  const old = new RedeForeignPeer(FILES);
  t.after(() => old[Symbol.asyncDispose]());
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 10 };
  const ours = new RedePeerServer({ log: SILENT, share: new MemoryShare(FILES) }, listen);
  t.after(() => ours[Symbol.asyncDispose]());
  for (const port of [await old.listen(), await ours.start()]) {
    for (const [name, bytes] of Object.entries(FILES))
      assert.ok((await fetchAll(port, name)).equals(Buffer.from(bytes)));
    await assert.rejects(fetchAll(port, 'nothing'), fails('not-found'));
    await assert.rejects(fetchAll(port, 'a\nb'), fails('not-found'));
  }
});

test('a connection that breaks amid a file is an error', async (t) => {
  const listening = await Listening.on(0, async (talk) => {
    await talk.readOnce();
    talk.write('half');
    await new Promise((resolve) => setTimeout(resolve, 50));
    talk.socket.resetAndDestroy();
  });
  t.after(() => listening[Symbol.asyncDispose]());
  await assert.rejects(fetchAll(listening.port, 'a.txt'), fails('cut-off'));
  await assert.rejects(fetchAll(listening.port, 'a.txt', AbortSignal.abort()), fails('cancelled'));
});

test('joins, listens on the assigned port, searches by asking each peer, and leaves', async (t) => {
  const server = await serverFrom(t, 11_100);
  const old = new RedeForeignPeer({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  t.after(() => old[Symbol.asyncDispose]());
  assert.equal(await old.start(server.port), 11_100);
  const client = join(t, server.port, new MemoryShare({ 'my file.txt': 'mine' }));
  await client.start({ signal });
  assert.deepEqual(await old.peers(), [11_100, 11_101]);
  assert.deepEqual(await old.ls(11_101), ['my%20file.txt']);
  assert.equal((await old.get(11_101, 'my%20file.txt')).toString(), 'mine');
  assert.deepEqual(await client.search('', { signal }), [{ name: 'a.txt' }, { name: 'b.txt' }]);
  assert.deepEqual(await client.search('b', { signal }), [{ name: 'b.txt' }]);
  assert.deepEqual(await client.locate('a.txt', { signal }), [{ name: 'a.txt', host: '127.0.0.1', port: 11_100 }]);
  assert.deepEqual(await client.locate('my%20file.txt', { signal }), [], 'this peer knows its own');
  await client[Symbol.asyncDispose]();
  await eventually(() => server.members.size === 1);
});

test('takes the next port where another program has the assigned one', async (t) => {
  const server = await serverFrom(t, 11_120);
  const other = await Listening.on(11_120, async () => {});
  t.after(() => other[Symbol.asyncDispose]());
  const client = join(t, server.port, new MemoryShare({ a: '1' }));
  await client.start({ signal });
  await eventually(() => server.members.size === 1);
  assert.deepEqual([...server.members], [11_121]);
});

test('comes back to a server that closed the connection', async (t) => {
  const server = await serverFrom(t, 11_140);
  const client = join(t, server.port, new MemoryShare({ a: '1' }), 20);
  await client.start({ signal });
  server.dismiss();
  await eventually(() => server.members.size === 0);
  await eventually(() => server.members.size === 1);
});

test('a server that is silent, gone, or something else is an error', async (t) => {
  const silent = await Listening.on(0, async (talk) => void (await talk.readToEnd()));
  t.after(() => silent[Symbol.asyncDispose]());
  await assert.rejects(join(t, silent.port, new MemoryShare()).start({ signal }), fails('timeout'));
  const other = await Listening.on(0, async (talk) => {
    talk.write('SSH-2.0-x\r\n');
    await talk.readToEnd();
  });
  t.after(() => other[Symbol.asyncDispose]());
  await assert.rejects(join(t, other.port, new MemoryShare()).start({ signal }), fails('bad-answer'));
  const gone = await Listening.on(0, async () => {});
  await gone[Symbol.asyncDispose]();
  await assert.rejects(join(t, gone.port, new MemoryShare()).start({ signal }), fails('unreachable'));
});
