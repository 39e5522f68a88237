import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { connect as connectTcp } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { shortId } from '../../core/ids.ts';
import type { Identity } from '../../net/identity/identity.ts';
import { BODY_BYTES } from '../../wire/tracker/limits.ts';
import { TrackerServer } from '../tracker-server.ts';
import { needs } from '../../../test/support/parts.ts';
import { errorCode, runningTracker } from '../../../test/support/running-tracker.ts';

async function connection(t: TestContext, port: number, as: Identity): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, key: as.key, cert: as.cert, rejectUnauthorized: false });
  t.after(() => socket.destroy());
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  return socket;
}

async function readToEnd(socket: TLSSocket): Promise<string> {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString()));
  if (!socket.closed) await once(socket, 'close', { signal: AbortSignal.timeout(20_000) });
  return text;
}

test('connections over the limit are answered 503 with Retry-After, and places come free again', async (t) => {
  const { port, call, member } = await runningTracker(t, { maxConnections: 2 });
  const as = await member();
  const held = [await connection(t, port, as), await connection(t, port, as)];
  const refused = await call('GET', '/v1/stats', { as });
  assert.equal(`${refused.status} ${errorCode(refused)}`, '503 too-many-connections');
  assert.ok(Number(refused.headers['retry-after']) > 0);
  for (const socket of held) {
    socket.end();
    await once(socket, 'close');
  }
  assert.equal((await call('GET', '/v1/stats', { as })).status, 200);
});

test('the certificate is checked once for each connection, and the member at each request', async (t) => {
  const { call, member, store } = await runningTracker(t);
  const as = await member();
  const agent = new Agent({ keepAlive: true, maxSockets: 1, key: as.key, cert: as.cert, rejectUnauthorized: false });
  t.after(() => agent.destroy());
  assert.equal((await call('GET', '/v1/stats', { agent })).status, 200);
  await store.revoke(as.peer);
  assert.equal(errorCode(await call('GET', '/v1/stats', { agent })), 'revoked');
});

test('whoever may nothing here keeps no connection', async (t) => {
  const { port, stranger } = await runningTracker(t);
  for (const path of ['/v1/stats', '/health/live']) {
    const socket = await connection(t, port, await stranger());
    socket.write(`GET ${path} HTTP/1.1\r\nHost: tracker\r\n\r\n`);
    assert.match(await readToEnd(socket), /\r\nconnection: close\r\n/i, path);
  }
});

test('more large bodies than are read at once are all served', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member();
  const upsert = Array.from({ length: 500 }, (_, i) => ({ kind: 'directory', path: `${'d'.repeat(200)}/${i}` }));
  const batches = Array.from({ length: 20 }, (_, i) => {
    const share = {
      share: `s${i}`,
      audience: { kind: 'everyone' },
      base: 0,
      next: 1,
      full: 'only',
      upsert,
      remove: [],
    };
    return call('POST', '/v1/publish', { as, body: share });
  });
  for (const answer of await Promise.all(batches)) assert.equal(answer.status, 204);
});

test('a body over the limit is refused, whether it says so or not', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member();
  const body = JSON.stringify({ contents: ['x'.repeat(2 * BODY_BYTES)] });
  const told = await call('POST', '/v1/locate', { as, body });
  assert.equal(`${told.status} ${errorCode(told)}`, '413 too-large');
  const chunked = await call('POST', '/v1/locate', {
    as,
    body,
    headers: { 'content-length': '', 'transfer-encoding': 'chunked' },
  }).catch(() => undefined);
  // It may hang up before all was sent.
  if (chunked !== undefined) assert.ok(chunked.status === 413 || chunked.status === 400);
});

