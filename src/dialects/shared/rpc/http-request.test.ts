import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../../../core/errors.ts';
import { RawServer } from '../test-support/raw-server.ts';
import { bodyChunks } from './body-chunks.ts';
import { plainRequest } from './http-request.ts';

const signal = new AbortController().signal;

function answering(...parts: readonly string[]): RawServer {
  return new RawServer((socket) => {
    socket.once('data', () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
  });
}

async function get(port: number, options: { signal?: AbortSignal; timeoutMs?: number } = {}): Promise<string> {
  const request = { method: 'GET', host: '127.0.0.1', port, path: '/', signal, timeoutMs: 20_000 } as const;
  const answer = await plainRequest({ ...request, ...options });
  let text = '';
  const rules = { who: 'it', idleMs: options.timeoutMs ?? 20_000, signal: options.signal ?? signal };
  for await (const chunk of bodyChunks(answer, rules)) text += Buffer.from(chunk).toString();
  return `${answer.statusCode} ${text}`;
}

for (const [what, answer] of [
  ['HTTP/1.0 with a length', 'HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello'],
  ['HTTP/1.0 that ends by closing', 'HTTP/1.0 200 OK\r\n\r\nhello'],
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n'],
] as const) {
  test(`reads an answer of ${what}`, async () => {
    await using server = answering(answer);
    assert.equal(await get(await server.start()), '200 hello');
  });
}

for (const [what, answer, code] of [
  ['that is no HTTP', 'SSH-2.0-OpenSSH\r\n', 'bad-answer'],
  ['that ends before its head does', 'HTTP/1.1 200 OK\r\nContent-', 'cut-off'],
  ['that ends before its length', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello', 'cut-off'],
  ['that ends within a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhe', 'cut-off'],
  [
    'that switches to another protocol',
    'HTTP/1.1 101 Switching\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n',
    'bad-answer',
  ],
] as const) {
  test(`fails with ${code} at an answer ${what}`, async () => {
    await using server = answering(answer);
    await assert.rejects(get(await server.start()), { code });
  });
}

test('gives up on who accepts and says nothing, or stops in the middle', async () => {
  await using silent = new RawServer();
  await assert.rejects(get(await silent.start(), { timeoutMs: 50 }), { code: 'timeout' });
  await using half = new RawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'));
  await assert.rejects(get(await half.start(), { timeoutMs: 50 }), { code: 'timeout' });
});

test('says that nobody answers', async () => {
  const server = new RawServer();
  const port = await server.start();
  await server[Symbol.asyncDispose]();
  await assert.rejects(get(port), { code: 'unreachable' });
});

test('is cancelled before and amid the answer', async () => {
  await using half = new RawServer((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello'));
  const port = await half.start();
  await assert.rejects(get(port, { signal: AbortSignal.abort() }), { code: 'cancelled' });
  const stop = new AbortController();
  const answer = await plainRequest({
    method: 'GET',
    host: '127.0.0.1',
    port,
    path: '/',
    signal: stop.signal,
    timeoutMs: 20_000,
  });
  const chunks = bodyChunks(answer, { who: 'it', idleMs: 20_000, signal: stop.signal });
  await chunks.next();
  stop.abort();
  await assert.rejects(chunks.next(), (error) => AyniError.is(error, 'cancelled'));
});
