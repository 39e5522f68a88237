import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { HeloForeignPeer } from '../../../test/support/dialects/helo-foreign-peer.ts';
import { frame } from '../../../test/support/dialects/helo-foreign-tracker.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { HeloTracker, type HeloTrackerOptions } from './tracker.ts';

async function start(t: TestContext, options: Partial<HeloTrackerOptions> & { maxConnections?: number } = {}) {
  const registry = new MemoryRegistry();
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 1_000, ttlMs: 60_000, ...options };
  const tracker = new HeloTracker({ log: SILENT, registry }, listen);
  t.after(() => tracker[Symbol.asyncDispose]());
  const port = await tracker.start();
  const dial = async () => {
    const talk = await LineOfTalk.to(port);
    t.after(() => talk[Symbol.asyncDispose]());
    return talk;
  };
  return { registry, tracker, port, dial };
}

/** Asks until it is so. */
async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1_000; i++) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.fail('It never came to be.');
}

test('the old program says HELO hi and QUIT listado without terminators', async (t) => {
  const { registry, dial, tracker } = await start(t);
  const talk = await dial();
  const own = `127.0.0.1:${talk.socket.localPort}`;
  talk.write('HELO hi');
  assert.equal((await talk.readOnce()).toString(), `ACKN ${own}\n`);
  assert.deepEqual(
    (await registry.peers()).map(({ key }) => key),
    [own],
  );
  const peer = { key: own, host: '127.0.0.1', port: Number(own.split(':')[1]), native: false };
  const { signal } = new AbortController();
  assert.equal(await tracker.probe(peer, { signal }), true, 'the connection is all there is of it');
  talk.write('QUIT listado');
  assert.equal((await talk.readOnce()).toString(), 'ACKN\n');
  assert.deepEqual(await registry.peers(), []);
  assert.equal(await tracker.probe(peer, { signal }), false);
});

test('who said hello without an address goes with the connection', async (t) => {
  const { registry, dial } = await start(t);
  const talk = await dial();
  talk.write('HELO hi\n');
  await talk.readLine();
  await talk[Symbol.asyncDispose]();
  await eventually(async () => (await registry.peers()).length === 0);
});

test('peers of both framings find each other, whatever the network cuts', async (t) => {
  const { port, dial } = await start(t);
  const old = new HeloForeignPeer({ 'a.txt': 'alpha', 'b.txt': 'beta' });
  t.after(() => old[Symbol.asyncDispose]());
  await old.start(port);
  const talk = await dial();
  const messages = Buffer.concat([
    frame('HELO', '127.0.0.1:9'),
    frame('ADDF', 'my file.txt\na.txt'),
    frame('RQFS', 'a'),
  ]);
  for (const byte of messages) talk.write(Uint8Array.of(byte));
  const expected = Buffer.concat([
    frame('ACKN', '127.0.0.1:9'),
    frame('ACKN', '2'),
    frame('RPFL', `a.txt\t${old.key}\na.txt\t127.0.0.1:9`),
  ]);
  assert.equal((await talk.readBytes(expected.length)).toString('latin1'), expected.toString('latin1'));
  assert.deepEqual(await old.search('my'), [{ name: 'my%20file.txt', port: 9 }]);
  assert.equal((await old.fetch({ name: 'b.txt', port: old.port })).toString(), 'beta');
});

test('a peer that disappears after announcing stays for the probe to find it gone', async (t) => {
  const { registry, dial, tracker } = await start(t);
  const peer = new HeloForeignPeer({});
  const port = await peer.listen();
  const talk = await dial();
  talk.write(`HELO ${peer.key}\nADDF a.txt\n`);
  await talk.readLine();
  await talk.readLine();
  talk.socket.resetAndDestroy();
  const { signal } = new AbortController();
  const known = { key: peer.key, host: '127.0.0.1', port, native: false };
  assert.equal(await tracker.probe(known, { signal }), true);
  await peer[Symbol.asyncDispose]();
  assert.equal(await tracker.probe(known, { signal }), false);
  assert.equal((await registry.files()).length, 1);
});

