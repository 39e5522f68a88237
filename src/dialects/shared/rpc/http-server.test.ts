import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { test } from 'node:test';

import { rawTalk } from '../../../../test/support/dialects/raw-talk.ts';
import { SILENT } from '../../../core/log.ts';
import { HttpServer, sendPlain, type HttpServerOptions } from './http-server.ts';
import { readBody } from './read-body.ts';

function serverOf(options: Partial<HttpServerOptions> = {}): HttpServer {
  return new HttpServer(
    {
      log: SILENT,
      answer: async (request, response) => {
        if (request.url === '/bug') throw new Error('a bug');
        const body = await readBody(request, 1_000);
        sendPlain(response, 200, { type: 'text/plain', text: `${request.method} ${body.toString()}` });
      },
      verbOf: () => 'other',
      refusal: (status) => ({ type: 'text/plain', text: `refused with ${status}` }),
    },
    { host: '127.0.0.1', port: 0, maxConnections: 10, ...options },
  );
}

async function answers(port: number): Promise<void> {
  assert.match(await rawTalk(port, 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 200 /);
}

test('answers a GET with its body', async () => {
  await using server = serverOf();
  const request = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody';
  assert.match(await rawTalk(await server.start(), ...request.split(/(?=.)/s)), /GET body$/);
});

for (const [what, bytes, status] of [
  ['binary noise', Buffer.from('ff00fe01fd02fc03'.repeat(10), 'hex'), 400],
  ['headers without end', `GET / HTTP/1.1\r\nA: ${'a'.repeat(100_000)}`, 431],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na', 400],
] as const) {
  test(`refuses ${what} in the words of the dialect, and serves others`, async () => {
    await using server = serverOf();
    const port = await server.start();
    const answer = await rawTalk(port, bytes);
    assert.ok(answer.startsWith(`HTTP/1.1 ${status} `), answer);
    assert.ok(answer.endsWith(`refused with ${status}`), answer);
    await answers(port);
  });
}

for (const said of ['', 'POST /fi', 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf']) {
  test(`gives up on who says ${JSON.stringify(said)} and no more`, async () => {
    await using server = serverOf({ headersMs: 50, requestMs: 100 });
    assert.match(await rawTalk(await server.start(), said), /^HTTP\/1\.1 408 .*refused with 408$/s);
  });
}

test('answers what one connection asks one after the other, and closes one that asks without end', async () => {
  const gate = Promise.withResolvers<void>();
  let [now, most] = [0, 0];
  await using server = new HttpServer(
    {
      log: SILENT,
      answer: async (request, response) => {
        most = Math.max(most, ++now);
        await gate.promise;
        now--;
        sendPlain(response, 200, { type: 'text/plain', text: `${request.url}` });
      },
      verbOf: () => 'other',
      refusal: () => ({ type: 'text/plain', text: '' }),
    },
    { host: '127.0.0.1', port: 0, maxConnections: 10 },
  );
  const port = await server.start();
  const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
  // Its end is that it is closed.
  await rawTalk(port, ask('/').repeat(5_000));
  gate.resolve();
  const last = 'GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
  const answer = await rawTalk(port, ask('/1') + ask('/2') + last);
  assert.deepEqual(answer.match(/\/\d$|\/\d(?=HTTP)/g), ['/1', '/2', '/3']);
  assert.equal(most, 1);
});

test('closes the connection of who does not take a long answer', async () => {
  const ended = Promise.withResolvers<void>();
  await using server = new HttpServer(
    {
      log: SILENT,
      answer: async (_, response) => sendPlain(response, 200, { type: 'text/plain', text: 'x'.repeat(16_000_000) }),
      verbOf: () => 'other',
      refusal: () => ({ type: 'text/plain', text: '' }),
    },
    {
      host: '127.0.0.1',
      port: 0,
      maxConnections: 10,
      takeMs: 100,
      watch: { connected() {}, ended: () => ended.resolve(), refused() {}, asked() {} },
    },
  );
  const socket = connect(await server.start(), '127.0.0.1').on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await ended.promise;
  socket.destroy();
});

test('answers 500 where the dialect fails, and nothing of why', async () => {
  await using server = serverOf();
  const answer = await rawTalk(await server.start(), 'GET /bug HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.match(answer, /^HTTP\/1\.1 500 .*refused with 500$/s);
});

test('has 500 connections at once, and refuses the one over its limit with 503', async () => {
  await using server = serverOf({ maxConnections: 500 });
  const port = await server.start();
  const sockets: Socket[] = [];
  try {
    const statuses = await Promise.all(
      Array.from({ length: 500 }, async () => {
        const socket = connect(port, '127.0.0.1');
        sockets.push(socket);
        socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
        const [chunk] = await once(socket, 'data');
        return String(chunk).slice(9, 12);
      }),
    );
    assert.deepEqual([...new Set(statuses)], ['200']);
    assert.match(await rawTalk(port, 'GET / HTTP/1.1\r\nHost: a\r\n\r\n'), /^HTTP\/1\.1 503 .*refused with 503$/s);
  } finally {
    for (const socket of sockets) socket.destroy();
  }
});
