import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { contentIdOfHash, peerIdOf } from '../core/ids.ts';
import { SILENT } from '../core/log.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { loadNetworkKey } from '../net/identity/network-key.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../test/support/temporary-folder.ts';
import { TrackerService, type TrackerOptions } from './tracker-service.ts';

const peer = (number: number) => peerIdOf(new Uint8Array(32).fill(number));
const content = (number: number) => contentIdOfHash(new Uint8Array(32).fill(number));
const presence = { endpoints: [], slots: { total: 4, free: 4 }, agent: 'test', revokedVersion: -1 };
const everyone = { kind: 'everyone' } as const;

async function service(t: TestContext, options: Partial<TrackerOptions> = {}) {
  const folder = await temporaryFolder(t);
  const [identity, networkKey] = await Promise.all([loadIdentity(join(folder, 'i')), loadNetworkKey(folder)]);
  const clock = new ManualClock();
  const store = await openSqliteStore(':memory:', { clock, log: SILENT });
  const tracker = new TrackerService(
    { store, networkKey, identity, clock, log: SILENT },
    { access: 'invite', trackers: () => [], ...options },
  );
  t.after(async () => {
    await tracker.stop();
    await store.close();
  });
  const member = async (number: number, role: 'admin' | 'member' = 'member') => {
    await store.putMember({ peer: peer(number), name: `peer ${number}`, role, groups: [] });
    return tracker.for({ peer: peer(number), address: '127.0.0.1' });
  };
  return { tracker, store, clock, member };
}

test('a network without an admin knows it, until one has joined', async (t) => {
  const { tracker, member } = await service(t);
  assert.equal(await tracker.hasAdmin(), false);
  const { secret } = await tracker.invite({ role: 'admin', groups: [], uses: 1, lifetime: 600 });
  const caller = { peer: peer(1), address: '127.0.0.1' };
  assert.equal((await tracker.join({ secret, name: 'first' }, caller)).role, 'admin');
  assert.equal(await tracker.hasAdmin(), true);
  const other = await member(2, 'admin');
  await other.revoke({ peer: peer(1) });
  assert.equal(await tracker.hasAdmin(), true);
});

test('tells peers with each lease that programs of the network call files by their MD5', async (t) => {
  const { tracker, member } = await service(t);
  const one = await member(1);
  tracker.dialect('helo');
  assert.equal((await one.announce(presence)).md5, undefined);
  tracker.dialect('slots');
  assert.equal((await one.announce(presence)).md5, true);
  assert.equal((await one.heartbeat(presence)).md5, true);
});

test('a member that joins again with a better invite becomes what it says', async (t) => {
  const { tracker, member } = await service(t);
  await member(1);
  const { secret } = await tracker.invite({ role: 'admin', groups: ['ops'], uses: 1, lifetime: 600 });
  const admission = await tracker.join({ secret, name: 'again' }, { peer: peer(1), address: '127.0.0.1' });
  assert.deepEqual([admission.role, admission.groups], ['admin', ['ops']]);
  const plain = await tracker.join({ name: 'again' }, { peer: peer(1), address: '127.0.0.1' });
  assert.equal(plain.role, 'admin');
});

test('an invite of more groups than a credential carries is refused', async (t) => {
  const { member } = await service(t);
  const admin = await member(1, 'admin');
  const groups = Array.from({ length: 64 }, (_, i) => `${i}`.padEnd(100, 'x'));
  await assert.rejects(admin.createInvite({ role: 'member', groups, uses: 1, lifetime: 60 }), { code: 'bad-request' });
});

test('every operation refuses who is no member', async (t) => {
  const { tracker } = await service(t);
  const stranger = tracker.for({ peer: peer(9), address: '127.0.0.1' });
  const batch = { share: 's', audience: everyone, base: 0, next: 1, upsert: [], remove: [] };
  const calls = {
    announce: () => stranger.announce(presence),
    heartbeat: () => stranger.heartbeat(presence),
    leave: () => stranger.leave({ forget: true }),
    publish: () => stranger.publish(batch),
    unpublish: () => stranger.unpublish({ share: 's' }),
    hold: () => stranger.hold({ upsert: [], remove: [] }),
    search: () => stranger.search({ text: '', limit: 1 }),
    browse: () => stranger.browse({ peer: peer(1), path: '', recursive: false, limit: 1 }),
    peers: () => stranger.peers(),
    locate: () => stranger.locate({ contents: [content(1)] }),
    namesOf: () => stranger.namesOf({ content: content(1) }),
    report: () => stranger.report({ peer: peer(1), content: content(1) }),
    introspect: () => stranger.introspect({ peer: peer(9) }),
    stats: () => stranger.stats(),
    events: () => stranger.events({ after: 0 })[Symbol.asyncIterator]().next(),
    withdraw: () => stranger.withdraw({ content: content(1) }),
    createInvite: () => stranger.createInvite({ role: 'admin', groups: [], uses: 1, lifetime: 1 }),
    invites: () => stranger.invites(),
    revokeInvite: () => stranger.revokeInvite({ id: 'aaaaaaaa' }),
    members: () => stranger.members(),
    revoke: () => stranger.revoke({ peer: peer(1) }),
  } satisfies Record<keyof typeof stranger, () => Promise<unknown>>;
  for (const [name, call] of Object.entries(calls)) {
    await assert.rejects(call(), { code: 'unauthenticated' }, name);
  }
});

