import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { parseAddress } from '../../src/core/access/link.ts';
import { contentIdOfHash, type PeerId } from '../../src/core/ids.ts';
import { openBase } from '../../src/main/daemon/base.ts';
import { startPeer } from '../../src/main/peer.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { listen } from '../../src/net/tls/server.ts';
import { join as joinNetwork } from '../../src/peer/membership/join.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { createHttpsServer } from '../support/https-server.ts';
import { runningTracker, type RunningTracker } from '../support/running-tracker.ts';
import { until } from './tracker-stand-in.ts';
import { head, rawConnection } from './upload-fixture.ts';

/** Bytes: more than the buffers between two sockets hold. */
const LARGE = 96 * 2 ** 20;

async function member(tracker: RunningTracker, name: string) {
  const state = join(tracker.folder, name);
  const identity = await loadIdentity(state);
  const { secret } = await tracker.service.invite({ role: 'member', groups: [], uses: 1, lifetime: 3_600 });
  const { port, networkKey } = tracker;
  const link = { trackers: [{ host: '127.0.0.1', port }], network: networkKey.network, secret };
  return { state, identity, record: await joinNetwork(link, { identity, name, stateFolder: state }) };
}

/** A whole peer, as the program starts it. */
async function startedPeer(t: TestContext, tracker: RunningTracker, name: string) {
  const { state, record, identity } = await member(tracker, name);
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  const base = await openBase(stack, { state, version: '0', logLevel: 'silent' });
  const choices = { host: '127.0.0.1', port: 0, downloads: join(tracker.folder, 'got') };
  const peer = await startPeer(base, record, choices);
  await until(() => peer.membership.state().connected);
  return { ...peer, identity };
}

test('a peer that is revoked stops in the middle of what it serves', { timeout: 60_000 }, async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 3 });
  const peer = await startedPeer(t, tracker, 'server');
  const folder = join(tracker.folder, 'files');
  await mkdir(folder);
  await writeFile(join(folder, 'file'), '');
  await truncate(join(folder, 'file'), LARGE);
  await peer.local.addShare({ path: folder, hidden: false, audience: { kind: 'everyone' } });
  await peer.local.rescan();
  const viewer = { peer: peer.identity.peer, groups: [] };
  const { items } = await tracker.store.search(viewer, { text: 'file', kind: 'file', limit: 1 });
  const reader = await member(tracker, 'reader');

  const fetching = await rawConnection(t, peer.port, reader.identity);
  fetching.socket.write(head(`/v1/content/${items[0]?.content ?? ''}`, reader.record.credential));
  assert.match(await fetching.until('\r\n\r\n'), /^HTTP\/1\.1 200/);
  fetching.socket.pause();
  await tracker.store.revoke(peer.identity.peer);
  await until(() => peer.membership.state().ended !== undefined);
  fetching.socket.resume();
  assert.ok((await fetching.ended).length < LARGE);
  const again = await rawConnection(t, peer.port, reader.identity);
  assert.equal((await again.ended).length, 0);
});

test(
  'a member looks at what is shared with it alone, from its end, and opens it to nobody',
  { timeout: 60_000 },
  async (t) => {
    const tracker = await runningTracker(t, { ttlSeconds: 3 });
    const [sharing, looking] = [await startedPeer(t, tracker, 'sharing'), await startedPeer(t, tracker, 'looking')];
    const folder = join(tracker.folder, 'files');
    await mkdir(folder);
    const bytes = randomBytes(20 * 2 ** 20);
    await writeFile(join(folder, 'film.mp4'), bytes);
    const audience = { kind: 'restricted' as const, groups: [], peers: [looking.identity.peer] };
    await sharing.local.addShare({ path: folder, hidden: false, audience });
    await sharing.local.rescan();
    const search = async (peer: PeerId) => {
      const { items } = await tracker.store.search({ peer, groups: [] }, { text: 'film', kind: 'file', limit: 1 });
      return items[0]?.content;
    };
    const content = await search(looking.identity.peer);
    assert.ok(content !== undefined);
    await using film = await looking.local.preview(content, { name: 'film.mp4', signal: AbortSignal.timeout(50_000) });
    assert.equal(film?.size, bytes.length);
    const buffer = Buffer.alloc(1000);
    const count = await film.read(buffer, bytes.length - 500);
    assert.ok(buffer.subarray(0, count).equals(bytes.subarray(bytes.length - 500)));
    assert.equal(await search((await member(tracker, 'stranger')).identity.peer), undefined);
    assert.deepEqual(looking.local.downloads(), [], 'it is none of the downloads of the person');
  },
);

test('a download that rests goes on when the tracker is back', { timeout: 30_000 }, async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 3 });
  // A source that is busy for longer than this test takes.
  const busy = await member(tracker, 'busy');
  let asked = 0;
  const server = createHttpsServer(busy.identity, (_request, response) => {
    asked++;
    const error = { code: 'busy', message: 'Later.', context: { position: 9, retryAfter: 3_600 } };
    const body = JSON.stringify({ error });
    response.writeHead(429, { 'Retry-After': 3_600, 'Content-Length': body.length }).end(body);
  });
  const port = await listen(server, { host: '127.0.0.1', port: 0 });
  const http = new HttpsClient({ identity: busy.identity });
  t.after(() => {
    http.close();
    server.closeAllConnections();
    server.close();
  });
  const client = new TrackerClient(
    { http, clock: systemClock },
    { network: busy.record.network, trackers: busy.record.trackers.map(parseAddress) },
  );
  const endpoints = [{ protocol: 'ayni', host: '127.0.0.1', port }] as const;
  await client.announce({ endpoints, slots: { total: 1, free: 0 }, agent: 'test', revokedVersion: -1 });
  const content = contentIdOfHash(randomBytes(32));
  await client.hold({ upsert: [{ content, size: 9, pieces: 1, audience: EVERYONE }], remove: [] });

  const peer = await startedPeer(t, tracker, 'reader');
  await peer.local.addDownload({ target: { kind: 'content', content, size: 9, name: 'late' } });
  await until(() => asked === 1 && peer.local.downloads()[0]?.state === 'waiting');
  // Announced anew, as after a restart of the tracker.
  await tracker.store.endLease(peer.identity.peer);
  await until(() => asked === 2);
});