test('a list of a million names is too big, whatever the framing', async (t) => {
  const { dial } = await start(t);
  const names = Array.from({ length: 1_000_000 }, (_, i) => `file-${i}`);
  const framed = await dial();
  framed.write(Buffer.concat([frame('HELO', '127.0.0.1:9997'), frame('ADDF', names.join('\n')), frame('QUIT', '')]));
  const talk = await dial();
  talk.write(`HELO 127.0.0.1:9998\nADDF ${names.join(' ')}\nQUIT\n`);
  assert.equal(await talk.readLine(), 'ACKN 127.0.0.1:9998\n');
  assert.match(await talk.readLine(), /^ERRR TOOB /);
  assert.equal(await talk.readLine(), 'ACKN\n');
  await framed.readBytes(frame('ACKN', '127.0.0.1:9997').length);
  const head = await framed.readBytes(8);
  assert.match((await framed.readBytes(head.readUInt32BE(4))).toString(), /^TOOB /);
  assert.equal((await framed.readBytes(8)).toString('latin1'), 'ACKN\0\0\0\0');
});

test('noise, half a verb and silence get an error and disturb nobody', async (t) => {
  const { dial } = await start(t, { idleMs: 150, messageMs: 600 });
  const other = await dial();
  other.write('HELO hi\n');
  assert.match(await other.readLine(), /^ACKN/);
  const noise = await dial();
  noise.write(Uint8Array.from({ length: 5_000 }, (_, i) => (i * 7 + 1) & 255));
  assert.match((await noise.readToEnd()).toString('latin1'), /^ERRR.*BADM/s);
  const half = await dial();
  half.write('HE');
  assert.match((await half.readOnce()).toString(), /^ERRR BADM /);
  const frames = await dial();
  frames.write('ADDF\0\0\u0001\0half');
  assert.match((await frames.readToEnd()).toString('latin1'), /^ERRR\0\0\0.BADM /s);
  assert.match((await (await dial()).readToEnd()).toString(), /^ERRR BADM .*\n$/);
  other.write('RQFS\n');
  assert.equal(await other.readLine(), 'RPFL 0\n');
});

test('has room for so many bytes of long messages at once, and for short ones all the same', async (t) => {
  const { dial } = await start(t, { messageBytes: 100_000 });
  const head = Buffer.from('ADDF\0\0\0\0');
  head.writeUInt32BE(1_000_000, 4);
  const long = await Promise.all([dial(), dial()]);
  // Neither is told to its end.
  for (const talk of long) talk.write(Buffer.concat([head, Buffer.alloc(120_000, 'a')]));
  assert.match((await Promise.race(long.map((talk) => talk.readOnce()))).toString(), /ERRR.*TOOB/s);
  const short = await dial();
  short.write('HELO 127.0.0.1:9997\n');
  assert.equal((await short.readOnce()).toString(), 'ACKN 127.0.0.1:9997\n');
});

test('500 peers are here at once, and below the limit none is refused', async (t) => {
  const { registry, dial } = await start(t, { maxConnections: 500 });
  const talks = await Promise.all(Array.from({ length: 500 }, () => dial()));
  const answers = await Promise.all(
    talks.map(async (talk, i) => {
      talk.write(`HELO 127.0.0.1:${10_000 + i}\nADDF file-${i}\n`);
      return [await talk.readLine(), await talk.readLine()];
    }),
  );
  for (const [i, answer] of answers.entries()) assert.deepEqual(answer, [`ACKN 127.0.0.1:${10_000 + i}\n`, 'ACKN 1\n']);
  assert.equal((await registry.peers()).length, 500);
  const one = await dial();
  assert.equal((await one.readToEnd()).length, 0, 'one more is closed at once');
});
