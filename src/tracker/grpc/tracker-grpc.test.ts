import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2, constants } from 'node:http2';
import { test, type TestContext } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import type { Identity } from '../../net/identity/identity.ts';
import { messageType, serviceType } from '../../wire/grpc/proto-types.ts';
import { failureOf, GrpcCaller, outcomeOf } from '../../../test/support/grpc-caller.ts';
import { runningTracker } from '../../../test/support/running-tracker.ts';

const TRACKER = '/ayni.v1.Tracker';
const CHECK = '/grpc.health.v1.Health/Check';
const REFLECTION = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const methods = Object.keys(serviceType('ayni.v1.Tracker').methods);

/** A TLS connection that says it will speak HTTP/2. */
async function connection(t: TestContext, port: number, as?: Identity): Promise<TLSSocket> {
  const certificate = as === undefined ? {} : { key: as.key, cert: as.cert };
  // Half-open, as other languages' sockets are; Node's types know the option of `net.connect` alone.
  const halfOpen = { allowHalfOpen: true };
  const socket = connect({
    host: '127.0.0.1',
    port,
    rejectUnauthorized: false,
    ALPNProtocols: ['h2'],
    ...halfOpen,
    ...certificate,
  });
  socket.on('error', () => undefined);
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  return socket;
}

function closed(socket: TLSSocket): Promise<unknown> {
  socket.resume();
  return new Promise((resolve) => {
    if (socket.closed) resolve(undefined);
    else socket.once('close', resolve).once('end', () => socket.end());
  });
}

/** A session of HTTP/2 below gRPC, to break its rules with. */
function session(t: TestContext, port: number, { key, cert }: Identity) {
  const http2 = connectHttp2(`https://127.0.0.1:${port}`, { key, cert, rejectUnauthorized: false, servername: 'ayni' });
  http2.on('error', () => undefined);
  t.after(() => http2.destroy());
  return http2;
}

const call = (path: string) => ({
  ':method': 'POST',
  ':path': path,
  'content-type': 'application/grpc',
  te: 'trailers',
});

async function statusOf(stream: NodeJS.EventEmitter): Promise<string> {
  return new Promise((resolve) => {
    stream.once('response', (headers) => {
      if (headers['grpc-status'] !== undefined) resolve(String(headers['grpc-status']));
    });
    stream.once('trailers', (trailers) => resolve(String(trailers['grpc-status'])));
    stream.once('close', () => resolve('closed'));
  });
}

test('without a certificate there is nothing but the health check', async (t) => {
  const { port } = await runningTracker(t);
  const nobody = new GrpcCaller(t, port);
  assert.deepEqual(await nobody.call(CHECK, {}), { status: 'serving' });
  for (const method of methods) {
    const path = `${TRACKER}/${method}`;
    const asking = method === 'Events' ? nobody.each(path, {}).next() : nobody.call(path, {});
    await assert.rejects(asking, { code: 'unauthenticated' }, method);
  }
  await assert.rejects(nobody.each('/grpc.health.v1.Health/Watch', {}).next(), { code: 'unauthenticated' });
  assert.equal((await outcomeOf(nobody.dialog(REFLECTION))).trailer['ayni-code'], 'unauthenticated');
});

test('with an unknown certificate one can join, and nothing else', async (t) => {
  const { port, stranger } = await runningTracker(t);
  const someone = new GrpcCaller(t, port, await stranger());
  assert.deepEqual(await someone.call(CHECK, {}), { status: 'serving' });
  await someone.call(`${TRACKER}/Identify`, {});
  await assert.rejects(someone.call(CHECK, { service: 'ayni.v1.Tracker' }), { code: 'unauthenticated' });
  for (const method of methods.filter((name) => !['Identify', 'Join', 'Events'].includes(name))) {
    await assert.rejects(someone.call(`${TRACKER}/${method}`, {}), { code: 'unauthenticated' }, method);
  }
  assert.equal((await outcomeOf(someone.dialog(REFLECTION))).trailer['ayni-code'], 'unauthenticated');
});

