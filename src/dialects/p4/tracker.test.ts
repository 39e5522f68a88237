import assert from 'node:assert/strict';
import { test } from 'node:test';

import { jsonCall, P4ForeignPeer } from '../../../test/support/dialects/p4-foreign-peer.ts';
import { rawTalk } from '../../../test/support/dialects/raw-talk.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { p4 } from './index.ts';
import type { P4TrackerOptions } from './tracker.ts';

const SECRET = 'secret';
const NOBODY = '0'.repeat(64);

/** A master, and calls to it. */
async function started(
  registry = new MemoryRegistry(),
  options: Partial<P4TrackerOptions> & { maxConnections?: number } = {},
) {
  const listen = { host: '127.0.0.1', port: 0, maxConnections: 100, secret: SECRET };
  const master = p4.tracker({ clock: systemClock, log: SILENT, registry }, { ...listen, ...options });
  const port = await master.start();
  const call = (method: string, path: string, body: object) => jsonCall(method, port, path, body);
  const post = (path: string, body: object) => call('POST', path, body);
  return {
    port,
    call,
    post,
    /** @returns the token */
    register: async (client: string, ip = '127.0.0.1', at = 8001): Promise<string> => {
      const { status, body } = await post('/register', { client_id: client, ip, port: at, genericToken: SECRET });
      assert.equal(status, 200);
      assert.match(String(body['token']), /^[0-9a-f]{64}$/);
      return String(body['token']);
    },
    [Symbol.asyncDispose]: () => master[Symbol.asyncDispose](),
  };
}

const INVALID = { status: 400, body: { message: 'Invalid request' } };
const NOT_FOUND = { status: 404, body: { message: 'Peer not found' } };

test('registers, and checks fields before the secret and the secret before the name', async () => {
  await using master = await started();
  await master.register('c');
  const body = { client_id: 'c', ip: '127.0.0.1', port: 8001, genericToken: 'wrong' };
  assert.deepEqual(await master.post('/register', { ...body, ip: null }), INVALID);
  assert.deepEqual(await master.post('/register', body), { status: 401, body: { message: 'Invalid token' } });
  assert.deepEqual(await master.post('/register', { ...body, genericToken: SECRET }), {
    status: 400,
    body: { message: 'Peer already registered' },
  });
});

test('gives one of two that come with the same name at once a token', async () => {
  await using master = await started();
  const body = { client_id: 'c', ip: '127.0.0.1', port: 8001, genericToken: SECRET };
  const answers = await Promise.all([1, 2, 3].map(() => master.post('/register', body)));
  assert.deepEqual(answers.map(({ status }) => String(status)).toSorted(), ['200', '400', '400']);
});

test('unregisters once, with all files of the peer, and takes the name again', async () => {
  await using master = await started();
  const token = await master.register('c');
  const other = await master.register('d', '127.0.0.1', 8002);
  await master.post('/add_file', { token, file_name: 'a' });
  await master.post('/add_file', { token: other, file_name: 'b' });
  assert.deepEqual(await master.post('/unregister', { token }), {
    status: 200,
    body: { message: 'Peer unregistered' },
  });
  assert.deepEqual(await master.post('/unregister', { token }), NOT_FOUND);
  assert.deepEqual((await master.post('/get_files', { token: other })).body, { files: ['b'] });
  assert.deepEqual(await master.post('/get_files', { token }), NOT_FOUND);
  const again = await master.register('c');
  assert.notEqual(again, token);
  assert.deepEqual((await master.post('/get_files', { token: again })).body, { files: ['b'] });
});

test('lists names in the order of announcement, by GET with a body and by POST', async () => {
  await using master = await started();
  const token = await master.register('c');
  const other = await master.register('d', '127.0.0.1', 8002);
  for (const file_name of ['b', 'a', 'ñ %: x']) {
    const answer = await master.post('/add_file', { token, file_name });
    assert.deepEqual(answer, { status: 200, body: { message: 'File added' } });
  }
  await master.post('/add_file', { token: other, file_name: 'a' });
  const expected = { status: 200, body: { files: ['b', 'a', 'ñ %: x'] } };
  assert.deepEqual(await master.call('GET', '/get_files', { token }), expected);
  assert.deepEqual(await master.call('POST', '/get_files', { token }), expected);
});

test('tells where a file is, by GET with a body and by POST', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '::1', port: 8001, files: [{ name: 'native' }] });
  await using master = await started(registry);
  const token = await master.register('c', 'peer.example', 8009);
  await master.post('/add_file', { token, file_name: 'dir/a b' });
  const ask = (method: string, file_name: string) => master.call(method, '/get_file', { token, file_name });
  const expected = { status: 200, body: { file_address: 'grpc://peer.example:8009/dir/a b' } };
  assert.deepEqual(await ask('GET', 'dir/a b'), expected);
  assert.deepEqual(await ask('POST', 'dir/a b'), expected);
  assert.deepEqual((await ask('GET', 'native')).body, { file_address: 'grpc://[::1]:8001/native' });
  assert.deepEqual(await ask('GET', 'none'), { status: 404, body: { message: 'File not found' } });
});

