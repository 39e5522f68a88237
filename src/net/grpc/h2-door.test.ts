import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectHttp2 } from 'node:http2';
import { createRequire } from 'node:module';
import { test, type TestContext } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { servingPeer } from '../../../test/adversarial/upload-fixture.ts';
import { runningTracker, RecordingLog } from '../../../test/support/running-tracker.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { loadIdentity } from '../identity/identity.ts';
import { createSpeakersServer, listen } from '../tls/server.ts';
import { H2Door, type H2Server } from './h2-door.ts';

function loaded(name: string): boolean {
  return Object.keys(createRequire(import.meta.url).cache).some((path) => path.includes(`/node_modules/${name}/`));
}

/** A server of TLS whose door is loaded as the test says. */
async function door(t: TestContext, load: () => Promise<H2Server>) {
  const identity = await loadIdentity(await temporaryFolder(t));
  const log = new RecordingLog();
  const http2 = new H2Door({ log }, load);
  const server = createSpeakersServer(
    identity,
    { maxConnections: 10 },
    { http1: (socket) => socket.destroy(), http2: (socket) => void http2.accept(socket) },
  );
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const dial = async (): Promise<TLSSocket> => {
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
    socket.on('error', () => undefined);
    t.after(() => socket.destroy());
    await once(socket, 'secureConnect');
    return socket;
  };
  return { http2, dial, log };
}

test('a tracker and a peer load nothing of gRPC before somebody speaks HTTP/2', async (t) => {
  const tracker = await runningTracker(t);
  const peer = await servingPeer(t);
  assert.equal((await tracker.call('GET', '/v1/stats', { as: await tracker.member() })).status, 200);
  assert.deepEqual([loaded('@grpc/grpc-js'), loaded('protobufjs')], [false, false]);
  for (const { port } of [tracker, peer]) {
    const http2 = connectHttp2(`https://127.0.0.1:${port}`, { rejectUnauthorized: false, servername: 'ayni' });
    await once(http2, 'remoteSettings');
    http2.destroy();
  }
  assert.deepEqual([loaded('@grpc/grpc-js'), loaded('protobufjs')], [true, true]);
});

test('what came while the server is loaded is served then, and what left meanwhile is not', async (t) => {
  const { promise, resolve } = Promise.withResolvers<H2Server>();
  const { dial } = await door(t, () => promise);
  const [stays, leaves] = [await dial(), await dial()];
  stays.write('first words');
  leaves.destroy();
  await once(leaves, 'close');
  const heard: string[] = [];
  const accept = (socket: TLSSocket): void => {
    socket.on('data', (data: Buffer) => {
      heard.push(data.toString());
      socket.end();
    });
  };
  resolve({ accept, stop: () => undefined });
  await once(stays.resume(), 'end');
  assert.deepEqual(heard, ['first words']);
});

test('a server that cannot be loaded closes the connection, is told of, and is tried again', async (t) => {
  let tries = 0;
  const { dial, log } = await door(t, async () => {
    tries++;
    throw new Error('no such module');
  });
  for (let i = 0; i < 2; i++) await once((await dial()).resume(), 'close');
  assert.equal(tries, 2);
  assert.ok(log.lines.some(({ level }) => level === 'error'));
});

test('a door that was shut lets nobody in', async (t) => {
  const { http2, dial } = await door(t, async () => ({ accept: () => assert.fail(), stop: () => undefined }));
  await http2.stop(0);
  await once((await dial()).resume(), 'close');
});
