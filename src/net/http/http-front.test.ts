import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { connect, type TLSSocket } from 'node:tls';
import { test, type TestContext } from 'node:test';

import fc from 'fast-check';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AyniError } from '../../core/errors.ts';
import { loadIdentity } from '../identity/identity.ts';
import { createSpeakersServer, listen } from '../tls/server.ts';
import { HttpBytes, type HttpAnswer } from './http-answer.ts';
import type { HttpDeadlines } from './http-connection.ts';
import type { HttpRequest } from './http-exchange.ts';
import { HttpFront } from './http-front.ts';

const PATIENT: HttpDeadlines = { headMs: 20_000, bodyMs: 20_000, idleMs: 20_000, stallMs: 20_000 };
const BODY_LIMIT = 1_000;

/** Says what was asked, and with which body. */
async function echo(request: HttpRequest): Promise<HttpAnswer> {
  const { method, target, body } = request.head;
  const read = async () => Buffer.from(await request.body(BODY_LIMIT)).toString();
  const wanted = target !== '/ignored' && body !== 0;
  const said = wanted ? await read().catch((error: unknown) => AyniError.from(error).code) : '';
  return { status: 200, headers: {}, body: `[${method} ${target} ${said}]` };
}

async function serving(
  t: TestContext,
  {
    answer = echo,
    ...deadlines
  }: Partial<HttpDeadlines> & { answer?: (request: HttpRequest) => Promise<HttpAnswer> } = {},
) {
  const identity = await loadIdentity(await temporaryFolder(t));
  const front = new HttpFront(() => (request) => answer(request), { ...PATIENT, ...deadlines });
  const server = createSpeakersServer(identity, { maxConnections: 50 }, { http1: (socket) => front.accept(socket) });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  t.after(async () => {
    server.close();
    await front.stop(0);
  });
  const dial = async (): Promise<TLSSocket> => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false });
    socket.allowHalfOpen = true;
    socket.on('error', () => undefined);
    t.after(() => socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  };
  return { front, dial };
}

/** All that comes until the server closes. */
async function readToEnd(socket: TLSSocket): Promise<string> {
  let text = '';
  for await (const part of socket) text += String(part);
  return text;
}

/** What a client sends, to the end, and what it is answered. */
async function conversation(socket: TLSSocket, ...parts: readonly string[]): Promise<string> {
  for (const part of parts) {
    socket.write(part, 'latin1');
    await new Promise((resolve) => setImmediate(resolve));
  }
  return readToEnd(socket);
}

const bodies = (answers: string): string[] => answers.match(/\[[^\]]*\]/g) ?? [];
const get = (path: string, ...lines: string[]): string =>
  [`GET ${path} HTTP/1.1`, 'Host: x', ...lines, '', ''].join('\r\n');
const post = (path: string, body: string, ...lines: string[]): string =>
  [`POST ${path} HTTP/1.1`, 'Host: x', `Content-Length: ${Buffer.byteLength(body)}`, ...lines, '', body].join('\r\n');
const LAST = get('/last', 'Connection: close');

test('requests that come together are answered in their order, in one write', async (t) => {
  const { dial } = await serving(t);
  const socket = await dial();
  const records: string[] = [];
  socket.on('data', (part: Buffer) => records.push(part.toString()));
  socket.write(get('/1') + post('/2', 'two') + get('/3') + LAST);
  await once(socket, 'end');
  assert.deepEqual(bodies(records.join('')), ['[GET /1 ]', '[POST /2 two]', '[GET /3 ]', '[GET /last ]']);
  assert.equal(records.length, 1);
});

test('a request that comes byte by byte is answered like any other', async (t) => {
  const { dial } = await serving(t);
  const chunked = 'POST /3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n';
  const answers = await conversation(await dial(), ...(post('/1', 'one') + chunked + LAST).split(''));
  assert.deepEqual(bodies(answers), ['[POST /1 one]', '[POST /3 abc]', '[GET /last ]']);
});

