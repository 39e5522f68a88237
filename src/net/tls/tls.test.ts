import assert from 'node:assert/strict';
import {
  createServer as createTcpServer,
  connect as tcpConnect,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net';
import { once } from 'node:events';
import { connect } from 'node:tls';
import { test, type TestContext } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { HttpFront } from '../http/http-front.ts';
import { loadIdentity, peerIdOfSocket, type Identity } from '../identity/identity.ts';
import { networkOf } from './admissions.ts';
import { dial } from './dial.ts';
import { createSpeakersServer, listen, type ConnectionLimits } from './server.ts';
import { secureOptions } from './settings.ts';

const host = '127.0.0.1';

async function identities(t: TestContext): Promise<{ ours: Identity; theirs: Identity }> {
  const folder = await temporaryFolder(t);
  return { ours: await loadIdentity(`${folder}/a`), theirs: await loadIdentity(`${folder}/b`) };
}

async function serve(t: TestContext, identity: Identity, limits: Partial<ConnectionLimits> = {}) {
  const received: string[] = [];
  const front = new HttpFront(
    (socket) => async (request) => {
      received.push(request.head.target);
      return { status: 200, headers: {}, body: peerIdOfSocket(socket) ?? 'nobody' };
    },
    { headMs: 20_000, bodyMs: 20_000, idleMs: 20_000, stallMs: 20_000 },
  );
  const http1 = front.accept.bind(front);
  const server = createSpeakersServer(identity, { maxConnections: 8, ...limits }, { http1 });
  const port = await listen(server, { host, port: 0 });
  t.after(async () => {
    server.close();
    await front.stop(0);
  });
  return { server, port, received };
}

async function tcp(t: TestContext, handler: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server: Server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    handler(socket);
  });
  await once(server.listen(0, host), 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

test('both ends learn who the other is', async (t) => {
  const { ours, theirs } = await identities(t);
  const { port } = await serve(t, theirs);
  const socket = await dial({ host, port }, { identity: ours, expected: theirs.peer });
  assert.equal(peerIdOfSocket(socket), theirs.peer);
  assert.equal(socket.getProtocol(), 'TLSv1.3');
  assert.equal(socket.getCipher().name, 'TLS_AES_128_GCM_SHA256');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.ok((await readAll(socket)).endsWith(ours.peer));
});

test('nothing is sent to somebody else', async (t) => {
  const { ours, theirs } = await identities(t);
  const { port, received, server } = await serve(t, theirs);
  const closed = new Promise((resolve) => server.once('connection', (socket: Socket) => socket.once('close', resolve)));
  await assert.rejects(dial({ host, port }, { identity: ours, expected: ours.peer }), { code: 'wrong-peer' });
  await closed;
  assert.deepEqual(received, []);
});

test('a server without a certificate we can read is not TLS 1.3', async (t) => {
  const { ours } = await identities(t);
  const port = await tcp(t, (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await assert.rejects(dial({ host, port }, { identity: ours }), { code: 'unreachable', message: /TLS 1\.3|closed/ });
});

test('a server that accepts and is silent runs into the deadline', async (t) => {
  const { ours } = await identities(t);
  const port = await tcp(t, () => undefined);
  await assert.rejects(dial({ host, port }, { identity: ours, timeoutMs: 50 }), { code: 'timeout' });
});

test('dialling ends when its signal does', async (t) => {
  const { ours } = await identities(t);
  const port = await tcp(t, () => undefined);
  const abort = new AbortController();
  const dialling = dial({ host, port }, { identity: ours, signal: abort.signal });
  abort.abort();
  await assert.rejects(dialling, { code: 'cancelled' });
  await assert.rejects(dial({ host, port }, { identity: ours, signal: abort.signal }), { code: 'cancelled' });
});

test('nobody there is said in one line', async (t) => {
  const { ours } = await identities(t);
  const server = createTcpServer().listen(0, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await assert.rejects(dial({ host, port }, { identity: ours }), {
    code: 'unreachable',
    message: `127.0.0.1:${port} cannot be reached: nothing listens there.`,
  });
});

test('sessions are not resumed: each connection proves its certificate', async (t) => {
  const { ours, theirs } = await identities(t);
  const { port } = await serve(t, theirs);
  const open = async (session?: Buffer): Promise<{ session: Buffer | undefined; reused: boolean }> => {
    const socket = connect({
      host,
      port,
      ...secureOptions(ours),
      rejectUnauthorized: false,
      ...(session && { session }),
    });
    let given: Buffer | undefined;
    socket.on('session', (ticket: Buffer) => {
      given = ticket;
    });
    await once(socket, 'secureConnect');
    const reused = socket.isSessionReused();
    socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    await readAll(socket);
    return { session: given, reused };
  };
  const first = await open();
  assert.equal((await open(first.session)).reused, false);
});

test('a connection over the limit reads a 503 and the others go on', async (t) => {
  const { ours, theirs } = await identities(t);
  let excess = 0;
  const { port } = await serve(t, theirs, { maxConnections: 1, retryAfter: 7, onExcess: () => excess++ });
  const first = await dial({ host, port }, { identity: ours });
  const second = await dial({ host, port }, { identity: ours });
  second.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  const answer = await readAll(second);
  assert.match(answer, /^HTTP\/1\.1 503 Service Unavailable\r\nRetry-After: 7\r\n/);
  assert.match(answer, /"code":"too-many-connections"/);
  assert.equal(excess, 1);
  first.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(await readAll(first), /^HTTP\/1\.1 200/);
  const third = await dial({ host, port }, { identity: ours });
  third.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  assert.match(await readAll(third), /^HTTP\/1\.1 200/);
});

test('a stranger makes room for whoever comes, somebody known does not', async (t) => {
  const { ours, theirs } = await identities(t);
  const known = new WeakSet<Socket>();
  let excess = 0;
  const limits = { maxConnections: 4, isStranger: (socket: Socket) => !known.has(socket), onExcess: () => excess++ };
  const { port, server } = await serve(t, theirs, limits);
  const open = async (becomesKnown: boolean) => {
    const accepted = once(server, 'secureConnection') as Promise<[Socket]>;
    const socket = (await dial({ host, port }, { identity: ours })).on('error', () => undefined);
    const [other] = await accepted;
    if (becomesKnown) known.add(other);
    return { socket, ended: once(socket.resume(), 'close') };
  };
  // Two places are for strangers of one network: the third of them closes the first, and so on.
  const strangers = [await open(false), await open(false), await open(false)];
  await strangers.shift()?.ended;
  const friends = [await open(true)];
  await strangers.shift()?.ended;
  friends.push(await open(true), await open(true));
  assert.ok(!strangers.some(({ socket }) => socket.closed));
  // All places are taken.
  friends.push(await open(true));
  await strangers.shift()?.ended;
  assert.equal(excess, 0);
  const late = await dial({ host, port }, { identity: ours });
  assert.match(await readAll(late), /"code":"too-many-connections"/);
  assert.equal(excess, 1);
  assert.ok(!friends.some(({ socket }) => socket.closed));
});

test('those of one network that never start TLS leave room for others', async (t) => {
  const { theirs } = await identities(t);
  const { port } = await serve(t, theirs, { maxConnections: 8, isStranger: () => true });
  const silent = Array.from({ length: 40 }, () =>
    tcpConnect(port, host)
      .on('error', () => undefined)
      .resume(),
  );
  const closed = silent.map((socket) => once(socket, 'close').then(() => silent.indexOf(socket)));
  // 8 and 64 more are let in, half of them from one network; the order in which they are accepted is the system's.
  await Promise.all([closed[36], closed[37], closed[38], closed[39]]);
  assert.equal(silent.filter((socket) => !socket.closed).length, 36);
  for (const socket of silent) socket.destroy();
});

test('a network is an IPv4 address, or the first half of an IPv6 address', () => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:db8:1:2::6', '2001:db8:1:2'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1'],
    ['2001:db8::', '2001:db8:0:0'],
    ['::1', '0:0:0:0'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    [undefined, ''],
  ] as const) {
    assert.equal(networkOf(address), network);
  }
});

test('a client that never starts TLS is closed at the handshake deadline', async (t) => {
  const { theirs } = await identities(t);
  const { port } = await serve(t, theirs, { handshakeTimeoutMs: 50 });
  const socket = tcpConnect(port, host).on('error', () => undefined);
  await once(socket.resume(), 'close');
});

test('garbage and resets in the handshake do not end the server', async (t) => {
  const { ours, theirs } = await identities(t);
  const { port } = await serve(t, theirs);
  const garbage = tcpConnect(port, host).on('error', () => undefined);
  garbage.end('GET / HTTP/1.1\r\n\r\n');
  await once(garbage.resume(), 'close');
  const reset = tcpConnect(port, host).on('error', () => undefined);
  await once(reset, 'connect');
  reset.write(Buffer.from([0x16, 3, 1, 2, 0]));
  reset.resetAndDestroy();
  const socket = await dial({ host, port }, { identity: ours });
  socket.destroy();
});

test('a taken port is said in one line', async (t) => {
  const { theirs } = await identities(t);
  const { port } = await serve(t, theirs);
  const server = createSpeakersServer(theirs, { maxConnections: 1 }, { http1: (socket) => socket.destroy() });
  await assert.rejects(listen(server, { host, port }), {
    code: 'port-in-use',
    message: new RegExp(`^Port ${port} is taken`),
  });
});
