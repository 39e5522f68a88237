import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import type { TLSSocket } from 'node:tls';

import { createHttpsServer } from '../../../test/support/https-server.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { loadIdentity } from '../identity/identity.ts';
import { listen } from '../tls/server.ts';
import { HttpsClient } from './https-client.ts';

const limits = { maxBytes: 1000, timeoutMs: 5000 };

async function setUp(t: TestContext, handler: RequestListener, options: { maxSockets?: number } = {}) {
  const folder = await temporaryFolder(t);
  const ours = await loadIdentity(`${folder}/a`);
  const theirs = await loadIdentity(`${folder}/b`);
  const server = createHttpsServer(theirs, handler);
  const connections: TLSSocket[] = [];
  server.on('secureConnection', (socket: TLSSocket) => connections.push(socket));
  const address = { host: '127.0.0.1', port: await listen(server, { host: '127.0.0.1', port: 0 }) };
  const client = new HttpsClient({ identity: ours }, options);
  t.after(() => {
    client.close();
    server.closeAllConnections();
    server.close();
  });
  return { client, address, connections, ours, theirs };
}

test('a body travels as JSON and the answer says who gave it', async (t) => {
  const { client, address, theirs } = await setUp(t, (request, response) => {
    void request
      .toArray()
      .then((parts) => response.writeHead(201, { 'x-a': 'b' }).end(Buffer.concat(parts as Buffer[])));
  });
  const answer = await client.request(address, { method: 'POST', path: '/', body: { a: 'ü' }, ...limits });
  assert.deepEqual(
    { status: answer.status, header: answer.headers['x-a'], body: answer.body.toString(), peer: answer.peer },
    { status: 201, header: 'b', body: '{"a":"ü"}', peer: theirs.peer },
  );
});

test('a connection is kept for the next request, but not shared between expected peers', async (t) => {
  const { client, address, connections, theirs, ours } = await setUp(t, (_, response) => response.end('x'));
  await client.request(address, { method: 'GET', path: '/', ...limits });
  await client.request(address, { method: 'GET', path: '/', ...limits });
  assert.equal(connections.length, 1);
  await client.request(address, { method: 'GET', path: '/', expected: theirs.peer, ...limits });
  assert.equal(connections.length, 2);
  await assert.rejects(client.request(address, { method: 'GET', path: '/', expected: ours.peer, ...limits }), {
    code: 'wrong-peer',
  });
});

test('a burst of requests opens no more connections than allowed', async (t) => {
  const { client, address, connections } = await setUp(t, (_, response) => response.end('x'), { maxSockets: 2 });
  const request = () => client.request(address, { method: 'GET', path: '/', ...limits });
  const answers = await Promise.all(Array.from({ length: 50 }, request));
  assert.equal(answers.length, 50);
  assert.ok(connections.length <= 2, `${connections.length} connections`);
});

test('a kept connection that the server closed does not fail the next request', async (t) => {
  const { client, address, connections } = await setUp(t, (_, response) => response.end('x'));
  await client.request(address, { method: 'GET', path: '/', ...limits });
  connections[0]?.destroy();
  assert.equal((await client.request(address, { method: 'GET', path: '/', ...limits })).status, 200);
});

test('redirects and errors are answers like any other', async (t) => {
  const { client, address } = await setUp(t, (request, response) => {
    if (request.url === '/') response.writeHead(302, { location: '/away' }).end();
    else response.writeHead(500).end('no');
  });
  assert.equal((await client.request(address, { method: 'GET', path: '/', ...limits })).status, 302);
  assert.equal((await client.request(address, { method: 'GET', path: '/away', ...limits })).body.toString(), 'no');
});

test('a body over its cap is a bad answer, and so are endless headers', async (t) => {
  const { client, address } = await setUp(t, (request, response) => {
    if (request.url === '/head') response.writeHead(200, { 'x-long': 'a'.repeat(20_000) }).end();
    else response.end(Buffer.alloc(1001));
  });
  await assert.rejects(client.request(address, { method: 'GET', path: '/', ...limits }), { code: 'bad-answer' });
  await assert.rejects(client.request(address, { method: 'GET', path: '/head', ...limits }), { code: 'bad-answer' });
});

test('a server that never answers, or never ends, runs into the deadline', async (t) => {
  const { client, address } = await setUp(t, (request, response) => {
    if (request.url === '/half') response.write('half');
  });
  const soon = { ...limits, timeoutMs: 100 };
  await assert.rejects(client.request(address, { method: 'GET', path: '/', ...soon }), { code: 'timeout' });
  await assert.rejects(client.request(address, { method: 'GET', path: '/half', ...soon }), { code: 'timeout' });
});

test('the deadline and the signal cover connecting too', { timeout: 20_000 }, async (t) => {
  const identity = await loadIdentity(await temporaryFolder(t));
  const client = new HttpsClient({ identity }, { dialTimeoutMs: 600_000 });
  const sockets: Socket[] = [];
  // Accepts, and never speaks TLS.
  const silent = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  t.after(() => {
    client.close();
    for (const socket of sockets) socket.destroy();
    silent.close();
  });
  const address = { host: '127.0.0.1', port: (silent.address() as AddressInfo).port };
  const request = { method: 'GET', path: '/', maxBytes: 10 } as const;
  await assert.rejects(client.request(address, { ...request, timeoutMs: 50 }), { code: 'timeout', message: /0\.05 s/ });
  const signal = AbortSignal.timeout(50);
  await assert.rejects(client.request(address, { ...request, timeoutMs: 600_000, signal }), { code: 'cancelled' });
  const stream = client.stream(address, { method: 'GET', path: '/', idleMs: 50 });
  await assert.rejects(stream.next(), { code: 'timeout' });
});

test('an answer that is cut off says so', async (t) => {
  const { client, address } = await setUp(t, (_, response) => {
    response.writeHead(200, { 'content-length': 100 }).write('half', () => response.destroy());
  });
  await assert.rejects(client.request(address, { method: 'GET', path: '/', ...limits }), { code: 'cut-off' });
});

test('a request ends when its signal does', async (t) => {
  const abort = new AbortController();
  const { client, address } = await setUp(t, () => abort.abort());
  const request = { method: 'GET', path: '/', signal: abort.signal, ...limits } as const;
  await assert.rejects(client.request(address, request), { code: 'cancelled' });
  await assert.rejects(client.request(address, request), { code: 'cancelled' });
});

test('a stream hands over bytes as they come, and ends with its server', async (t) => {
  const { client, address } = await setUp(t, (_, response) => {
    response.write('one');
    setImmediate(() => response.end('two'));
  });
  let text = '';
  for await (const chunk of client.stream(address, { method: 'GET', path: '/', idleMs: 5000 })) {
    text += Buffer.from(chunk).toString();
  }
  assert.equal(text, 'onetwo');
});

test('a stream that falls silent, is refused or cancelled ends with the reason', async (t) => {
  const { client, address } = await setUp(t, (request, response) => {
    if (request.url === '/no') response.writeHead(403).end('{"error":{"code":"forbidden","message":"Not you."}}');
    else response.write('one');
  });
  const read = async (path: string, idleMs: number, signal?: AbortSignal) => {
    for await (const chunk of client.stream(address, { method: 'GET', path, idleMs, signal })) assert.ok(chunk);
  };
  await assert.rejects(read('/', 100), { code: 'timeout' });
  await assert.rejects(read('/no', 5000), { code: 'forbidden', message: 'Not you.' });
  await assert.rejects(read('/', 5000, AbortSignal.timeout(50)), { code: 'cancelled' });
});
