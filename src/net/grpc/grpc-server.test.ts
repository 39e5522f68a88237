import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { test, type TestContext } from 'node:test';
import { connect } from 'node:tls';
import { AyniError } from '../../core/errors.ts';
import { failureOf, GrpcCaller } from '../../../test/support/grpc-caller.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { loadIdentity } from '../identity/identity.ts';
import { createSpeakersServer, listen } from '../tls/server.ts';
import type { GrpcMethod } from './grpc-method.ts';
import { GrpcServer, type GrpcServerOptions } from './grpc-server.ts';

async function serving(t: TestContext, methods: readonly GrpcMethod[], options: Partial<GrpcServerOptions> = {}) {
  const identity = await loadIdentity(await temporaryFolder(t));
  const ended: (string | undefined)[] = [];
  const grpc = new GrpcServer(methods, {
    admit: async () => 'anybody',
    answered: (_path, _caller, error) => void ended.push(error?.code),
    requestMs: 20_000,
    stallMs: 60_000,
    idleMs: 60_000,
    ...options,
  });
  const server = createSpeakersServer(
    identity,
    { maxConnections: 10 },
    { http1: (socket) => socket.destroy(), http2: (socket) => grpc.accept(socket) },
  );
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  t.after(() => {
    grpc.stop(0);
    server.close();
  });
  return { port, identity, ended, caller: new GrpcCaller(t, port, identity) };
}

test('a connection that says nothing is closed after a while, and so is one that is done', async (t) => {
  const { port } = await serving(t, [{ path: '/a.B/C', unary: async (message) => Buffer.from(message) }], {
    idleMs: 200,
  });
  const silent = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  silent.on('error', () => undefined).resume();
  const done = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: 'ayni' });
  await Promise.all([once(silent, 'close'), once(done, 'close')]);
});

test('tells the method whose certificate it is, and the metadata', async (t) => {
  const { caller, identity } = await serving(t, [
    { path: '/a.B/C', unary: async (_, { peer, metadata }) => Buffer.from(`${peer} ${metadata('authorization')}`) },
  ]);
  const answer = await caller.raw('/a.B/C', Buffer.alloc(0), { credential: 'token' });
  assert.equal(answer.toString(), `${identity.peer} Bearer token`);
});

test('no more than eight messages of a caller are in work at once; the others wait', async (t) => {
  let [now, most] = [0, 0];
  const { promise: full, resolve: isFull } = Promise.withResolvers<void>();
  const { caller } = await serving(t, [
    {
      path: '/a.B/C',
      async unary() {
        most = Math.max(most, ++now);
        if (now === 8) isFull();
        await full;
        await new Promise((resolve) => setImmediate(resolve));
        now--;
        return Buffer.alloc(0);
      },
    },
  ]);
  await Promise.all(Array.from({ length: 50 }, () => caller.raw('/a.B/C', Buffer.alloc(10))));
  assert.equal(most, 8);
});

test('a bug of ours is told as such, without its words', async (t) => {
  const { caller, ended } = await serving(t, [
    { path: '/a.B/C', unary: () => Promise.reject(new Error('/home/ana is odd')) },
  ]);
  const failed = await caller.raw('/a.B/C', Buffer.alloc(0)).catch(failureOf);
  assert.ok('details' in failed);
  assert.deepEqual([failed.status, failed.trailer['ayni-code']], [13, 'internal']);
  assert.ok(!failed.details.includes('ana'));
  assert.deepEqual(ended, ['internal']);
});

test('a caller that cancels ends what runs for it', async (t) => {
  const { promise: began, resolve: begin } = Promise.withResolvers<void>();
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const method: GrpcMethod = {
    path: '/ayni.v1.Peer/Fetch',
    async stream(_, { signal }) {
      signal.addEventListener('abort', () => end());
      begin();
      await over;
      throw new AyniError('cut-off', 'Gone.');
    },
  };
  const { caller } = await serving(t, [method]);
  const stream = caller.stream(method.path, {});
  await began;
  stream.cancel();
  await over;
});
