import assert from 'node:assert/strict';
import { test } from 'node:test';

import { P4ForeignPeer } from '../../../test/support/dialects/p4-foreign-peer.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import { GrpcClient } from '../shared/rpc/grpc-client.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { decodeFileBytes, encodeFileRequest, MAX_MESSAGE_METADATA, METHODS } from './greeter.ts';
import { p4 } from './index.ts';
import type { P4PeerOptions } from './peer.ts';

const components = { clock: systemClock, log: SILENT };
const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 600 };
const CALL = { signal: new AbortController().signal, timeoutMs: 20_000 };
/** The longest file that fits into a message of 4 MiB: five bytes are its tag and length. */
const FITS = 4 * 1024 * 1024 - 5;

const share = new MemoryShare({
  'a.txt': 'hello',
  'ñ %.txt': 'odd',
  empty: '',
  fits: Buffer.alloc(FITS, 'x'),
  large: Buffer.alloc(FITS + 1, 'not all the same '),
});

async function started(options: P4PeerOptions = { require: 'nothing' }, files: FlatShare = share) {
  const peer = p4.peer({ ...components, share: files }, { ...LISTEN, ...options });
  const port = await peer.start();
  const client = await GrpcClient.open('127.0.0.1', port, { maxMessage: 64 * 1024 * 1024 });
  return {
    port,
    whole: async (path: string, metadata: Record<string, string> = {}) =>
      Buffer.from(decodeFileBytes(await client.unary(METHODS.getFile, encodeFileRequest(path), { ...CALL, metadata }))),
    streamed: async (path: string, metadata: Record<string, string> = {}) => {
      const parts: Buffer[] = [];
      for await (const message of client.stream(METHODS.getFileStream, encodeFileRequest(path), {
        ...CALL,
        metadata,
      })) {
        parts.push(Buffer.from(decodeFileBytes(message)));
      }
      return parts;
    },
    unary: (message: Buffer) => client.unary(METHODS.getFile, message, CALL),
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await peer[Symbol.asyncDispose]();
    },
  };
}

test('serves files whole and as a stream, whatever their names', async () => {
  await using peer = await started();
  for (const [name, text] of [
    ['a.txt', 'hello'],
    ['/a.txt', 'hello'],
    ['ñ %.txt', 'odd'],
    ['empty', ''],
  ] as const) {
    assert.equal((await peer.whole(name)).toString(), text);
    assert.equal(Buffer.concat(await peer.streamed(name)).toString(), text);
  }
});

test('streams a large file in parts of a MiB at most', async () => {
  await using peer = await started();
  const parts = await peer.streamed('large');
  assert.ok(parts.every(({ length }) => length > 0 && length <= 1024 * 1024));
  assert.ok(Buffer.concat(parts).equals(Buffer.alloc(FITS + 1, 'not all the same ')));
});

test('gives an unchanged program what fits into its message, and names the stream for more', async () => {
  await using peer = await started();
  await using foreign = new P4ForeignPeer({});
  assert.equal((await foreign.fetchFrom(`grpc://127.0.0.1:${peer.port}/fits`)).length, FITS);
  await assert.rejects(foreign.fetchFrom(`grpc://127.0.0.1:${peer.port}/large`), {
    code: 8,
    details: /\/Greeter\/getFileStream/,
  });
});

test('gives a larger message to who says that it takes one, and a smaller one to who takes less', async () => {
  await using peer = await started();
  assert.equal((await peer.whole('large', { [MAX_MESSAGE_METADATA]: '5000000' })).length, FITS + 1);
  for (const told of ['1000', 'x', '-1']) {
    await assert.rejects(peer.whole('large', { [MAX_MESSAGE_METADATA]: told }), { code: 'too-large' });
  }
});

for (const path of ['none', '', '/', '..', '../a.txt', '/etc/passwd', '//a.txt', 'a.txt/', '.', 'dir/a.txt']) {
  test(`has no file ${JSON.stringify(path)}`, async () => {
    await using peer = await started();
    const expected = { code: 'not-found', message: /status 5: File not found$/ };
    await assert.rejects(peer.whole(path), expected);
    await assert.rejects(peer.streamed(path), expected);
  });
}

test('says the same of a file that was removed after it was announced', async () => {
  const gone: FlatShare = {
    files: async () => [],
    async open() {
      throw new AyniError('file-vanished', 'It has gone.');
    },
  };
  await using peer = await started({ require: 'nothing' }, gone);
  await assert.rejects(peer.whole('a'), { message: /status 5: File not found$/ });
});

test('fails, and does not end well, where a file became shorter', async () => {
  const shrinking: FlatShare = {
    files: async () => [],
    open: async (name) => ({
      name,
      size: 2_000_000,
      read: async (buffer, position) => (position > 0 ? 0 : buffer.subarray(0, 100_000).fill(1).length),
      async [Symbol.asyncDispose]() {},
    }),
  };
  await using peer = await started({ require: 'nothing' }, shrinking);
  await assert.rejects(peer.whole('a'), { context: { status: 10 } });
  await assert.rejects(peer.streamed('a'), { context: { status: 10 } });
});

test('refuses noise as a request, and serves the next', async () => {
  await using peer = await started();
  await assert.rejects(peer.unary(Buffer.from('ff00fe01', 'hex')), { code: 'bad-request' });
  await assert.rejects(peer.unary(Buffer.alloc(100_000)), { code: 'too-large' });
  assert.equal((await peer.whole('a.txt')).toString(), 'hello');
});

test('serves many at once whole files that together would not fit into memory twice', async () => {
  await using peer = await started();
  const files = await Promise.all(Array.from({ length: 40 }, () => peer.whole('fits')));
  assert.ok(files.every(({ length }) => length === FITS));
});

test('asks the master who the caller is, as is required', async () => {
  await using master = p4.tracker({ ...components, registry: new MemoryRegistry() }, { ...LISTEN, secret: 's' });
  const at = { host: '127.0.0.1', port: await master.start() };
  await using byAddress = await started({ master: at });
  await using byToken = await started({ master: at, require: 'token' });
  const refused = { code: 'unauthenticated' };
  await assert.rejects(byAddress.whole('a.txt'), refused);
  await assert.rejects(byAddress.streamed('none'), refused);
  await using foreign = new P4ForeignPeer({});
  await foreign.start(at.port, 's', 'foreign');
  assert.equal((await byAddress.whole('a.txt')).toString(), 'hello');
  await assert.rejects(byToken.whole('a.txt'), refused);
  const metadata = { authorization: `Bearer ${foreign.token}` };
  assert.equal((await byToken.whole('a.txt', metadata)).toString(), 'hello');
  await assert.rejects(byAddress.whole('a.txt', { authorization: `Bearer ${'0'.repeat(64)}` }), refused);
});
