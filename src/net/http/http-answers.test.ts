import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { test } from 'node:test';

import { bodies, conversation, get, LAST, post, serving } from '../../../test/support/http-conversation.ts';
import { AyniError } from '../../core/errors.ts';
import { HttpBytes, type HttpAnswer } from './http-answer.ts';
import type { HttpRequest } from './http-exchange.ts';

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