test('a revoked member is refused before its message is looked at', async (t) => {
  const { port, member, service } = await runningTracker(t);
  const [bad, admin] = [await member(), await member('admin')];
  const caller = new GrpcCaller(t, port, bad);
  await caller.call(`${TRACKER}/Stats`, {});
  await service.for({ peer: admin.peer, address: '127.0.0.1' }).revoke({ peer: bad.peer });
  const refused = await caller.raw(`${TRACKER}/Stats`, Buffer.alloc(3 * 2 ** 20, 0xff)).catch(failureOf);
  assert.ok('trailer' in refused);
  assert.deepEqual([refused.status, refused.trailer['ayni-code']], [16, 'revoked']);
});

test('what is no request gets a status, a code and one line', async (t) => {
  const { port, member } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member('admin'));
  const cases = [
    ['Locate', { contents: ['nonsense'] }, 3, 'bad-id'],
    ['Locate', { contents: [] }, 3, 'bad-request'],
    ['Browse', {}, 3, 'bad-id'],
    ['Browse', { peer: `p${'a'.repeat(52)}`, path: '../up' }, 3, 'bad-path'],
    ['Search', { limit: 501 }, 3, 'bad-request'],
    ['Publish', { share: 's', base: 0, next: 1 }, 3, 'bad-request'],
    ['Heartbeat', {}, 3, 'bad-request'],
    ['CreateInvite', { role: 'tracker', uses: 1, lifetime: 60 }, 3, 'bad-request'],
    ['Revoke', { peer: `p${'a'.repeat(52)}` }, 5, 'not-found'],
    ['RevokeInvite', { id: 'aaaaaaaa' }, 5, 'not-found'],
  ] as const;
  for (const [method, request, status, code] of cases) {
    await assert.rejects(caller.call(`${TRACKER}/${method}`, request), (error: Error & { code: string }) => {
      assert.equal(error.code, code, `${method} ${JSON.stringify(request)}`);
      assert.match(error.message, new RegExp(`^${status} [^\\n]+$`));
      return true;
    });
  }
  for (const bytes of [Buffer.from('not a message'), Buffer.alloc(100, 0xff), Buffer.from([0x0b])]) {
    const failed = await caller.raw(`${TRACKER}/Search`, bytes).catch(failureOf);
    assert.deepEqual('trailer' in failed && [failed.status, failed.trailer['ayni-code']], [3, 'bad-request']);
  }
  const unknown = await caller.raw(`${TRACKER}/Nothing`, Buffer.alloc(0)).catch(failureOf);
  assert.equal('trailer' in unknown && unknown.status, 12);
});

test('a message over its cap is refused: that of its operation, and that of all', async (t) => {
  const { port, member } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  const search = await caller.raw(`${TRACKER}/Search`, Buffer.alloc(65 * 1024)).catch(failureOf);
  assert.deepEqual('trailer' in search && [search.status, search.trailer['ayni-code']], [8, 'too-large']);
  // Grows to a hundred times its bytes if it is read.
  const many = Buffer.alloc(20_000, Buffer.from([0x32, 0]));
  const publish = await caller.raw(`${TRACKER}/Publish`, Buffer.concat([many, many])).catch(failureOf);
  assert.deepEqual('trailer' in publish && [publish.status, publish.trailer['ayni-code']], [8, 'too-large']);
  const huge = await caller.raw(`${TRACKER}/Publish`, Buffer.alloc(4 * 2 ** 20 + 1)).catch(failureOf);
  assert.equal('trailer' in huge && huge.status, 8);
  assert.ok(await caller.call(`${TRACKER}/Stats`, {}), 'the connection stands');
});