test('what is no request gets an error in one line', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member('admin');
  const cases: [string, string, unknown, string][] = [
    ['POST', '/v1/locate', '{"contents": [', '400 bad-request'],
    ['POST', '/v1/locate', '{"__proto__": {}, "contents": []}', '400 bad-request'],
    ['POST', '/v1/locate', '"text"', '400 bad-request'],
    ['POST', '/v1/locate', { contents: ['nonsense'] }, '400 bad-id'],
    ['POST', '/v1/locate', { contents: [] }, '400 bad-request'],
    ['POST', '/v1/revoke', { peer: `c${'a'.repeat(52)}` }, '400 bad-id'],
    ['POST', '/v1/revoke', { peer: `p${'a'.repeat(51)}b` }, '400 bad-id'],
    ['GET', '/v1/introspect/nobody', undefined, '400 bad-id'],
    ['GET', `/v1/contents/${'c'.repeat(500)}/names`, undefined, '400 bad-request'],
    ['GET', '/v1/contents/%ff/names', undefined, '400 bad-request'],
    ['GET', '/v1/search?limit=0', undefined, '400 bad-request'],
    ['GET', '/v1/search?mispelled=1', undefined, '400 bad-request'],
    ['GET', `/v1/browse?peer=${as.peer}&path=..%2Fup`, undefined, '400 bad-path'],
    ['GET', '/v1/browse', undefined, '400 bad-request'],
    ['POST', '/v1/lease/heartbeat', { slots: { total: -1, free: 0 }, revokedVersion: 0 }, '400 bad-request'],
    ['POST', '/v1/join', { name: 'a\nb' }, '400 bad-request'],
    ['GET', '/v1/nowhere', undefined, '404 not-found'],
  ];
  for (const [method, path, body, expected] of cases) {
    const answer = await call(method, path, { as, body });
    assert.equal(`${answer.status} ${errorCode(answer)}`, expected, `${method} ${path.slice(0, 60)} ${String(body)}`);
    assert.ok(!answer.text.includes('\\n'), answer.text);
  }
  const form = await call('POST', '/v1/locate', { as, body: 'a=b', headers: { 'content-type': 'text/plain' } });
  assert.equal(`${form.status} ${errorCode(form)}`, '400 bad-request');
});

test('HEAD answers as GET without a body, OPTIONS and wrong methods tell what there is', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member();
  const head = await call('HEAD', '/v1/stats', { as });
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  const options = await call('OPTIONS', '/v1/invites', { as });
  assert.equal(options.status, 204);
  assert.equal(options.headers['allow'], 'GET, HEAD, OPTIONS, POST');
  const wrong = await call('PUT', '/v1/invites/aaaaaaaa', { as });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers['allow'], 'DELETE, OPTIONS');
  assert.equal((await call('OPTIONS', '/v1/nowhere', { as })).status, 404);
});

test('headers that do not end are cut off, and so is who sends nothing', async (t) => {
  const { port, member } = await runningTracker(t, { headersTimeoutMs: 300, requestTimeoutMs: 600 });
  const as = await member();
  const slow = await connection(t, port, as);
  slow.write('GET /v1/stats HTTP/1.1\r\nHost: tracker\r\n');
  const drip = setInterval(() => slow.writable && slow.write('X-More: 1\r\n'), 100);
  t.after(() => clearInterval(drip));
  const silent = await connection(t, port, as);
  const [answer] = await Promise.all([readToEnd(slow), readToEnd(silent)]);
  assert.match(answer, /^HTTP\/1\.1 408 .*"timeout"/s);
});

test('what is not HTTP, or has headers without measure, is told so', async (t) => {
  const { port, member } = await runningTracker(t);
  const as = await member();
  const noise = await connection(t, port, as);
  noise.write('\u0000\u0001 this is not HTTP\r\n\r\n');
  assert.match(await readToEnd(noise), /^HTTP\/1\.1 400 .*"bad-request"/s);
  const wide = await connection(t, port, as);
  wide.write(`GET /v1/stats HTTP/1.1\r\nHost: tracker\r\nX-Wide: ${'x'.repeat(40_000)}\r\n\r\n`);
  assert.match(await readToEnd(wide), /^HTTP\/1\.1 431 .*"too-large"/s);
});

test('each answer is logged with a request id, a short peer id, an operation and a time, and no secret', async (t) => {
  const { call, member, stranger, service, log } = await runningTracker(t);
  const as = await member();
  const { secret } = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  const answer = await call('GET', '/v1/search?text=salary', { as });
  await call('POST', '/v1/join', { as: await stranger(), body: { secret, name: 'Ana' } });
  const answered = log.lines.filter(({ message }) => message === 'answered').map(({ facts }) => facts);
  const search = answered.find((facts) => 'operation' in facts && facts.operation === 'GET /v1/search');
  assert.ok(search !== undefined && 'peer' in search && 'ms' in search && 'request' in search);
  assert.equal(search.peer, shortId(as.peer));
  assert.equal(search.request, answer.headers['x-request-id']);
  const all = JSON.stringify(log.lines);
  for (const hidden of [secret, 'salary', as.peer]) assert.ok(!all.includes(hidden));
});

