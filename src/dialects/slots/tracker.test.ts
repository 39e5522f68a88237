import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { test, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { Listening } from '../../../test/support/dialects/listening.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { SlotsTracker, type SlotsTrackerOptions } from './tracker.ts';

const MD5 = '0123456789abcdef0123456789abcdef';

async function startTracker(t: TestContext, options: Partial<SlotsTrackerOptions> & { maxConnections?: number } = {}) {
  const registry = new MemoryRegistry();
  const defaults = { host: '127.0.0.1', port: 0, maxConnections: 10, initialPort: 0, ttlMs: 60_000 };
  const tracker = new SlotsTracker({ clock: systemClock, log: SILENT, registry }, { ...defaults, ...options });
  t.after(() => tracker[Symbol.asyncDispose]());
  return { registry, tracker, port: await tracker.start() };
}

/** What a main port answers up to the end of its stream. */
async function say(port: number, text: string): Promise<string> {
  await using talk = await LineOfTalk.to(port);
  talk.write(text);
  return (await talk.readToEnd()).toString();
}

async function dataPort(port: number): Promise<LineOfTalk> {
  return LineOfTalk.to(Number(await say(port, 'CONNECT')));
}

/** A port from which on this many are free, as far as one can tell. */
async function freePorts(count: number): Promise<number> {
  for (let first = 41_000 + (process.pid % 2_000); ; first += count) {
    const servers = [];
    try {
      for (let port = first; port < first + count; port++) {
        const server = createServer().listen(port, '127.0.0.1');
        servers.push(server);
        await once(server, 'listening');
      }
      return first;
    } catch {
      // Somebody has one of them.
    } finally {
      for (const server of servers) server.close();
    }
  }
}

test('data ports are the first free ones from the initial port upwards, and slots are counted', async (t) => {
  const first = await freePorts(4);
  const taken = await Listening.on(first + 1, async () => {});
  t.after(() => taken[Symbol.asyncDispose]());
  const { port } = await startTracker(t, { initialPort: first, maxPeer: 3 });
  const ports = [];
  for (let i = 0; i < 4; i++) ports.push(await say(port, 'CONNECT'));
  assert.deepEqual(ports, [String(first), String(first + 2), String(first + 3), 'NO CONNECTION']);
  await using talk = await LineOfTalk.to(first);
  assert.equal(await say(port, 'CONNECT'), 'NO CONNECTION', 'the exchange is not over');
  talk.write('I AM HERENOx\n');
  assert.equal((await talk.readToEnd()).toString(), 'YOU CHANGED?SAY FILEFILE NOT FOUND');
  assert.equal(await say(port, 'CONNECT'), String(first), 'it is free again');
});

test('a data port takes one connection', async (t) => {
  const { port } = await startTracker(t);
  const data = Number(await say(port, 'CONNECT'));
  await using talk = await LineOfTalk.to(data);
  talk.write('I AM HERE');
  assert.equal((await talk.readOnce()).toString(), 'YOU CHANGED?');
  await assert.rejects(LineOfTalk.to(data), { code: 'ECONNREFUSED' });
});

test('a data port nobody connects to is closed, and its slot is free', async (t) => {
  const { port } = await startTracker(t, { maxPeer: 1, dataPortWaitMs: 100 });
  const data = Number(await say(port, 'CONNECT'));
  while ((await say(port, 'CONNECT')) === 'NO CONNECTION') await sleep(10);
  // The one that was opened just now may be the same.
  await sleep(200);
  await assert.rejects(LineOfTalk.to(data), { code: 'ECONNREFUSED' });
});

test('whoever keeps it waiting is closed, at the main port and amid an exchange', async (t) => {
  const { port, registry } = await startTracker(t, { idleMs: 300, maxPeer: 1 });
  for (const text of ['', 'CON', 'I QUI', 'LIS']) assert.equal(await say(port, text), '', text);
  const exchanges = {
    '': '',
    'I AM': '',
    'I AM HERE': 'YOU CHANGED?',
    'I AM HEREYES': 'YOU CHANGED?TELL ME',
    // Counts that are no list's.
    'I AM HEREYES3333:a.txt': 'YOU CHANGED?TELL ME',
    'I AM HEREYES3333:a.txt:5': 'YOU CHANGED?TELL ME',
    [`I AM HEREYES3333:a.txt:5:${MD5.slice(1)}`]: 'YOU CHANGED?TELL ME',
    'I AM HERENO': 'YOU CHANGED?SAY FILE',
  };
  for (const [said, answers] of Object.entries(exchanges)) {
    await using talk = await dataPort(port);
    talk.write(said);
    assert.equal((await talk.readToEnd()).toString(), answers, said);
  }
  assert.deepEqual(await registry.peers(), []);
});

test('a list of a million names', async (t) => {
  const { port, registry } = await startTracker(t);
  await using talk = await dataPort(port);
  talk.write('I AM HERE');
  assert.equal((await talk.readOnce()).toString(), 'YOU CHANGED?');
  talk.write('YES');
  assert.equal((await talk.readOnce()).toString(), 'TELL ME');
  const names = Array.from({ length: 1_000_000 }, (_, i) => `:a file of many, number ${i}:${i}:${MD5}`);
  talk.write(`3333${names.join('')}`);
  assert.equal((await talk.readBytes(10)).toString(), 'OKSAY FILE');
  assert.equal((await registry.files({ name: 'a file of many, number 999999' }))[0]?.size, 999_999);
});

test('a list of more than a million names is closed, and disturbs nobody', async (t) => {
  const { port, registry } = await startTracker(t);
  await using talk = await dataPort(port);
  talk.write('I AM HEREYES3333');
  const part = `:x:1:${MD5}`.repeat(20_000);
  for (let parts = 0; !talk.ended && parts <= 50; parts++) {
    talk.write(part);
    while (talk.socket.writableLength > part.length && !talk.ended) await sleep(5);
  }
  assert.equal((await talk.readToEnd()).toString(), 'YOU CHANGED?TELL ME');
  assert.deepEqual(await registry.peers(), []);
  assert.equal(await say(port, 'LIST'), '');
});

test('clients that vanish, at any point, take no slot along', async (t) => {
  const { port } = await startTracker(t, { maxPeer: 1 });
  for (const said of ['', 'I AM HERE', 'I AM HEREYES3333:a', `I AM HEREYES3333:a:1:${MD5}\n`]) {
    const socket = connect({ host: '127.0.0.1', port: Number(await say(port, 'CONNECT')) });
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(said);
    await sleep(20);
    socket.resetAndDestroy();
    while ((await say(port, 'LIST').catch(() => 'none')) === 'none') await sleep(10);
    for (;;) {
      const answer = await say(port, 'CONNECT');
      if (answer === 'NO CONNECTION') continue;
      const again = await LineOfTalk.to(Number(answer));
      again.write('I AM HERENOx\n');
      assert.match((await again.readToEnd()).toString(), /FILE NOT FOUND$/);
      break;
    }
  }
});

test('500 peers are here at once, and below the limit none is refused', async (t) => {
  const { port, registry } = await startTracker(t, { maxPeer: 500, maxConnections: 500 });
  const one = async (peerPort: number) => {
    await using talk = await dataPort(port);
    talk.write('I AM HERE');
    assert.equal((await talk.readOnce()).toString(), 'YOU CHANGED?');
    talk.write('YES');
    assert.equal((await talk.readOnce()).toString(), 'TELL ME');
    talk.write(`${peerPort}:all.txt:1:${MD5}`);
    assert.equal((await talk.readBytes(10)).toString(), 'OKSAY FILE');
    talk.write('all.txt');
    assert.match((await talk.readToEnd()).toString(), /^127\.0\.0\.1:\d+:[0-9a-f]{32}$/);
  };
  await Promise.all(Array.from({ length: 500 }, (_, i) => one(20_000 + i)));
  assert.equal((await registry.peers()).length, 500);
  assert.equal(await say(port, 'LIST'), `500:all.txt:1:${MD5}`);
});

test('what is open ends with the tracker', async (t) => {
  const { port, tracker } = await startTracker(t);
  const waiting = Number(await say(port, 'CONNECT'));
  await using inExchange = await dataPort(port);
  await using silent = await LineOfTalk.to(port);
  inExchange.write('I AM HERE');
  await inExchange.readOnce();
  await tracker[Symbol.asyncDispose]();
  assert.equal((await inExchange.readToEnd()).length + (await silent.readToEnd()).length, 0);
  for (const closed of [port, waiting]) await assert.rejects(LineOfTalk.to(closed), { code: 'ECONNREFUSED' });
});

test('a peer is alive where it says so', async (t) => {
  const { tracker } = await startTracker(t);
  const { signal } = new AbortController();
  const answers = async (answer: string) => {
    await using peer = await Listening.on(0, async (talk) => {
      if ((await talk.readOnce()).toString() === 'ARE YOU ALIVE?') talk.write(answer);
    });
    const { port } = peer;
    return await tracker.probe({ key: `127.0.0.1:${port}`, host: '127.0.0.1', port, native: false }, { signal });
  };
  assert.deepEqual([await answers('YES, I AM.'), await answers('NO'), await answers('')], [true, false, false]);
});

test('one list that takes all the room for lists keeps no small one out', async (t) => {
  const { port } = await startTracker(t, { listBytes: 68_100 });
  await using greedy = await dataPort(port);
  await using small = await dataPort(port);
  for (const talk of [greedy, small]) {
    for (const said of ['I AM HERE', 'YES']) {
      talk.write(said);
      await talk.readOnce();
    }
  }
  const file = `:a:1:${MD5}`;
  greedy.write(`3333${file.repeat(1_840)}:b:1`);
  // 68,090 bytes, which are to come first.
  await sleep(100);
  small.write(`3334${file}`);
  assert.equal((await small.readBytes(10)).toString(), 'OKSAY FILE');
});

test('who takes no list keeps others waiting for one only so long', async (t) => {
  const { registry, port } = await startTracker(t, { listMs: 1_500, maxConnections: 100 });
  await registry.register({ key: '127.0.0.1:1', host: '127.0.0.1', port: 1 });
  const name = 'a long name '.repeat(80);
  const files = Array.from({ length: 15_000 }, (_, i) => ({ name: `${name}${i}`, size: 1, md5: MD5 }));
  await registry.announce('127.0.0.1:1', files, { replace: true });
  // As many as are told at once, and more; each has more to come than the system holds for it.
  for (let i = 0; i < 40; i++) {
    const socket = connect(port, '127.0.0.1').on('error', () => {});
    t.after(() => socket.destroy());
    socket.write('LIST');
  }
  assert.equal((await say(port, 'LIST')).split(':').length, 60_000);
});