test('hundreds of calls at once on one connection are all answered', async (t) => {
  const { port, member } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  const calls = Array.from({ length: 300 }, () => caller.call(`${TRACKER}/Search`, { text: 'x' }));
  for (const answer of await Promise.all(calls)) assert.deepEqual(answer, { items: [] });
});

test('a call ends with the deadline of its caller', async (t) => {
  const { port, member, store } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  t.mock.method(store, 'stats', () => new Promise(() => undefined));
  const late = await caller.raw(`${TRACKER}/Stats`, Buffer.alloc(0), { timeoutMs: 200 }).catch(failureOf);
  assert.equal('trailer' in late && late.status, 4);
});

test('a message that does not come is waited for so long only, and holds up nobody else', async (t) => {
  const { port, member } = await runningTracker(t, { requestTimeoutMs: 400 });
  const [slow, other] = [await member(), await member()];
  const http2 = session(t, port, slow);
  const streams = Array.from({ length: 20 }, () => http2.request(call(`${TRACKER}/Stats`)));
  for (const stream of streams) stream.on('error', () => undefined).write(Buffer.from([0, 0, 0, 0, 9, 1]));
  await new GrpcCaller(t, port, other).call(`${TRACKER}/Stats`, {});
  for (const status of await Promise.all(streams.map(statusOf))) assert.equal(status, '4');
});

test('the events of a caller that is gone are not followed any more', async (t) => {
  const { port, member } = await runningTracker(t, { maxFollowers: 1 });
  const [ana, ben] = [await member(), await member()];
  const caller = new GrpcCaller(t, port, ana);
  await caller.call(`${TRACKER}/Announce`, { slots: { total: 1, free: 1 }, agent: 'test', revokedVersion: -1 });
  const held = caller.each(`${TRACKER}/Events`, { after: 0 });
  await held.next();
  await held.return(undefined);
  const next = new GrpcCaller(t, port, ben);
  for (let taken = false; !taken;) {
    const events = next.each(`${TRACKER}/Events`, { after: 0 });
    taken = await events.next().then(
      () => true,
      () => false,
    );
    await events.return(undefined);
  }
});

test('a caller that takes no answer loses its connection', async (t) => {
  const { port, member, store } = await runningTracker(t, { stallMs: 300 });
  const as = await member();
  t.mock.method(store, 'namesOf', async () =>
    Array.from({ length: 1000 }, () => ({ peer: as.peer, path: 'x'.repeat(1000), size: 1 })),
  );
  const http2 = session(t, port, as);
  const stream = http2.request(call(`${TRACKER}/NamesOf`));
  stream.on('error', () => undefined);
  const request = messageType('ayni.v1.NamesOfRequest')
    .encode({ content: `c${'a'.repeat(52)}` })
    .finish();
  stream.end(Buffer.concat([Buffer.from([0, 0, 0, 0, request.length]), request]));
  // Nothing is read of the answer, which is larger than the window.
  await once(http2, 'close');
});

test('what is not HTTP/2, though it said so, is closed, and so is who says half of it', async (t) => {
  const { port, member, call: rest } = await runningTracker(t);
  const as = await member();
  const noise = await connection(t, port, as);
  noise.write('GET / HTTP/1.1\r\nHost: tracker\r\n\r\n');
  await closed(noise);
  const garbage = await connection(t, port, as);
  garbage.write(`${PREFACE}\xff\xff\xff\xff\xff\xff\xff\xff\xff this is no frame`);
  await closed(garbage);
  const half = await connection(t, port, as);
  half.end(PREFACE.slice(0, 10));
  await closed(half);
  const nothing = await connection(t, port, as);
  nothing.end();
  await closed(nothing);
  assert.equal((await rest('GET', '/v1/stats', { as })).status, 200);
  assert.ok(await new GrpcCaller(t, port, as).call(`${TRACKER}/Stats`, {}));
});

