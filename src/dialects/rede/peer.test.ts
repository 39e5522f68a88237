import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { RedePeerServer, type RedePeerOptions } from './peer.ts';

const BIG = Buffer.from(Array.from({ length: 1_500_000 }, (_, i) => (i * 7919) & 255));
const FILES = { 'a.txt': 'alpha', empty: '', 'my 50% file.txt': 'spaced', 'a%20b': 'as it is', big: BIG };

async function start(t: TestContext, share = new MemoryShare(FILES), options: RedePeerOptions = {}) {
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 100 };
  const peer = new RedePeerServer({ log: SILENT, share }, { ...listen, ...options });
  t.after(() => peer[Symbol.asyncDispose]());
  const port = await peer.start();
  return async () => {
    const talk = await LineOfTalk.to(port);
    t.after(() => talk[Symbol.asyncDispose]());
    return talk;
  };
}

test('lists names with a space after each one, as often as it is asked', async (t) => {
  const talk = await (await start(t))();
  const listing = 'a.txt empty my%2050%25%20file.txt a%2520b big ';
  talk.write('ls');
  assert.equal((await talk.readOnce()).toString(), listing);
  talk.write('lsls\n');
  assert.equal((await talk.readBytes(listing.length * 2)).toString(), listing + listing);
});

test('get without terminator is answered with the bytes and the end of the stream', async (t) => {
  const dial = await start(t);
  const wanted = { ...FILES, 'my%2050%25%20file.txt': 'spaced', 'a%2520b': 'as it is', nothing: '', '../a.txt': '' };
  for (const [name, bytes] of Object.entries(wanted)) {
    const talk = await dial();
    talk.write(`get ${name}`);
    assert.ok((await talk.readToEnd()).equals(Buffer.from(bytes)), name);
  }
});

test('several commands on a connection, and a request that ends with the stream', async (t) => {
  const talk = await (await start(t))();
  talk.write('ls');
  await talk.readOnce();
  talk.socket.end('lsget a.txt');
  assert.match((await talk.readToEnd()).toString(), / big alpha$/);
});

test('a file that was removed after it was listed ends the stream with nothing sent', async (t) => {
  const share = new MemoryShare(FILES);
  const talk = await (await start(t, share))();
  talk.write('ls');
  await talk.readOnce();
  share.remove('a.txt');
  talk.write('get a.txt\n');
  assert.equal((await talk.readToEnd()).length, 0);
});

test('an empty share lists nothing, and goes on', async (t) => {
  const share = new MemoryShare(FILES);
  share.files = async () => [];
  const talk = await (await start(t, share))();
  talk.write('lslsget a.txt\n');
  assert.equal((await talk.readToEnd()).toString(), 'alpha');
});

test('what is no command, half of one and silence end the stream', async (t) => {
  const dial = await start(t, new MemoryShare(FILES), { idleMs: 100 });
  const noise = Uint8Array.from({ length: 3_000 }, (_, i) => (i * 7 + 128) & 255);
  for (const bad of ['', 'ge', 'get', 'getx\n', 'peers', 'GET / HTTP/1.1\r\n\r\n', noise, 'x'.repeat(100_000)]) {
    const talk = await dial();
    if (bad !== '') talk.write(bad);
    assert.equal((await talk.readToEnd()).length, 0);
  }
  const talk = await dial();
  talk.write('ls');
  assert.match((await talk.readOnce()).toString(), /^a\.txt /);
});
