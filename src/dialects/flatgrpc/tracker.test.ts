import assert from 'node:assert/strict';
import { test } from 'node:test';

import { eventually } from '../../../test/support/dialects/eventually.ts';
import { FlatgrpcForeignPeer } from '../../../test/support/dialects/flatgrpc-foreign-peer.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { DialectPeer } from '../../wire/dialects/dialect-registry.ts';
import { GrpcClient } from '../shared/rpc/grpc-client.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { decodeNames, decodeSuccess, encodeName, encodeRegister, METHODS } from './codec.ts';
import { flatgrpc } from './index.ts';

const CALL = { signal: new AbortController().signal, timeoutMs: 20_000 };
const LISTEN = { port: 0, maxConnections: 600 };
const components = { clock: systemClock, log: SILENT };

/** Remembers the leases that it was asked for. */
class LeaseRecorder extends MemoryRegistry {
  readonly leases: string[] = [];

  override async register(peer: Omit<DialectPeer, 'native'>, options?: { readonly ttlMs: number }): Promise<void> {
    this.leases.push(`register ${peer.key} ${peer.host}:${peer.port} ${options?.ttlMs}`);
    return super.register(peer);
  }

  override async renew(key: string, options?: { readonly ttlMs: number }): Promise<boolean> {
    this.leases.push(`renew ${key} ${options?.ttlMs}`);
    return super.renew(key);
  }
}

/** A tracker and calls to it. */
async function started(registry: MemoryRegistry, options: { log?: Logger; host?: string } = {}) {
  const { log = SILENT, host = '127.0.0.1' } = options;
  const resolve = (name: string): Promise<unknown> =>
    name === 'localhost' ? Promise.resolve() : Promise.reject(new Error('ENOTFOUND'));
  const tracker = flatgrpc.tracker({ ...components, log, registry }, { ...LISTEN, resolve });
  const port = await tracker.start();
  const client = await GrpcClient.open(host, port, { maxMessage: 64 * 1024 * 1024 });
  return {
    port,
    register: async (peerId: string, ...files: string[]) =>
      decodeSuccess(await client.unary(METHODS.registerPeer, encodeRegister({ peerId, files }), CALL)),
    search: async (name: string) => decodeNames(await client.unary(METHODS.searchFile, encodeName(name), CALL)),
    leave: async (id: string) => decodeSuccess(await client.unary(METHODS.leavePeer, encodeName(id), CALL)),
    list: async () => decodeNames(await client.unary(METHODS.listFiles, Buffer.alloc(0), CALL)),
    raw: async (path: string, message: Buffer) => client.unary(path, message, CALL),
    async [Symbol.asyncDispose]() {
      client[Symbol.dispose]();
      await tracker[Symbol.asyncDispose]();
    },
  };
}

test('finds who registered a name, exactly and in order of registration', async () => {
  await using tracker = await started(new MemoryRegistry());
  assert.equal(await tracker.register('peer_2', 'a.txt', 'b.txt'), true);
  assert.equal(await tracker.register('peer_1', 'a.txt'), true);
  assert.deepEqual(await tracker.search('a.txt'), ['peer_2', 'peer_1']);
  assert.deepEqual(await tracker.search('A.txt'), []);
  assert.deepEqual(await tracker.search('a'), []);
  assert.deepEqual(await tracker.search(''), []);
});

test('replaces the list of who registers again', async () => {
  await using tracker = await started(new MemoryRegistry());
  await tracker.register('peer_1', 'old');
  assert.equal(await tracker.register('peer_1', 'new'), true);
  assert.deepEqual(await tracker.search('old'), []);
  assert.deepEqual(await tracker.search('new'), ['peer_1']);
});

test('forgets who leaves, and says where nobody of that id was there', async () => {
  await using tracker = await started(new MemoryRegistry());
  await tracker.register('peer_1', 'a');
  assert.equal(await tracker.leave('peer_1'), true);
  assert.equal(await tracker.leave('peer_1'), false);
  assert.deepEqual(await tracker.search('a'), []);
  assert.deepEqual(await tracker.list(), []);
});

test('lists every name once', async () => {
  await using tracker = await started(new MemoryRegistry());
  await tracker.register('peer_1', 'b', 'a');
  await tracker.register('peer_2', 'a', 'ñ / c');
  assert.deepEqual(await tracker.list(), ['b', 'a', 'ñ / c']);
});

test('lists a native peer by its host where it serves on port 5000, else with its port', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '10.0.0.7', port: 5000, files: [{ name: 'a' }] });
  registry.addNative({ host: '10.0.0.7', port: 5001, files: [{ name: 'a' }] });
  await using tracker = await started(registry);
  await tracker.register('peer_1', 'a');
  assert.deepEqual(await tracker.search('a'), ['10.0.0.7', '10.0.0.7:5001', 'peer_1']);
});