/** The tracker’s figures come when the test says so. */
function heldStats(t: TestContext, store: SwarmStore) {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: held, resolve: release } = Promise.withResolvers<void>();
  const real = store.stats.bind(store);
  t.mock.method(store, 'stats', async (...args: Parameters<typeof real>) => {
    ask();
    await held;
    return real(...args);
  });
  return { asked, release };
}

test('a caller that says it will ask no more gets the answer to what it asked', async (t) => {
  const { port, member, store } = await runningTracker(t);
  const { asked, release } = heldStats(t, store);
  const http2 = session(t, port, await member());
  const stream = http2.request(call(`${TRACKER}/Stats`));
  stream.resume().end(Buffer.from([0, 0, 0, 0, 0]));
  const status = statusOf(stream);
  await asked;
  http2.close();
  release();
  assert.equal(await status, '0');
  if (!http2.destroyed) await once(http2, 'close');
});

test('a stream that is reset, one without a message, and one that is no gRPC disturb nobody', async (t) => {
  const { port, member } = await runningTracker(t);
  const http2 = session(t, port, await member());
  const reset = http2.request(call(`${TRACKER}/Stats`));
  reset.on('error', () => undefined).close(constants.NGHTTP2_CANCEL);
  const empty = http2.request(call(`${TRACKER}/Stats`));
  empty.resume().end();
  assert.notEqual(await statusOf(empty), '0');
  const other = http2.request({ ':method': 'GET', ':path': '/v1/stats' });
  const [headers] = (await once(other.resume(), 'response')) as [{ ':status': number }];
  assert.equal(headers[':status'], 415);
  const stream = http2.request(call(`${TRACKER}/Stats`));
  stream.resume().end(Buffer.from([0, 0, 0, 0, 0]));
  assert.equal(await statusOf(stream), '0');
});

test('over the limit of connections one is told so, and gets in when there is a place', async (t) => {
  const { port, member } = await runningTracker(t, { maxConnections: 1 });
  const as = await member();
  const held = await connection(t, port, as);
  const refused = await connection(t, port, as);
  const chunks: Buffer[] = [];
  refused.on('data', (chunk: Buffer) => chunks.push(chunk));
  await closed(refused);
  assert.match(Buffer.concat(chunks).toString('latin1'), /All connections are taken/);
  held.destroy();
  const caller = new GrpcCaller(t, port, as);
  for (let served = false; !served;) {
    served = await caller.call(`${TRACKER}/Stats`, {}).then(
      () => true,
      () => false,
    );
  }
});

test('who offers both protocols gets HTTP/1.1, as browsers do', async (t) => {
  const { port } = await runningTracker(t);
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2', 'http/1.1'] });
  t.after(() => socket.destroy());
  await once(socket, 'secureConnect');
  assert.equal(socket.alpnProtocol, 'http/1.1');
});

test('health tells members whether the store answers, and watchers when the tracker stops', async (t) => {
  const { port, member, store, server } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  const asked = { service: 'ayni.v1.Tracker' };
  assert.deepEqual(await caller.call(CHECK, asked), { status: 'serving' });
  const watch = caller.each('/grpc.health.v1.Health/Watch', asked);
  assert.deepEqual((await watch.next()).value, { status: 'serving' });
  t.mock.method(store, 'revisions', () => Promise.reject(new Error('disk on fire')));
  assert.deepEqual(await caller.call(CHECK, asked), { status: 'not_serving' });
  const last = watch.next();
  await server.stop();
  assert.deepEqual((await last).value, { status: 'not_serving' });
});

test('stopping lets a running call end, ends streams and closes', async (t) => {
  const { port, member, server, store } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  const events = outcomeOf(caller.stream(`${TRACKER}/Events`, {}));
  const reflection = caller.dialog(REFLECTION);
  const ended = outcomeOf(reflection);
  reflection.write(
    Buffer.from(messageType('grpc.reflection.v1.ServerReflectionRequest').encode({ listServices: '' }).finish()),
  );
  await once(reflection, 'data');
  const { asked, release } = heldStats(t, store);
  const answer = caller.call(`${TRACKER}/Stats`, {});
  await asked;
  const stopped = server.stop();
  release();
  assert.ok(await answer);
  assert.deepEqual([(await events).status, (await ended).status], [0, 0]);
  await stopped;
});

