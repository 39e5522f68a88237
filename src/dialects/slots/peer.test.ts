import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { SlotsPeer, type SlotsPeerOptions } from './peer.ts';

async function startPeer(t: TestContext, share: FlatShare, options: SlotsPeerOptions = {}): Promise<number> {
  const defaults = { host: '127.0.0.1', port: 0, maxConnections: 10, initialPort: 0 };
  const peer = new SlotsPeer({ log: SILENT, share }, { ...defaults, ...options });
  t.after(() => peer[Symbol.asyncDispose]());
  return peer.start();
}

async function say(port: number, text: string): Promise<string> {
  await using talk = await LineOfTalk.to(port);
  talk.write(text);
  return (await talk.readToEnd()).toString();
}

async function ask(port: number, name: string): Promise<LineOfTalk> {
  const talk = await LineOfTalk.to(Number(await say(port, 'CONNECT')));
  talk.write(`${name}\n`);
  return talk;
}

/** A share of one file, whose reading is this. */
function shareOf(size: number, read: OpenFlatFile['read'], closed: () => unknown = () => {}): FlatShare {
  return {
    files: async () => [{ name: 'x', size }],
    open: async (name) => ({ name, size, read, [Symbol.asyncDispose]: async () => void closed() }),
  };
}

test('slots are busy while files are sent, and free again when a client vanishes', async (t) => {
  const closed = Promise.withResolvers<void>();
  let open = 2;
  const endless = shareOf(
    Number.MAX_SAFE_INTEGER,
    async (buffer) => buffer.length,
    () => --open === 0 && closed.resolve(),
  );
  const port = await startPeer(t, endless, { maxPeers: 2 });
  const talks = [await ask(port, 'x'), await ask(port, 'x')];
  for (const talk of talks) assert.equal((await talk.readBytes(2)).toString(), 'OK');
  assert.equal(await say(port, 'CONNECT'), 'NO CONNECTION');
  assert.equal(await say(port, 'ARE YOU ALIVE?'), 'YES, I AM.', 'which takes no slot');
  await talks[0]?.[Symbol.asyncDispose]();
  while ((await say(port, 'CONNECT')) === 'NO CONNECTION');
  await talks[1]?.[Symbol.asyncDispose]();
  await closed.promise;
});

test('a file that fails or shrinks while it is sent breaks the connection off', async (t) => {
  const vanishes = shareOf(100, async () => {
    throw new AyniError('content-changed', 'It changed.');
  });
  const shrinks = shareOf(100, async (_buffer, position) => (position === 0 ? 50 : 0));
  const grows = shareOf(100, async (buffer) => buffer.length);
  for (const share of [vanishes, shrinks, grows]) {
    await using talk = await ask(await startPeer(t, share), 'x');
    const broken = new Promise((resolve) => talk.socket.on('error', resolve));
    await talk.readToEnd();
    assert.equal((await broken) instanceof Error, true);
  }
});

test('a share that cannot open a file now has no such file', async (t) => {
  const busy: FlatShare = {
    files: async () => [],
    open: async () => {
      throw new AyniError('busy', 'Ask later.');
    },
  };
  await using talk = await ask(await startPeer(t, busy), 'a.txt');
  assert.equal((await talk.readToEnd()).toString(), 'FILE NOT FOUND: a.txt');
});

test('silence and half a verb are closed, and so is a data port to which nothing is said', async (t) => {
  const port = await startPeer(t, new MemoryShare(), { idleMs: 200 });
  for (const text of ['', 'ARE YOU']) assert.equal(await say(port, text), '');
  await using talk = await LineOfTalk.to(Number(await say(port, 'CONNECT')));
  assert.equal((await talk.readToEnd()).length, 0);
});

test('slow readers and many of them get every byte', async (t) => {
  const bytes = Buffer.from(Array.from({ length: 1_500_001 }, (_, i) => (i * 31) & 255));
  const port = await startPeer(t, new MemoryShare({ bytes }), { maxPeers: 20 });
  const get = async () => {
    await using talk = await ask(port, 'bytes');
    talk.socket.pause();
    setTimeout(() => talk.socket.resume(), 50);
    return await talk.readToEnd();
  };
  for (const got of await Promise.all(Array.from({ length: 20 }, get))) {
    assert.ok(got.subarray(2).equals(bytes) && got.toString('latin1', 0, 2) === 'OK');
  }
});