test('says to strangers what each call says', async () => {
  await using master = await started();
  for (const path of ['/unregister', '/get_files', '/alive']) {
    assert.deepEqual(await master.post(path, { token: NOBODY }), NOT_FOUND);
    assert.deepEqual(await master.post(path, {}), INVALID);
    assert.deepEqual(await master.post(path, { token: null }), INVALID);
  }
  assert.deepEqual(await master.post('/add_file', { token: NOBODY, file_name: 'a' }), NOT_FOUND);
  assert.deepEqual(await master.post('/add_files', { token: NOBODY, files: {} }), NOT_FOUND);
  assert.deepEqual(await master.post('/add_file', { token: NOBODY }), INVALID);
  assert.deepEqual(await master.post('/get_file', { token: NOBODY, file_name: 'a' }), {
    status: 401,
    body: { message: 'Peer not found' },
  });
  assert.deepEqual(await master.post('/get_file', { file_name: 'a' }), INVALID);
});

test('takes a whole tree at once, beside what was announced', async () => {
  await using master = await started();
  const token = await master.register('c');
  await master.post('/add_file', { token, file_name: 'first' });
  const files = { dir: { name: {}, sub: { x: {} } }, top: {} };
  assert.deepEqual(await master.post('/add_files', { token, files }), {
    status: 200,
    body: { message: 'Files added' },
  });
  assert.deepEqual((await master.post('/get_files', { token })).body, {
    files: ['first', 'dir/name', 'dir/sub/x', 'top'],
  });
  assert.deepEqual(await master.post('/add_files', { token, files: ['a'] }), INVALID);
});

test('verifies tokens, and addresses of who has registered', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '10.0.0.9', port: 8001, files: [] });
  await using master = await started(registry);
  assert.equal((await master.post('/verify', { ip: '127.0.0.1' })).status, 401);
  const token = await master.register('c', '10.0.0.7');
  const known = { status: 200, body: { client_id: 'c' } };
  assert.deepEqual(await master.post('/verify', { token }), known);
  assert.deepEqual(await master.post('/verify', { ip: '10.0.0.7' }), known);
  // The address that it came from.
  assert.deepEqual(await master.post('/verify', { ip: '127.0.0.1' }), known);
  assert.equal((await master.post('/verify', { token: NOBODY })).status, 401);
  assert.equal((await master.post('/verify', { token: NOBODY, ip: '10.0.0.7' })).status, 401);
  assert.equal((await master.post('/verify', { ip: '10.0.0.8' })).status, 401);
  assert.equal((await master.post('/verify', { ip: '10.0.0.9' })).status, 401);
  assert.deepEqual(await master.post('/verify', {}), INVALID);
  await master.post('/unregister', { token });
  assert.equal((await master.post('/verify', { token })).status, 401);
  assert.equal((await master.post('/verify', { ip: '10.0.0.7' })).status, 401);
});

test('has two peers behind one address, and both with the same name', async () => {
  await using master = await started();
  const first = await master.register('c', '127.0.0.1', 8001);
  const second = await master.register('d', '127.0.0.1', 8002);
  await master.post('/add_file', { token: second, file_name: 'a' });
  await master.post('/add_file', { token: first, file_name: 'a' });
  assert.deepEqual((await master.post('/get_files', { token: first })).body, { files: ['a'] });
  const { body } = await master.post('/get_file', { token: second, file_name: 'a' });
  assert.equal(body['file_address'], 'grpc://127.0.0.1:8001/a');
});

test('lets nobody register at the address of a native peer', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '127.0.0.1', port: 8001, files: [] });
  await using master = await started(registry);
  const body = { client_id: 'c', ip: '127.0.0.1', port: 8001, genericToken: SECRET };
  assert.deepEqual((await master.post('/register', body)).body, { message: 'Peer already registered' });
});

test('forgets the token of whom the registry has dropped, and takes the name again', async () => {
  const registry = new MemoryRegistry();
  await using master = await started(registry);
  const token = await master.register('c');
  await master.post('/add_file', { token, file_name: 'a' });
  await registry.leave('c');
  assert.deepEqual(await master.post('/alive', { token }), NOT_FOUND);
  assert.equal((await master.post('/verify', { token })).status, 401);
  const again = await master.register('c');
  assert.deepEqual((await master.post('/alive', { token: again })).body, { message: 'Peer alive' });
  assert.deepEqual((await master.post('/get_files', { token: again })).body, { files: [] });
});