test('reflection tells of every service, and of each file by its name and by what is in it', async (t) => {
  const { port, member } = await runningTracker(t);
  const caller = new GrpcCaller(t, port, await member());
  const request = messageType('grpc.reflection.v1.ServerReflectionRequest');
  const response = messageType('grpc.reflection.v1.ServerReflectionResponse');
  for (const path of [REFLECTION, REFLECTION.replace('v1', 'v1alpha')]) {
    const dialog = caller.dialog(path);
    const ask = async (asked: object) => {
      dialog.write(Buffer.from(request.encode(asked).finish()));
      const [bytes] = (await once(dialog, 'data')) as [Buffer];
      return response.toObject(response.decode(bytes));
    };
    const { listServicesResponse } = await ask({ listServices: '' });
    const names = listServicesResponse.service.map(({ name }: { name: string }) => name);
    assert.deepEqual(names, ['ayni.v1.Tracker', 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection']);
    const [file] = (await ask({ fileByFilename: 'ayni.proto' }))['fileDescriptorResponse'].fileDescriptorProto;
    for (const symbol of ['ayni.v1.Tracker', 'ayni.v1.Tracker.Search', 'ayni.v1.Entry.File']) {
      const found = await ask({ fileContainingSymbol: symbol });
      assert.deepEqual(found['fileDescriptorResponse'].fileDescriptorProto, [file], symbol);
    }
    for (const asked of [{ fileByFilename: 'x.proto' }, { fileContainingSymbol: 'ayni.v1.Nothing' }]) {
      assert.equal((await ask(asked))['errorResponse'].errorCode, 5);
    }
    dialog.end();
    assert.equal((await outcomeOf(dialog)).status, 0);
  }
});

test('each call is logged with a short peer id, an operation, a code and a time, and no secret', async (t) => {
  const { port, member, log } = await runningTracker(t);
  const as = await member();
  const caller = new GrpcCaller(t, port, as);
  await caller.call(`${TRACKER}/Search`, { text: 'salary' });
  await caller.call(`${TRACKER}/Members`, {}).catch(() => undefined);
  const answered = log.lines.filter(({ message }) => message === 'answered').map(({ facts }) => facts);
  const statuses = answered.map(
    (facts) => 'operation' in facts && 'status' in facts && [facts.operation, facts.status],
  );
  assert.deepEqual(statuses, [
    ['gRPC /ayni.v1.Tracker/Search', 'ok'],
    ['gRPC /ayni.v1.Tracker/Members', 'forbidden'],
  ]);
  const all = JSON.stringify(log.lines);
  for (const hidden of ['salary', as.peer]) assert.ok(!all.includes(hidden));
});

test('each call has an id, its caller’s own where that is a sane one, in the log and after the answer', async (t) => {
  const { port, member, log } = await runningTracker(t);
  const http2 = session(t, port, await member());
  for (const [name, given, expected] of [
    ['Stats', 'proxy-7', /^proxy-7$/],
    ['Members', 'mine', /^mine$/],
    ['Stats', 'two words', /^[0-9a-f]{8}$/],
  ] as const) {
    const stream = http2.request({ ...call(`${TRACKER}/${name}`), 'x-request-id': given });
    let told: unknown;
    stream.on('response', (headers) => (told ??= headers['ayni-request']));
    stream.on('trailers', (trailers) => (told ??= trailers['ayni-request']));
    stream.resume().end(Buffer.alloc(5));
    await once(stream, 'close');
    assert.match(String(told), expected);
    assert.ok(log.lines.some(({ facts }) => 'request' in facts && facts.request === told));
  }
});