test('a second request begins when the first is answered', async (t) => {
  let running = 0;
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    assert.equal(++running, 1);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    return echo(request);
  };
  const { dial } = await serving(t, { answer });
  assert.equal(bodies(await conversation(await dial(), get('/1') + get('/2') + LAST)).length, 3);
});

test('what may hide a request in another is refused, and nothing behind it is answered', async (t) => {
  const { dial } = await serving(t);
  const hidden = get('/hidden');
  const attempts = [
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${hidden.length}\r\n\r\n${hidden}`,
    `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden.length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${hidden}`,
    `GET / HTTP/1.1\r\nHost: x\r\nX: a\n\n${hidden}`,
    `GET / HTTP/1.1\nHost: x\n\n`,
    `GET / HTTP/1.1\r\nHost: x\r\nX: \0\r\n\r\n${hidden}`,
    `POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${hidden}`,
  ];
  for (const attempt of attempts) {
    const answers = await conversation(await dial(), attempt);
    assert.match(answers, /^HTTP\/1\.1 400 Bad Request\r\n[^]*connection: close\r\n[^]*"bad-request"/, attempt);
    assert.equal(answers.match(/HTTP\/1\.1 \d/g)?.length, 1, attempt);
  }
  const broken = 'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1;x\r\na\r\n0\r\n\r\n';
  assert.deepEqual(bodies(await conversation(await dial(), broken + hidden)), ['[POST / bad-request]']);
});

test('a head of more than 16 KiB, or with too many headers, is refused', async (t) => {
  const { dial } = await serving(t);
  const long = await conversation(await dial(), `GET / HTTP/1.1\r\nHost: x\r\nX: ${'y'.repeat(17_000)}`);
  assert.match(long, /^HTTP\/1\.1 431 [^]*"too-large"/);
  const many = Array.from({ length: 70 }, (_, i) => `X-${i}: 1`);
  assert.match(await conversation(await dial(), get('/', ...many)), /^HTTP\/1\.1 431 [^]*"too-large"/);
});

test('heads and bodies that do not end have a deadline, and so has who is idle or takes nothing', async (t) => {
  const { dial } = await serving(t, { headMs: 50, bodyMs: 50, idleMs: 50, stallMs: 50 });
  const drip = async (socket: TLSSocket, begin: string, more: string): Promise<string> => {
    socket.write(begin);
    const drops = setInterval(() => socket.writable && socket.write(more), 20);
    t.after(() => clearInterval(drops));
    return readToEnd(socket);
  };
  const [head, body, silent, idle] = await Promise.all([
    drip(await dial(), 'GET / HTTP/1.1\r\n', 'X: 1\r\n'),
    drip(await dial(), post('/', 'x'.repeat(900)).slice(0, -900), 'x'),
    readToEnd(await dial()),
    conversation(await dial(), get('/1')),
  ]);
  assert.match(head, /^HTTP\/1\.1 408 [^]*"timeout"/);
  assert.match(body, /^HTTP\/1\.1 408 [^]*"timeout"/);
  assert.match(silent, /^HTTP\/1\.1 408 [^]*"timeout"/);
  assert.deepEqual(bodies(idle), ['[GET /1 ]']);
});

test('a client that asks on and takes no answers is cut off', async (t) => {
  const large = 'z'.repeat(1_000_000);
  let asked = 0;
  const { promise: gone, resolve: cut } = Promise.withResolvers<void>();
  const answer = async ({ signal }: HttpRequest): Promise<HttpAnswer> => {
    if (asked++ === 0) signal.addEventListener('abort', () => cut());
    return { status: 200, headers: {}, body: large };
  };
  const { dial } = await serving(t, { answer, stallMs: 50 });
  const socket = await dial();
  socket.pause();
  for (let i = 0; i < 1_000; i++) socket.write(get('/'));
  await gone;
  assert.ok(asked < 100, String(asked));
});

test('who has said all still reads the answers', async (t) => {
  const { dial } = await serving(t);
  const socket = await dial();
  socket.end(get('/1') + post('/2', 'two'));
  assert.deepEqual(bodies(await readToEnd(socket)), ['[GET /1 ]', '[POST /2 two]']);
  const early = await dial();
  early.end(post('/', 'half').slice(0, -2));
  assert.deepEqual(bodies(await readToEnd(early).catch(() => '')), []);
});

test('who waits to be asked for the body is asked, unless nobody wants it', async (t) => {
  const { dial } = await serving(t);
  const socket = await dial();
  const request = post('/1', 'one', 'Expect: 100-continue', 'Connection: close');
  socket.write(request.slice(0, -3));
  const [asked] = (await once(socket, 'data')) as [Buffer];
  // Nobody listens until the rest is sent.
  socket.pause();
  assert.equal(asked.toString(), 'HTTP/1.1 100 Continue\r\n\r\n');
  assert.deepEqual(bodies(await conversation(socket, 'one')), ['[POST /1 one]']);
  const ignored = post('/ignored', 'one', 'Expect: 100-continue').slice(0, -3);
  const answers = await conversation(await dial(), ignored);
  assert.match(answers, /^HTTP\/1\.1 200 [^]*connection: close\r\n/);
});

test('a body that nobody read is read away, or ends the connection where it is long', async (t) => {
  const { dial } = await serving(t);
  const short = await conversation(await dial(), post('/ignored', get('/hidden')) + LAST);
  assert.deepEqual(bodies(short), ['[POST /ignored ]', '[GET /last ]']);
  const long = await conversation(await dial(), post('/ignored', 'x'.repeat(100_000)) + LAST);
  assert.deepEqual(bodies(long), ['[POST /ignored ]']);
  const over = await conversation(await dial(), post('/', 'x'.repeat(BODY_LIMIT + 1)) + LAST);
  assert.deepEqual(bodies(over), ['[POST / too-large]']);
});

test('HEAD is answered without a body, and HTTP/1.0 without chunks, to the end of the connection', async (t) => {
  const answer = async ({ head }: HttpRequest): Promise<HttpAnswer> => {
    async function* parts() {
      yield 'a';
      yield 'b';
    }
    return { status: 200, headers: {}, body: head.target === '/stream' ? parts() : 'text' };
  };
  const { dial } = await serving(t, { answer });
  const head = await conversation(await dial(), 'HEAD / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(head, /\r\ncontent-length: 4\r\n[^]*\r\n\r\n$/);
  const old = await conversation(await dial(), 'GET /stream HTTP/1.0\r\n\r\n');
  assert.match(old, /\r\nconnection: close\r\n\r\nab$/);
  const now = await conversation(await dial(), get('/stream') + LAST);
  assert.match(now, /\r\ntransfer-encoding: chunked\r\n[^]*\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\nHTTP\/1\.1 200 /);
});

test('a stream whose maker fails ends the connection, not as if it were complete', async (t) => {
  async function* parts() {
    yield 'a';
    throw new Error('gone');
  }
  const { dial } = await serving(t, { answer: async () => ({ status: 200, headers: {}, body: parts() }) });
  const answers = await conversation(await dial(), get('/'));
  assert.match(answers, /\r\n\r\n1\r\na\r\n$/);
});

test('a body in memory goes out as it is, with the head in the room before it or without', async (t) => {
  const ends: boolean[] = [];
  const answer = async ({ head }: HttpRequest): Promise<HttpAnswer> => {
    const start = Number(head.target.slice(1));
    const memory = Buffer.alloc(start + 6, '[body]');
    memory.write('[body]', start);
    return { status: 200, headers: {}, body: new HttpBytes(memory, { start, onEnd: (taken) => ends.push(taken) }) };
  };
  const { dial } = await serving(t, { answer });
  const last = get('/0', 'Connection: close');
  const answers = await conversation(await dial(), get('/0') + get('/1000') + get('/50') + last);
  const heads = answers.split('[body]');
  assert.equal(heads.pop(), '');
  assert.equal(heads.length, 4);
  for (const head of heads) assert.match(head, /^HTTP\/1\.1 200 OK\r\ncontent-length: 6\r\n[^]*\r\n\r\n$/);
  const head = await conversation(await dial(), last.replace('GET', 'HEAD'));
  assert.match(head, /\r\ncontent-length: 6\r\n[^]*\r\n\r\n$/);
  assert.deepEqual(ends, [true, true, true, true, true]);
});

test('bodies that are not taken are so many, and their makers learn of it when the reader is gone', async (t) => {
  const ends: boolean[] = [];
  const asked: string[] = [];
  const answer = async ({ head }: HttpRequest): Promise<HttpAnswer> => {
    asked.push(head.target);
    const body = new HttpBytes(Buffer.alloc(256 * 1024), { onEnd: (taken) => ends.push(taken) });
    return { status: 200, headers: {}, body };
  };
  const { dial, front } = await serving(t, { answer });
  const socket = await dial();
  socket.pause();
  socket.write(get('/').repeat(1_000));
  // Until the buffers between the two are full, which nobody tells.
  for (let before = -1; asked.length === 0 || before !== asked.length;) {
    before = asked.length;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  assert.ok(asked.length < 200, String(asked.length));
  const untaken = asked.length - ends.length;
  assert.ok(untaken > 0 && untaken <= 4, String(untaken));
  socket.destroy();
  await front.stop(0);
  assert.equal(ends.length, asked.length);
  assert.ok(!ends.slice(-untaken).includes(true));
});

test('who is slow in taking the last answer is not idle', async (t) => {
  const body = Buffer.alloc(256 * 1024);
  const untaken = new Set<HttpRequest>();
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    untaken.add(request);
    return { status: 200, headers: {}, body: new HttpBytes(body, { onEnd: () => untaken.delete(request) }) };
  };
  const { dial } = await serving(t, { answer, idleMs: 1_000 });
  const socket = await dial();
  socket.pause();
  let count = 0;
  // Until the buffers between the two are full, and one more answer waits.
  do {
    socket.write(get(`/${++count}`));
    await new Promise((resolve) => setTimeout(resolve, 20));
  } while (untaken.size === 0);
  // Deadlines are looked at every second.
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  socket.write(LAST);
  let length = 0;
  for await (const part of socket) length += (part as Buffer).length;
  assert.ok(length > (count + 1) * body.length, `${length} of ${count + 1} answers`);
});

test('what is written bit by bit is an answer like others, and one that lacks something is cut', async (t) => {
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const start = { status: 206, headers: { 'x-a': 'b' }, length: 8 };
    const outlet = request.begin(start);
    assert.equal(request.begun, 206);
    if (request.head.method === 'HEAD') return start;
    await outlet.write(Buffer.from('[one'));
    if (request.head.target !== '/half') await outlet.write(Buffer.from('two]'));
    if (request.head.target === '/more') await assert.rejects(outlet.write(Buffer.from('three')), AyniError);
    assert.throws(() => request.begin(start), AyniError);
    return start;
  };
  const { dial } = await serving(t, { answer });
  const answers = await conversation(await dial(), get('/1') + get('/more') + post('/3', 'xyz') + LAST);
  assert.deepEqual(bodies(answers), ['[onetwo]', '[onetwo]', '[onetwo]', '[onetwo]']);
  assert.equal(answers.match(/HTTP\/1\.1 206 Partial Content\r\nx-a: b\r\ncontent-length: 8\r\n/g)?.length, 4);
  const half = await conversation(await dial(), get('/half') + LAST);
  assert.match(half, /\r\n\r\n\[one$/);
  const head = await conversation(await dial(), LAST.replace('GET', 'HEAD'));
  assert.match(head, /\r\ncontent-length: 8\r\n[^]*\r\n\r\n$/);
});

test('writing to somebody who takes nothing has a deadline, and ends where the connection does', async (t) => {
  const bytes = Buffer.alloc(128 * 1024);
  const events = new EventEmitter();
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    const start = { status: 200, headers: {}, length: 2 ** 30 };
    const outlet = request.begin(start);
    try {
      for (;;) {
        await outlet.write(bytes);
        events.emit('written');
      }
    } catch (error) {
      const again = await outlet.write(bytes).catch((failure: unknown) => AyniError.from(failure));
      events.emit('failed', AyniError.from(error).code, again?.code);
    }
    return start;
  };
  const { dial } = await serving(t, { answer, stallMs: 50 });
  const stalled = await dial();
  stalled.pause();
  stalled.write(get('/'));
  assert.deepEqual(await once(events, 'failed'), ['cut-off', 'cut-off']);
  const leaving = await dial();
  leaving.write(get('/'));
  await once(events, 'written');
  leaving.destroy();
  assert.deepEqual(await once(events, 'failed'), ['cut-off', 'cut-off']);
});

test('the signal of a stream aborts when its reader is gone', async (t) => {
  const { promise: gone, resolve: leave } = Promise.withResolvers<void>();
  async function* parts(signal: AbortSignal) {
    yield 'a';
    await once(signal, 'abort');
    leave();
  }
  const answer = async ({ signal }: HttpRequest): Promise<HttpAnswer> => ({
    status: 200,
    headers: {},
    body: parts(signal),
  });
  const { dial } = await serving(t, { answer });
  const socket = await dial();
  socket.write(get('/'));
  await once(socket, 'data');
  socket.destroy();
  await gone;
});

test('stopping lets a running request end and closes who is idle', async (t) => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const answer = async (request: HttpRequest): Promise<HttpAnswer> => {
    ask();
    await held;
    return echo(request);
  };
  const { front, dial } = await serving(t, { answer });
  const [idle, busy] = [await dial(), await dial()];
  busy.write(get('/1'));
  await asked;
  const stopped = front.stop(20_000);
  assert.equal(await readToEnd(idle), '');
  idle.end();
  release();
  assert.match(await readToEnd(busy), /connection: close\r\n[^]*\[GET \/1 \]$/);
  busy.end();
  await stopped;
});

test('any requests, cut anywhere, are answered in their order', async (t) => {
  const { dial } = await serving(t);
  const request = fc.oneof(
    fc.record({ path: fc.stringMatching(/^\/[a-z]{1,8}$/), body: fc.constant(undefined) }),
    fc.record({ path: fc.stringMatching(/^\/[a-z]{1,8}$/), body: fc.stringMatching(/^[a-z]{0,40}$/) }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(request, { maxLength: 20 }),
      fc.array(fc.nat(2_000), { maxLength: 6 }),
      async (all, cuts) => {
        const text = all.map(({ path, body }) => (body === undefined ? get(path) : post(path, body))).join('') + LAST;
        const points = [0, ...cuts.filter((cut) => cut < text.length).toSorted((a, b) => a - b), text.length];
        const answers = await conversation(
          await dial(),
          ...points.slice(1).map((to, at) => text.slice(points[at], to)),
        );
        const expected = all.map(({ path, body }) => `[${body === undefined ? 'GET' : 'POST'} ${path} ${body ?? ''}]`);
        assert.deepEqual(bodies(answers), [...expected, '[GET /last ]']);
      },
    ),
    { numRuns: 40 },
  );
});

test('noise ends the connection, whatever it is, and never the server', async (t) => {
  const { dial } = await serving(t, { headMs: 50 });
  const noise = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
    fc.constantFrom('GET', 'GET / HTTP/1.1\r\n', '\r\n\r\n', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', '\n'),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(noise, { minLength: 1, maxLength: 3 }), async (parts) => {
      const socket = await dial();
      socket.end(parts.join(''), 'latin1');
      const answers = await readToEnd(socket).catch(() => '');
      assert.doesNotMatch(answers, /^HTTP\/1\.1 200/);
    }),
    { numRuns: 40 },
  );
  assert.deepEqual(bodies(await conversation(await dial(), LAST)), ['[GET /last ]']);
});