test('a peer is told to be online once for each time that it comes', async (t) => {
  const { store, clock, member } = await service(t);
  const ana = await member(1);
  await ana.announce(presence);
  await ana.announce(presence);
  await ana.leave({ forget: false });
  await ana.announce(presence);
  clock.advance(61_000);
  await ana.announce(presence);
  const { events } = await store.eventsAfter({ peer: peer(1), groups: [] }, 0, 100);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['online', 'offline', 'online', 'online'],
  );
});

test('the sweeper tells of peers whose lease ran out', async (t) => {
  const { tracker, clock, member } = await service(t, { ttlSeconds: 4 });
  const [ana, ben] = [await member(1), await member(2)];
  await ana.announce(presence);
  const abort = new AbortController();
  const events = ben.events({ after: 0 }, { signal: abort.signal })[Symbol.asyncIterator]();
  assert.equal((await events.next()).value?.kind, 'online');
  clock.advance(5_000);
  tracker.start();
  const event = (await events.next()).value;
  assert.deepEqual([event?.kind, event?.peer], ['offline', peer(1)]);
  abort.abort();
  assert.equal((await events.next()).done, true);
});

test('a list in several batches is told once, at its end', async (t) => {
  const { store, member } = await service(t);
  const ana = await member(1);
  const batch = { share: 's', audience: everyone, upsert: [], remove: [] };
  await ana.publish({ ...batch, base: 0, next: 1, full: 'first' });
  await ana.publish({ ...batch, base: 1, next: 2, full: 'middle' });
  await ana.publish({ ...batch, base: 2, next: 3, full: 'last' });
  const { events } = await store.eventsAfter({ peer: peer(1), groups: [] }, 0, 100);
  assert.deepEqual(
    events.map(({ kind }) => kind),
    ['published'],
  );
});

test('a withdrawn content is found no more and refused from then on', async (t) => {
  const { member } = await service(t);
  const [admin, ana] = [await member(1, 'admin'), await member(2)];
  await ana.announce(presence);
  const hold = { content: content(1), size: 10, pieces: 1, audience: everyone };
  await ana.hold({ upsert: [hold], remove: [] });
  assert.equal(Object.keys(await admin.locate({ contents: [content(1)] })).length, 1);
  await admin.withdraw({ content: content(1) });
  await ana.hold({ upsert: [hold], remove: [] });
  assert.deepEqual(Object.keys(await admin.locate({ contents: [content(1)] })), []);
});

test('nobody holds more pieces than there are', async (t) => {
  const { member } = await service(t);
  const ana = await member(1);
  const hold = { content: content(1), size: 10, pieces: 2, audience: everyone };
  await assert.rejects(ana.hold({ upsert: [hold], remove: [] }), { code: 'bad-request' });
});

test('events from now on hold nothing of the past', async (t) => {
  const { store, member } = await service(t);
  const [ana, ben] = [await member(1), await member(2)];
  await ana.announce(presence);
  const abort = new AbortController();
  const events = ben.events({ after: -1 }, { signal: abort.signal })[Symbol.asyncIterator]();
  const asked = Promise.withResolvers<number>();
  const real = store.eventsAfter.bind(store);
  t.mock.method(store, 'eventsAfter', (...question: Parameters<typeof real>) => {
    asked.resolve(question[1]);
    return real(...question);
  });
  const next = events.next();
  assert.equal(await asked.promise, await store.newestEvent());
  await ana.leave({ forget: false });
  assert.equal((await next).value?.kind, 'offline');
  abort.abort();
  await events.return?.();
});

const issuedAt = (credential: string | undefined): number =>
  JSON.parse(Buffer.from(credential?.split('.')[1] ?? '', 'base64url').toString()).iat * 1000;

test('once a clock that was ahead is set back, credentials from the future are issued anew', async (t) => {
  const { tracker, clock, member } = await service(t);
  const day = 86_400_000;
  const one = await member(1);
  clock.advance(day);
  await tracker.identityProof();
  await one.announce(presence);
  clock.advance(-day);
  assert.equal(issuedAt((await tracker.identityProof()).credential), clock.now());
  assert.equal(issuedAt((await one.heartbeat(presence)).credential), clock.now());
  assert.equal((await one.heartbeat(presence)).credential, undefined);
});

test('whoever was revoked while it left does not come back to an open network as somebody new', async (t) => {
  const { tracker, store, member } = await service(t, { access: 'open' });
  const one = await member(1);
  const admin = await member(2, 'admin');
  await Promise.all([admin.revoke({ peer: peer(1) }), one.leave({ forget: true })]);
  assert.equal(await store.member(peer(1)), undefined);
  await assert.rejects(tracker.join({ name: 'again' }, { peer: peer(1), address: '127.0.0.1' }), { code: 'revoked' });
});
