import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { head, rawConnection, requester, servingPeer, type ServingPeer, type TestMember } from './upload-fixture.ts';

/** All that comes back for what is written, until the connection ends. */
async function say(t: TestContext, peer: ServingPeer, { identity }: TestMember, text: string): Promise<string> {
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  socket.write(text);
  return (await ended).toString('latin1');
}

test('answers paths that are none with 404 and ids that are none with 400', async (t) => {
  const peer = await servingPeer(t);
  const member = await peer.member();
  const get = requester(t, peer, member);
  const { content } = await peer.serve('file', randomBytes(100));
  for (const path of [
    '/',
    '/v1',
    '/v1/contents',
    `/v1/content/${content}/next`,
    '/v1/content/../../etc/passwd',
    '/%00',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
  for (const id of ['x', '..', '%2e%2e', content.slice(0, -1), content.toUpperCase(), 'C:', `p${content.slice(1)}`]) {
    assert.equal((await get(`/v1/content/${id}`)).status, 400, id);
  }
});

test('knows GET and HEAD, and reads no bodies', async (t) => {
  const peer = await servingPeer(t);
  const member = await peer.member();
  const { content } = await peer.serve('file', randomBytes(100));
  const path = `/v1/content/${content}`;
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE']) {
    const request = head(path, member.credential, 'Connection: close').replace('GET', method);
    assert.match(await say(t, peer, member, request), /^HTTP\/1\.1 404 /, method);
  }
  const posted = await say(t, peer, member, `${head(path, member.credential, 'Content-Length: 1000000')}some of it`);
  assert.match(posted, /^HTTP\/1\.1 /);
  // A body that never ends, in chunks.
  const { socket, ended } = await rawConnection(t, peer.port, member.identity);
  socket.write(head(path, member.credential, 'Transfer-Encoding: chunked').replace('GET', 'POST'));
  const pump = setInterval(() => socket.write(`1000\r\n${'x'.repeat(0x1000)}\r\n`), 1);
  const answer = await ended;
  clearInterval(pump);
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 404 /);
});

test('refuses headers that are too large, and what is no HTTP', async (t) => {
  const peer = await servingPeer(t);
  const member = await peer.member();
  const large = await say(t, peer, member, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n`);
  assert.match(large, /^HTTP\/1\.1 431 .*"code":"too-large"/s);
  const many = await say(
    t,
    peer,
    member,
    `GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${'A: b\r\n'.repeat(2_000)}\r\n`,
  );
  assert.match(many, /^HTTP\/1\.1 4/);
  for (const nonsense of [
    'HELO\r\n\r\n',
    'GET / HTTP/9.9\r\n\r\n',
    '\0\0\0\0\0\0\0\0',
    'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n',
    'GET / HTTP/1.1\r\nHost : x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
  ]) {
    assert.match(await say(t, peer, member, nonsense), /^HTTP\/1\.1 400 .*"code":"bad-request"/s, nonsense);
  }
});

test('closes a connection whose request does not come to its end', async (t) => {
  const peer = await servingPeer(t, { requestTimeoutMs: 300 });
  const member = await peer.member();
  const { socket, ended } = await rawConnection(t, peer.port, member.identity);
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n');
  const drip = setInterval(() => socket.write('A: b\r\n'), 50);
  const answer = await ended;
  clearInterval(drip);
  assert.match(answer.toString('latin1'), /^HTTP\/1\.1 408 .*"code":"timeout"/s);
});

test('closes a connection that never begins TLS', async (t) => {
  const peer = await servingPeer(t, { requestTimeoutMs: 300 });
  const socket = connect(peer.port, '127.0.0.1');
  t.after(() => socket.destroy());
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('close', resolve));
});

test('refuses TLS 1.2', async (t) => {
  const peer = await servingPeer(t);
  const member = await peer.member();
  const { received, ended } = await rawConnection(t, peer.port, member.identity, { maxVersion: 'TLSv1.2' });
  await ended;
  assert.equal(received().length, 0);
});

test('drops a requester that takes nothing, and gives its slot to the next', async (t) => {
  const peer = await servingPeer(t, { slots: 1, stallMs: 300 });
  const [slow, next] = [await peer.member(), await peer.member()];
  const { content, bytes } = await peer.serve('file', randomBytes(24 * 2 ** 20));
  const { socket, until, ended } = await rawConnection(t, peer.port, slow.identity);
  socket.write(head(`/v1/content/${content}`, slow.credential));
  await until('HTTP/1.1 200');
  socket.pause();
  const get = requester(t, peer, next);
  let answer = await get(`/v1/content/${content}`);
  while (answer.status === 429) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    answer = await get(`/v1/content/${content}`);
  }
  assert.ok(answer.body.equals(bytes));
  socket.resume();
  assert.ok((await ended).length < bytes.length);
});

test('answers connections over the limit with 503 and Retry-After, and serves on', async (t) => {
  const peer = await servingPeer(t, { maxConnections: 2 });
  const member = await peer.member();
  const { content } = await peer.serve('file', randomBytes(100));
  // Only who is known keeps a place.
  const known = async () => {
    const connection = await rawConnection(t, peer.port, member.identity);
    connection.socket.write(head(`/v1/content/${content}`, member.credential));
    await connection.until('HTTP/1.1 200');
    return connection;
  };
  await known();
  const second = await known();
  const refused = await say(t, peer, member, head(`/v1/content/${content}`, member.credential));
  assert.match(refused, /^HTTP\/1\.1 503 .*Retry-After: \d+\r\n.*"code":"too-many-connections"/s);
  assert.equal(peer.uploads.counters().excess, 1);
  second.socket.destroy();
  await second.ended;
  let again = refused;
  while (again.startsWith('HTTP/1.1 503')) {
    again = await say(t, peer, member, head(`/v1/content/${content}`, member.credential, 'Connection: close'));
  }
  assert.match(again, /^HTTP\/1\.1 200 /);
});

test('lets nobody pile up requests without end on one connection', async (t) => {
  const peer = await servingPeer(t);
  const member = await peer.member();
  const { content } = await peer.serve('file', randomBytes(8 * 2 ** 20));
  const { socket, until, ended } = await rawConnection(t, peer.port, member.identity);
  socket.pause();
  const request = head(`/v1/content/${content}`, member.credential);
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 20_000 && !socket.destroyed; i++) {
    if (!socket.write(request)) {
      const drained = new Promise<void>((resolve) => socket.once('drain', resolve));
      const given = new Promise<void>((resolve) => setTimeout(resolve, 200));
      await Promise.race([drained, given, ended]);
      if (socket.writableNeedDrain) break;
    }
  }
  assert.ok(process.memoryUsage().rss - before < 200 * 2 ** 20);
  socket.resume();
  await until('HTTP/1.1 200');
  socket.destroy();
  const { status } = await requester(t, peer, member)(`/v1/content/${content}`);
  assert.equal(status, 200);
});