test('renews a lease with each call of a peer, and with none about it', async () => {
  const renewed: string[] = [];
  const registry = new (class extends MemoryRegistry {
    override async renew(key: string): Promise<boolean> {
      renewed.push(key);
      return super.renew(key);
    }
  })();
  await using master = await started(registry);
  const token = await master.register('c');
  await master.post('/alive', { token });
  await master.post('/get_files', { token });
  await master.post('/get_file', { token, file_name: 'a' });
  await master.post('/add_file', { token, file_name: 'a' });
  await master.post('/verify', { token });
  assert.deepEqual(renewed, ['c', 'c', 'c', 'c']);
});

test('refuses in order: the path, the method, the type, the JSON', async () => {
  await using master = await started();
  const url = `http://127.0.0.1:${master.port}`;
  const plain = { method: 'POST', body: '{}', headers: { 'Content-Type': 'text/plain' } };
  const json = { 'Content-Type': 'application/json' };
  const status = async (path: string, options: RequestInit): Promise<number> =>
    (await fetch(url + path, options)).status;
  assert.equal(await status('/none', plain), 404);
  assert.equal(await status('/register', { ...plain, method: 'PUT' }), 405);
  assert.equal(await status('/register', {}), 405);
  assert.equal(await status('/get_files', { ...plain, method: 'DELETE' }), 405);
  assert.equal(await status('/register', plain), 415);
  assert.equal(await status('/get_files', {}), 400);
  for (const body of ['{"token"', 'null', '[]', '"x"', '\xff', '']) {
    assert.equal(
      await status('/unregister', { method: 'POST', body: Buffer.from(body, 'latin1'), headers: json }),
      400,
    );
  }
  const wrong = await fetch(`${url}/register`, { method: 'PUT' });
  assert.equal(wrong.headers.get('allow'), 'POST');
  assert.equal(wrong.headers.get('content-type'), 'application/json');
});

test('refuses a tree of a million names and a body without end, and goes on', async () => {
  await using master = await started();
  const token = await master.register('c');
  const files = Object.fromEntries(Array.from({ length: 1_000_000 }, (_, index) => [`name number ${index}`, {}]));
  assert.equal((await master.post('/add_files', { token, files })).status, 413);
  const head =
    'POST /add_files HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n';
  const chunk = Buffer.from(`100000\r\n${'x'.repeat(0x100000)}\r\n`);
  await rawTalk(master.port, head, ...Array.from({ length: 20 }, () => chunk));
  assert.deepEqual((await master.post('/get_files', { token })).body, { files: [] });
});

test('gives up on who says half a request, or too many headers, and refuses noise', async () => {
  await using master = await started(new MemoryRegistry(), { headersMs: 50, requestMs: 100 });
  assert.match(await rawTalk(master.port, 'POST /reg'), /^HTTP\/1\.1 408 .*\{"message":"Request timeout"\}$/s);
  assert.match(
    await rawTalk(
      master.port,
      'POST /register HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{"',
    ),
    /^HTTP\/1\.1 408 /,
  );
  assert.match(
    await rawTalk(master.port, Buffer.from('fffefd00', 'hex')),
    /^HTTP\/1\.1 400 .*\{"message":"Invalid request"\}$/s,
  );
});

test('has room for so many bytes of long bodies at once, and for short ones all the same', async () => {
  await using master = await started(new MemoryRegistry(), { bodyBytes: 100_000, requestMs: 3_000 });
  // Both are never told to their end: one of them is in the way of the other.
  const head =
    'POST /add_files HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n';
  const long = [1, 2].map(() => rawTalk(master.port, head + ' '.repeat(150_000)));
  assert.match(await Promise.race(long), /^HTTP\/1\.1 503 /);
  await master.register('c');
  await Promise.all(long);
});

test('says what the registry refuses', async () => {
  const registry = new MemoryRegistry();
  await using master = await started(registry);
  const token = await master.register('c');
  for (const [code, status] of [
    ['too-large', 413],
    ['bad-request', 400],
    ['busy', 503],
    ['io-failed', 500],
  ] as const) {
    registry.announce = () => Promise.reject(new AyniError(code, 'secret'));
    const answer = await master.post('/add_file', { token, file_name: 'a' });
    assert.equal(answer.status, status);
    assert.doesNotMatch(JSON.stringify(answer.body), /secret/);
  }
});

test('serves 500 peers at once', async () => {
  await using master = await started(new MemoryRegistry(), { maxConnections: 500 });
  const tokens = await Promise.all(
    Array.from({ length: 500 }, (_, index) => master.register(`c${index}`, '127.0.0.1', 1_000 + index)),
  );
  assert.equal(new Set(tokens).size, 500);
});

test('brings two foreign peers together, unchanged', async () => {
  await using master = await started();
  await using first = new P4ForeignPeer({ 'a b.txt': 'from first' });
  await using second = new P4ForeignPeer({});
  await first.start(master.port, SECRET, 'first');
  await second.start(master.port, SECRET, 'second');
  assert.deepEqual(await second.list(), ['a b.txt']);
  assert.equal((await second.fetch('a b.txt')).toString(), 'from first');
  await first.call('POST', '/unregister');
  assert.equal(await second.where('a b.txt'), undefined);
});
