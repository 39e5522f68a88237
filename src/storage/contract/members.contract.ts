import assert from 'node:assert/strict';
import test from 'node:test';
import { MAX_LOOKED_AT } from '../../core/swarm/swarm-store.ts';
import {
  ANNA,
  BEN,
  everyEvent,
  file,
  hashOf,
  only,
  peerOf,
  PRESENCE,
  scene,
  TTL,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';

const INVITE = {
  id: 'i1',
  secretHash: hashOf('s'),
  role: 'member',
  groups: ['lab'],
  uses: 2,
  lifetimeMs: 1000,
} as const;

export function memberContract(makeStore: MakeStore): void {
  test('keeps members, and the time they joined when they are put again', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    const joined = (await store.member(ANNA))?.joined;
    clock.advance(5000);
    await store.putMember({ peer: ANNA, name: 'anna b', role: 'admin', groups: ['x', 'y'] });
    assert.deepEqual(await store.member(ANNA), {
      peer: ANNA,
      name: 'anna b',
      role: 'admin',
      groups: ['x', 'y'],
      joined,
      revoked: false,
    });
    assert.equal((await store.members()).length, 3);
    assert.equal(await store.member(peerOf('nobody')), undefined);
  });

  test('revokes a member once, ends its lease, and tells with a new version', async (t) => {
    const { store } = await scene(t, makeStore);
    const before = await store.revocations();
    assert.deepEqual(before.peers, []);
    assert.equal(await store.revoke(ANNA), true);
    assert.equal(await store.revoke(ANNA), false);
    assert.equal(await store.revoke(peerOf('nobody')), false);
    const after = await store.revocations();
    assert.deepEqual(after.peers, [ANNA]);
    assert.notEqual(after.version, before.version);
    assert.equal((await store.member(ANNA))?.revoked, true);
    assert.equal(await store.renewLease(ANNA, PRESENCE.slots, TTL), false);
    await assert.rejects(store.grantLease(ANNA, PRESENCE, TTL), { code: 'revoked' });
    await assert.rejects(store.publish(ANNA, only('a', [])), { code: 'revoked' });
    await assert.rejects(store.hold(ANNA, [], []), { code: 'revoked' });
    assert.ok(!(await store.peers(viewer(BEN))).some((each) => each.peer === ANNA));
    await store.putMember({ peer: ANNA, name: 'anna', role: 'member', groups: [] });
    assert.equal((await store.member(ANNA))?.revoked, false);
    assert.notEqual((await store.revocations()).version, after.version);
  });

  test('refuses who is no member', async (t) => {
    const { store } = await scene(t, makeStore);
    const nobody = peerOf('nobody');
    await assert.rejects(store.grantLease(nobody, PRESENCE, TTL), { code: 'not-found' });
    await assert.rejects(store.publish(nobody, only('a', [])), { code: 'not-found' });
    await assert.rejects(store.hold(nobody, [], []), { code: 'not-found' });
    assert.equal(await store.renewLease(nobody, PRESENCE.slots, TTL), false);
  });

  test('forgets a member with everything it had, but not that it was revoked', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('music', [file('song', 'c')]));
    await store.revoke(ANNA);
    await store.forget(ANNA);
    assert.equal(await store.member(ANNA), undefined);
    assert.deepEqual(await store.revisions(ANNA), new Map());
    await assert.rejects(store.browse(viewer(BEN), { peer: ANNA, path: '', recursive: false, limit: 10 }), {
      code: 'not-found',
    });
    assert.deepEqual((await store.search(viewer(BEN), { text: '', limit: 10 })).items, []);
    await store.addInvite(INVITE);
    await assert.rejects(store.admit(INVITE.secretHash, ANNA, 'anna'), { code: 'revoked' });
    assert.equal((await store.invites())[0]?.usesLeft, 2);
  });

  test('admits by an invite as often as it says', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    const invite = await store.addInvite(INVITE);
    assert.deepEqual(invite, {
      id: 'i1',
      role: 'member',
      groups: ['lab'],
      usesLeft: 2,
      expires: clock.now() + 1000,
      revoked: false,
    });
    const dora = await store.admit(INVITE.secretHash, peerOf('dora'), 'dora');
    assert.deepEqual([dora.name, dora.role, dora.groups, dora.joined], ['dora', 'member', ['lab'], clock.now()]);
    const both = await Promise.allSettled(
      ['eva', 'fred'].map((name) => store.admit(INVITE.secretHash, peerOf(name), name)),
    );
    assert.deepEqual(both.map((each) => each.status).toSorted(), ['fulfilled', 'rejected']);
    await assert.rejects(store.admit(INVITE.secretHash, peerOf('gina'), 'gina'), { code: 'invite-invalid' });
    assert.equal((await store.members()).length, 5);
  });

  test('takes no second use of an invite from whoever is already what it gives, such as one whose answer got lost', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.addInvite(INVITE);
    const usesLeft = async () => (await store.invites())[0]?.usesLeft;
    const dora = await store.admit(INVITE.secretHash, peerOf('dora'), 'dora');
    assert.deepEqual(await store.admit(INVITE.secretHash, peerOf('dora'), 'dora'), dora);
    assert.equal((await store.admit(INVITE.secretHash, peerOf('dora'), 'Dora')).name, 'Dora');
    assert.equal(await usesLeft(), 1);
    // Anna is a member without the group: she becomes somebody else by it.
    assert.deepEqual((await store.admit(INVITE.secretHash, ANNA, 'anna')).groups, ['lab']);
    assert.equal(await usesLeft(), 0);
  });

  test('refuses invites that are unknown, expired or revoked', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    await assert.rejects(store.admit(hashOf('other'), peerOf('dora'), 'dora'), { code: 'invite-invalid' });
    await assert.rejects(store.admit('no hash', peerOf('dora'), 'dora'), { code: 'invite-invalid' });
    await store.addInvite(INVITE);
    clock.advance(1000);
    await assert.rejects(store.admit(INVITE.secretHash, peerOf('dora'), 'dora'), { code: 'invite-invalid' });
    await store.addInvite({ ...INVITE, id: 'i2', secretHash: hashOf('s2') });
    assert.equal(await store.revokeInvite('i2'), true);
    assert.equal(await store.revokeInvite('i3'), false);
    await assert.rejects(store.admit(hashOf('s2'), peerOf('dora'), 'dora'), { code: 'invite-invalid' });
    await assert.rejects(store.addInvite({ ...INVITE, id: 'i2', secretHash: hashOf('s3') }), { code: 'conflict' });
    assert.equal(await store.member(peerOf('dora')), undefined);
  });

  test('numbers events, keeps the latest ten thousand, and hands them out in pages', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    const first = await store.appendEvent({ kind: 'joined', peer: ANNA });
    assert.equal(first.at, clock.now());
    for (let count = 0; count < 4; count++) await store.appendEvent({ kind: 'online', peer: BEN });
    const page = await store.eventsAfter(viewer(ANNA), first.id, 3);
    assert.deepEqual(
      page.events.map((event) => event.id),
      [first.id + 1, first.id + 2, first.id + 3],
    );
    assert.deepEqual([page.last, page.more], [first.id + 3, true]);
    assert.deepEqual(page.events[0], { id: first.id + 1, at: clock.now(), kind: 'online', peer: BEN });
    for (let round = 0; round < 10; round++) {
      await Promise.all(Array.from({ length: 1000 }, () => store.appendEvent({ kind: 'offline', peer: BEN })));
    }
    const all = await everyEvent(store, viewer(ANNA));
    assert.equal(all.length, 10_000);
    assert.ok(all.every((event) => event.kind === 'offline'));
    const last = await store.newestEvent();
    assert.equal(all.at(-1)?.id, last);
    assert.deepEqual(await store.eventsAfter(viewer(ANNA), last, 10), { events: [], last, more: false });
  });

  test('tells how far it looked for events, past those that others alone may see', async (t) => {
    const { store } = await scene(t, makeStore);
    assert.equal(await store.newestEvent(), 0);
    assert.deepEqual(await store.eventsAfter(viewer(BEN), 0, 10), { events: [], last: 0, more: false });
    await store.publish(ANNA, only('hers', [], { kind: 'restricted', groups: [], peers: [] }));
    const hers = () => store.appendEvent({ kind: 'published', peer: ANNA, share: 'hers' });
    await Promise.all(Array.from({ length: MAX_LOOKED_AT + 1 }, hers));
    const first = await store.eventsAfter(viewer(BEN), 0, 10);
    assert.deepEqual(first, { events: [], last: MAX_LOOKED_AT, more: true });
    const rest = await store.eventsAfter(viewer(BEN), first.last, 10);
    assert.deepEqual(rest, { events: [], last: MAX_LOOKED_AT + 1, more: false });
    const { id } = await store.appendEvent({ kind: 'joined', peer: BEN });
    await hers();
    const { events, last, more } = await store.eventsAfter(viewer(BEN), rest.last, 10);
    assert.deepEqual([events.map((event) => event.id), last, more], [[id], id + 1, false]);
    assert.equal((await store.eventsAfter(viewer(ANNA), rest.last, 10)).events.length, 2);
    assert.equal(await store.newestEvent(), id + 1);
  });
}
