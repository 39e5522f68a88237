import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { parseAddress, type InviteLink } from '../../src/core/access/link.ts';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { AyniError, type ErrorCode } from '../../src/core/errors.ts';
import { contentIdOfHash } from '../../src/core/ids.ts';
import { parseSharePath } from '../../src/core/names/share-path.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { Backoff } from '../../src/core/backoff.ts';
import { join as joinNetwork } from '../../src/peer/membership/join.ts';
import { Membership } from '../../src/peer/membership/membership.ts';
import { loadMembership } from '../../src/peer/membership/membership-record.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { UploadServer } from '../../src/peer/upload/upload-server.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { runningTracker, type RunningTracker } from '../support/running-tracker.ts';
import { until } from './tracker-stand-in.ts';
import { head, rawConnection, servingPeer } from './upload-fixture.ts';

const failsAs = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);

function linkOf(tracker: RunningTracker, secret: string): InviteLink {
  const { port, networkKey } = tracker;
  return { trackers: [{ host: '127.0.0.1', port }], network: networkKey.network, secret };
}

async function invite(tracker: RunningTracker, role: 'admin' | 'member' | 'guest' = 'member', uses = 1) {
  return tracker.service.invite({ role, groups: ['staff'], uses, lifetime: 3_600 });
}

/** Joins with an invite of its own and makes what a program would; nothing is started. */
async function newMember(t: TestContext, tracker: RunningTracker, name: string, role: 'admin' | 'member' = 'member') {
  const stateFolder = join(tracker.folder, name);
  const identity = await loadIdentity(stateFolder);
  const { secret } = await invite(tracker, role);
  const record = await joinNetwork(linkOf(tracker, secret), { identity, name, stateFolder });
  const http = new HttpsClient({ identity });
  const client = new TrackerClient(
    { http, clock: systemClock },
    { network: record.network, trackers: record.trackers.map(parseAddress), timeoutMs: 3_000 },
  );
  const membership = new Membership(
    { identity, client, record, clock: systemClock, stateFolder },
    {
      endpoints: () => [{ protocol: 'ayni', port: 7742 }],
      slots: () => ({ total: 4, free: 4 }),
      agent: 'ayni/test',
      backoff: new Backoff({ firstMs: 20, maxMs: 50 }),
    },
  );
  t.after(async () => {
    await membership.stop();
    http.close();
  });
  return { identity, record, client, membership, stateFolder };
}

test('joins a real tracker by an invite, which is good for as many uses as it has', async (t) => {
  const tracker = await runningTracker(t);
  const { secret, id } = await invite(tracker, 'guest', 2);
  const joining = async (name: string, with_: string) => {
    const stateFolder = join(tracker.folder, name);
    return joinNetwork(linkOf(tracker, with_), { identity: await loadIdentity(stateFolder), name, stateFolder });
  };
  const record = await joining('one', secret);
  assert.deepEqual([record.role, record.groups, record.name], ['guest', ['staff'], 'one']);
  assert.deepEqual(await loadMembership(join(tracker.folder, 'one')), record);
  assert.equal((await joining('two', secret)).role, 'guest');
  await assert.rejects(joining('three', secret), failsAs('invite-invalid'));
  await assert.rejects(joining('four', 'never-heard-of-it'), failsAs('invite-invalid'));
  await assert.rejects(joining('five', ''), failsAs('invite-invalid'));
  assert.equal(await loadMembership(join(tracker.folder, 'four')), undefined);
  assert.ok(!JSON.stringify(tracker.log.lines).includes(secret), 'the secret is in the tracker’s log');
  assert.equal(typeof id, 'string');
});

