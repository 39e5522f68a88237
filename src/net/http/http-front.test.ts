import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { TLSSocket } from 'node:tls';
import { test } from 'node:test';

import fc from 'fast-check';

import {
  bodies,
  BODY_LIMIT,
  conversation,
  echo,
  get,
  LAST,
  post,
  readToEnd,
  serving,
} from '../../../test/support/http-conversation.ts';
import type { HttpAnswer } from './http-answer.ts';
import type { HttpRequest } from './http-exchange.ts';

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