test('lets nobody register as a native peer, or without an id', async () => {
  const registry = new MemoryRegistry();
  registry.addNative({ host: '10.0.0.7', port: 5000, files: [{ name: 'a' }] });
  await using tracker = await started(registry);
  assert.equal(await tracker.register('10.0.0.7', 'mine'), false);
  assert.equal(await tracker.register('10.0.0.7:5000', 'mine'), false);
  assert.equal(await tracker.leave('10.0.0.7'), false);
  assert.equal(await tracker.register(''), false);
  assert.deepEqual(await tracker.list(), ['a']);
});

test('keeps who has no address for a day, others as long as they answer', async () => {
  const registry = new LeaseRecorder();
  await using tracker = await started(registry);
  await tracker.register('peer_1');
  await tracker.register('localhost:5001');
  await tracker.register('not a host');
  // What waits for a name to be looked up is not part of an answer.
  await eventually(() => registry.leases.length === 4);
  const day = 24 * 3_600_000;
  assert.deepEqual(registry.leases.toSorted(), [
    `register localhost:5001 localhost:5001 ${day}`,
    `register not a host not a host:5000 ${day}`,
    `register peer_1 peer_1:5000 ${day}`,
    'renew localhost:5001 900000',
  ]);
});

test('logs each call', async () => {
  const said: string[] = [];
  await using tracker = await started(new MemoryRegistry(), {
    log: { ...SILENT, info: (_, message) => said.push(message) },
  });
  await tracker.register('peer_1', 'a');
  await tracker.search('a');
  await tracker.list();
  await tracker.leave('peer_1');
  assert.deepEqual(said, ['RegisterPeer', 'SearchFile', 'ListFiles', 'LeavePeer']);
});

test('listens on IPv4 and IPv6', async () => {
  await using tracker = await started(new MemoryRegistry(), { host: '::1' });
  assert.equal(await tracker.register('peer_1', 'a'), true);
  using v4 = await GrpcClient.open('127.0.0.1', tracker.port, { maxMessage: 1_000 });
  assert.deepEqual(decodeNames(await v4.unary(METHODS.searchFile, encodeName('a'), CALL)), ['peer_1']);
});

test('refuses noise as a message, a list of a million names, and goes on', async () => {
  await using tracker = await started(new MemoryRegistry());
  await assert.rejects(tracker.raw(METHODS.registerPeer, Buffer.from('ff00fe01', 'hex')), { code: 'bad-request' });
  await assert.rejects(tracker.raw(METHODS.searchFile, Buffer.from('0a02c328', 'hex')), { code: 'bad-request' });
  const names = Array.from({ length: 1_000_000 }, (_, index) => `a name of a file, number ${index}`);
  const message = encodeRegister({ peerId: 'peer_1', files: names });
  await assert.rejects(tracker.raw(METHODS.registerPeer, message), { code: 'too-large' });
  assert.equal(await tracker.register('peer_1', 'a'), true);
});

test('takes a list that is longer than the 4 MiB of gRPC', async () => {
  await using tracker = await started(new MemoryRegistry());
  const names = Array.from({ length: 100_000 }, (_, index) => `${'long '.repeat(10)}${index}`);
  assert.equal(
    decodeSuccess(await tracker.raw(METHODS.registerPeer, encodeRegister({ peerId: 'p', files: names }))),
    true,
  );
  assert.equal((await tracker.list()).length, 100_000);
});

test('answers a failure of the registry with a status', async () => {
  const registry = new MemoryRegistry();
  registry.announce = () => Promise.reject(new AyniError('too-large', 'Too many files.'));
  await using tracker = await started(registry);
  await assert.rejects(tracker.register('peer_1', 'a'), { code: 'too-large' });
});

test('serves 500 foreign peers at once', async () => {
  await using tracker = await started(new MemoryRegistry());
  const peers = Array.from({ length: 500 }, (_, index) => ({
    index,
    client: GrpcClient.open('127.0.0.1', tracker.port, { maxMessage: 1_000_000 }),
  }));
  try {
    const answers = await Promise.all(
      peers.map(async ({ index, client }) => {
        const message = encodeRegister({ peerId: `10.0.0.1:${index + 1}`, files: ['same', `own ${index}`] });
        return decodeSuccess(await (await client).unary(METHODS.registerPeer, message, CALL));
      }),
    );
    assert.deepEqual([...new Set(answers)], [true]);
    assert.equal((await tracker.search('same')).length, 500);
  } finally {
    for (const { client } of peers) (await client)[Symbol.dispose]();
  }
});

test('brings two foreign peers together, unchanged', async () => {
  const registry = new MemoryRegistry();
  await using tracker = await started(registry);
  await using first = new FlatgrpcForeignPeer({ 'a b.txt': 'from first' });
  await using second = new FlatgrpcForeignPeer({});
  await first.start(`127.0.0.1:${tracker.port}`);
  await second.start(`127.0.0.1:${tracker.port}`);
  assert.equal((await second.fetch('a b.txt')).toString(), 'from first');
  assert.equal(await first.leave(), true);
  assert.deepEqual(await second.search('a b.txt'), []);
});
