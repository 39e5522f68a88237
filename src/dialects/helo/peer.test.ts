import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { frame } from '../../../test/support/dialects/helo-foreign-tracker.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import { HeloPeer, type HeloPeerOptions } from './peer.ts';

const BIG = Buffer.from(Array.from({ length: 1_500_000 }, (_, i) => (i * 7919) & 255));
const SHARE = new MemoryShare({
  'a.txt': 'alpha',
  empty: '',
  'my 1:1 50%.txt': 'encoded',
  'a%20b': 'as it is',
  big: BIG,
});

async function start(t: TestContext, options: HeloPeerOptions = {}, share: FlatShare = SHARE) {
  const peer = new HeloPeer({ log: SILENT, share }, { host: '127.0.0.1', port: 0, maxConnections: 100, ...options });
  t.after(() => peer[Symbol.asyncDispose]());
  const port = await peer.start();
  return async () => {
    const talk = await LineOfTalk.to(port);
    t.after(() => talk[Symbol.asyncDispose]());
    return talk;
  };
}

async function readFrame(talk: LineOfTalk): Promise<[id: string, payload: Buffer]> {
  const head = await talk.readBytes(8);
  return [head.toString('latin1', 0, 4), await talk.readBytes(head.readUInt32BE(4))];
}

async function readFile(talk: LineOfTalk): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (;;) {
    const [id, payload] = await readFrame(talk);
    assert.equal(id, 'DATA');
    assert.ok(payload.length <= 1024 * 1024);
    if (payload.length === 0) return Buffer.concat(parts);
    parts.push(payload);
  }
}

test('an unframed request without terminator is answered with the bytes and the end of the stream', async (t) => {
  const dial = await start(t);
  const wanted = { 'a.txt': 'alpha', empty: '', 'my%201%3A1%2050%25.txt': 'encoded', 'my 1:1 50%.txt': 'encoded' };
  for (const [name, bytes] of Object.entries({ ...wanted, 'a%20b': 'as it is' })) {
    const talk = await dial();
    talk.write(`REQF ${name}`);
    assert.equal((await talk.readToEnd()).toString(), bytes, name);
  }
  const talk = await dial();
  talk.socket.end('REQF big');
  assert.ok((await talk.readToEnd()).equals(BIG), 'a request that ends with the stream');
});

test('framed requests are answered one after the other on one connection', async (t) => {
  const talk = await (await start(t))();
  talk.write(Buffer.concat([frame('REQF', 'a.txt'), frame('REQF', 'my 1:1 50%.txt'), frame('REQF', 'nothing')]));
  assert.equal((await readFile(talk)).toString(), 'alpha');
  assert.equal((await readFile(talk)).toString(), 'encoded');
  const [id, payload] = await readFrame(talk);
  assert.equal(id, 'ERRR');
  assert.match(payload.toString(), /^NOFI ./);
  talk.write(frame('REQF', 'big'));
  assert.ok((await readFile(talk)).equals(BIG));
  talk.write(frame('REQF', 'empty'));
  assert.equal((await readFile(talk)).length, 0);
});

test('an unframed request for what is not there is told so, and the stream ends', async (t) => {
  const dial = await start(t);
  for (const name of ['nothing', '', '../a.txt', '/etc/passwd', 'x'.repeat(10_000)]) {
    const talk = await dial();
    talk.write(`REQF ${name}`);
    assert.match((await talk.readToEnd()).toString(), /^ERRR NOFI [^\n]+\n$/);
  }
});

test('what is no request is told so, and the next request is answered', async (t) => {
  const talk = await (await start(t))();
  for (const bad of ['HELO hi\n', 'xyz\n', 'GET / HTTP/1.1\r\n', 'REQFa.txt\n', Buffer.from('REQF \xff\n', 'latin1')]) {
    talk.write(bad);
    assert.match(await talk.readLine(), /^ERRR BADM [^\n]+\n$/);
  }
  talk.write(frame('ADDF', 'a.txt'));
  assert.match((await readFrame(talk))[1].toString(), /^BADM /);
  talk.write(frame('REQF', new Uint8Array(1024 * 1024 + 1)));
  assert.match((await readFrame(talk))[1].toString(), /^TOOB /);
  talk.write(frame('REQF', 'a.txt'));
  assert.equal((await readFile(talk)).toString(), 'alpha');
});

test('silence and half a message end in an error and a close', async (t) => {
  const dial = await start(t, { idleMs: 100, messageMs: 400 });
  const silent = await dial();
  assert.match((await silent.readToEnd()).toString(), /^ERRR BADM .*\n$/);
  const half = await dial();
  half.write('REQF\0\0\0\u0009a.t');
  assert.match((await half.readToEnd()).toString('latin1'), /^ERRR\0\0\0.BADM /);
  const drip = await dial();
  drip.socket.on('error', () => {});
  const drops = setInterval(() => drip.write(drip.socket.bytesWritten === 0 ? 'REQF a' : 'a'), 50);
  t.after(() => clearInterval(drops));
  assert.match((await drip.readToEnd()).toString(), /^ERRR BADM .*\n$/);
});

test('without a free slot it is busy', async (t) => {
  const endless = new MemoryShare({ endless: new Uint8Array(64 * 1024 * 1024) });
  const busy = await start(t, { slots: 1 }, endless);
  const holder = await busy();
  holder.write(frame('REQF', 'endless'));
  await holder.readBytes(8);
  holder.socket.pause();
  const second = await busy();
  second.write(frame('REQF', 'endless'));
  assert.match((await readFrame(second))[1].toString(), /^BUSY /);
  await holder[Symbol.asyncDispose]();
  for (;;) {
    const again = await busy();
    again.write(frame('REQF', 'endless'));
    const [id] = await readFrame(again);
    if (id === 'DATA') break;
  }
});

test('a file that turns out shorter or longer breaks the connection instead of looking whole', async (t) => {
  for (const end of [5, Infinity]) {
    const share: FlatShare = {
      files: async () => [],
      open: async (name) => ({
        name,
        size: 10,
        read: async (buffer, position) => (position < end ? buffer.fill(1, 0, 5) && 5 : 0),
        async [Symbol.asyncDispose]() {},
      }),
    };
    const dial = await start(t, {}, share);
    const talk = await dial();
    let reset = false;
    talk.socket.on('error', () => (reset = true));
    talk.write('REQF a.txt\n');
    await talk.readToEnd();
    assert.ok(reset);
    const framed = await dial();
    framed.socket.on('error', () => {});
    framed.write(frame('REQF', 'a.txt'));
    const all = await framed.readToEnd();
    assert.ok(!all.toString('latin1').endsWith('DATA\0\0\0\0'));
  }
});