test('carries every operation to a real tracker and back', async (t) => {
  const tracker = await runningTracker(t);
  const { client, identity, membership } = await newMember(t, tracker, 'admin', 'admin');
  const other = await newMember(t, tracker, 'other');
  membership.start();
  other.membership.start();
  await until(() => membership.state().connected && other.membership.state().connected);

  const content = contentIdOfHash(randomBytes(32));
  const file = {
    kind: 'file',
    path: parseSharePath('a b/ü%?#.txt'),
    content,
    size: 5,
    mtime: 1,
    executable: true,
  } as const;
  const directory = { kind: 'directory', path: parseSharePath('a b') } as const;
  const batch = { share: 'my share', audience: EVERYONE, base: 0, next: 1, remove: [] } as const;
  await client.publish({ ...batch, full: 'only', upsert: [directory, file] });
  await assert.rejects(client.publish({ ...batch, base: 7, next: 8, upsert: [] }), failsAs('revision-mismatch'));
  const found = await other.client.search({ text: 'ü%?#', extensions: ['txt'], online: true, minSize: 1, limit: 10 });
  assert.deepEqual(
    found.items.map((hit) => [hit.content, hit.names]),
    [[content, ['my share/a b/ü%?#.txt']]],
  );
  const browsed = await other.client.browse({ peer: identity.peer, path: 'my share/a b', recursive: false, limit: 10 });
  assert.deepEqual(
    browsed.items.map(({ path }) => path),
    ['my share/a b/ü%?#.txt'],
  );
  assert.equal((await other.client.locate({ contents: [content] }))[content]?.[0]?.peer, identity.peer);
  assert.equal((await other.client.namesOf({ content })).length, 1);
  assert.equal((await other.client.peers()).length, 2);
  assert.equal((await other.client.stats()).online, 2);
  assert.equal((await client.introspect({ peer: other.identity.peer })).active, true);
  assert.equal((await client.members()).length, 2);

  await other.client.hold({ upsert: [{ content, size: 5, pieces: 1, audience: EVERYONE }], remove: [] });
  assert.equal((await client.locate({ contents: [content] }))[content]?.length, 2);
  await client.withdraw({ content });
  assert.deepEqual(await other.client.locate({ contents: [content] }), {});
  await client.unpublish({ share: 'my share' });

  const made = await client.createInvite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  assert.ok((await client.invites()).some(({ id }) => id === made.id));
  await client.revokeInvite({ id: made.id });
  await assert.rejects(other.client.members(), failsAs('forbidden'));
  const kinds: string[] = [];
  for await (const { kind } of client.events({ after: 0 })) {
    kinds.push(kind);
    if (kind === 'withdrawn') break;
  }
  assert.ok(kinds.includes('joined') && kinds.includes('published'));
  await client.leave({ forget: false });
  assert.equal((await other.client.stats()).online, 1);
});

test('closes the connections of a peer that an admin revokes, within a heartbeat', async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 3 });
  const [admin, server, bad] = [
    await newMember(t, tracker, 'admin', 'admin'),
    await newMember(t, tracker, 'server'),
    await newMember(t, tracker, 'bad'),
  ];
  const files = await servingPeer(t);
  const file = await files.serve('file', randomBytes(32 * 2 ** 20));
  const uploads = new UploadServer(
    {
      identity: server.identity,
      library: files.library,
      authorize: (token, peer) => server.membership.authorize(token, peer),
      clock: systemClock,
    },
    { port: 0, host: '127.0.0.1' },
  );
  const { port } = await uploads.start();
  t.after(() => uploads.stop());
  server.membership.onRevoked((peers) => uploads.revoke(peers));
  server.membership.start();
  await until(() => server.membership.state().connected);

  const request = head(`/v1/content/${file.content}`, bad.record.credential);
  const fetching = await rawConnection(t, port, bad.identity);
  fetching.socket.write(request);
  await fetching.until('HTTP/1.1 200');
  fetching.socket.pause();
  await admin.client.revoke({ peer: bad.identity.peer });
  await until(() => uploads.counters().connections === 0);
  fetching.socket.resume();
  assert.ok((await fetching.ended).length < file.bytes.length);
  const again = await rawConnection(t, port, bad.identity);
  again.socket.write(request);
  assert.match((await again.ended).toString(), /^HTTP\/1\.1 401 .*"code":"revoked"/s);
  // At the tracker too, at once.
  await assert.rejects(bad.client.peers(), failsAs('revoked'));
});

test('ends the membership of a peer that is revoked', async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 3 });
  const { membership, identity, stateFolder } = await newMember(t, tracker, 'bad');
  membership.start();
  await until(() => membership.state().connected);
  await tracker.store.revoke(identity.peer);
  await until(() => membership.state().ended !== undefined);
  await membership.stop();
  assert.equal(await loadMembership(stateFolder), undefined);
});

test('announces again when a real tracker has lost the lease', async (t) => {
  const tracker = await runningTracker(t, { ttlSeconds: 3 });
  const { membership, identity } = await newMember(t, tracker, 'member');
  let announced = 0;
  membership.onAnnounced(() => announced++);
  membership.start();
  await until(() => announced === 1);
  await tracker.store.endLease(identity.peer);
  await until(() => announced === 2);
  assert.equal(membership.state().connected, true);
});