test('the page and the document are for members, and the page loads nothing', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member('guest');
  const page = await call('GET', '/v1/docs', { as });
  assert.equal(page.status, 200);
  assert.match(page.headers['content-type'] ?? '', /^text\/html/);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'/);
  assert.ok(page.text.includes('/v1/lease'));
  const document = await call('GET', '/v1/openapi.json', { as });
  assert.equal((document.json as { openapi: string }).openapi, '3.1.0');
});

test('a tracker whose store fails is alive but not ready, and tells nobody why', async (t) => {
  const { call, member, store, log } = await runningTracker(t);
  const as = await member();
  assert.deepEqual((await call('GET', '/health/ready', { as })).json, { status: 'ready' });
  t.mock.method(store, 'revisions', () => Promise.reject(new Error('disk on fire')));
  const answer = await call('GET', '/health/ready', { as });
  assert.equal(`${answer.status} ${errorCode(answer)}`, '500 internal');
  assert.ok(!answer.text.includes('fire'));
  assert.ok(log.lines.some(({ level, facts }) => level === 'error' && 'err' in facts));
  assert.equal((await call('GET', '/health/live')).status, 200);
});

test('stopping lets a running request end, ends event streams and closes', async (t) => {
  const { port, call, member, server, store } = await runningTracker(t);
  const as = await member();
  const events = await connection(t, port, as);
  events.write('GET /v1/events HTTP/1.1\r\nHost: tracker\r\n\r\n');
  await once(events, 'data');
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const real = store.stats.bind(store);
  t.mock.method(store, 'stats', async (...args: Parameters<typeof real>) => {
    ask();
    await held;
    return real(...args);
  });
  const answer = call('GET', '/v1/stats', { as });
  await asked;
  const stopped = server.stop();
  release();
  assert.equal((await answer).status, 200);
  await stopped;
  await readToEnd(events);
  await assert.rejects(call('GET', '/health/live'), { code: 'ECONNREFUSED' });
});

test('stopping waits for nobody who never began TLS', { timeout: 8_000 }, async (t) => {
  const { port, server } = await runningTracker(t);
  const silent = connectTcp(port, '127.0.0.1').on('error', () => undefined);
  await once(silent, 'connect');
  const closed = once(silent.resume(), 'close');
  await server.stop();
  await closed;
});

test('a port that is taken is told in one line, and the server may be started again', async (t) => {
  const { port, service, identity, log } = await runningTracker(t);
  const second = new TrackerServer({ service, identity, log }, { host: '127.0.0.1', port });
  await assert.rejects(second.start(), { code: 'port-in-use' });
  await assert.rejects(second.start(), { code: 'port-in-use' });
  await second.stop();
});

test('curl with the certificate of a member reads the catalog', async (t) => {
  if (!needs(t, 'curl')) return;
  const { port, member, folder } = await runningTracker(t);
  const as = await member();
  const path = (name: string) => join(folder, 'peer-0', name);
  const run = spawn('curl', [
    '--silent',
    '--show-error',
    '--fail',
    '--insecure',
    '--max-time',
    '20',
    '--cert',
    path('identity.crt'),
    '--key',
    path('identity.key'),
    `https://127.0.0.1:${port}/v1/search?text=`,
  ]);
  let text = '';
  run.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(run, 'close')) as [number];
  assert.equal(code, 0);
  assert.deepEqual(JSON.parse(text), { items: [] });
  assert.ok(as.peer);
});

test('a request keeps the id that its caller gave it, unless that is no sane one', async (t) => {
  const { call, member, log } = await runningTracker(t);
  const as = await member();
  const named = await call('GET', '/v1/stats', { as, headers: { 'x-request-id': 'proxy-7.a_b' } });
  assert.equal(named.headers['x-request-id'], 'proxy-7.a_b');
  assert.ok(log.lines.some(({ facts }) => 'request' in facts && facts.request === 'proxy-7.a_b'));
  for (const given of ['two words', 'x'.repeat(65), '{"a":1}']) {
    const made = await call('GET', '/v1/stats', { as, headers: { 'x-request-id': given } });
    assert.match(String(made.headers['x-request-id']), /^[0-9a-f]{8}$/);
  }
  for (const path of ['/v1/invites/none', '/v1/nothing', '/v1/stats']) {
    const refused = await call('DELETE', path, { as, headers: { 'x-request-id': 'mine' } });
    const { error } = refused.json as { error: { context: { request: string } } };
    assert.equal(error.context.request, 'mine', path);
  }
});
