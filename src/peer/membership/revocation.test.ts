import assert from 'node:assert/strict';
import { stat, writeFile } from 'node:fs/promises';
import { suite, test } from 'node:test';
import { LATER, network, refuse, standIn, until } from '../../../test/adversarial/tracker-stand-in.ts';
import type { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { loadNetworkKey } from '../../net/identity/network-key.ts';
import { systemClock } from '../../platform/clock.ts';
import { Membership } from './membership.ts';
import { loadMembership } from './membership-record.ts';
import { loadRevoked } from './revoked-list.ts';
import { failsAs, LEASE, memberAgain, memberOf } from '../../../test/support/member-of.ts';

suite('a membership and revocations', { concurrency: 8 }, () => {
  test('refuses revoked peers within a heartbeat, and tells who listens', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    const other = await of.identity('other');
    const credential = await of.sign(other.peer, { groups: ['staff'] });
    let told: ReadonlySet<PeerId> | undefined;
    membership.onRevoked((peers) => {
      told = peers;
    });
    membership.start();
    await until(() => membership.state().connected);
    const viewer = await membership.authorize(credential, other.peer);
    assert.deepEqual([viewer.peer, viewer.role, viewer.groups], [other.peer, 'member', ['staff']]);
    tracker.answers.set('POST /v1/lease/heartbeat', ({ body }) => {
      const { revokedVersion } = JSON.parse(body) as { revokedVersion: number };
      return revokedVersion === 4 ? LEASE : { ...LEASE, revoked: { version: 4, peers: [other.peer] } };
    });
    await until(() => told !== undefined);
    assert.ok(told?.has(other.peer));
    await assert.rejects(membership.authorize(credential, other.peer), failsAs('revoked'));
    // The list was taken: the tracker need not send it again.
    const before = tracker.count('POST /v1/lease/heartbeat');
    await until(() => tracker.count('POST /v1/lease/heartbeat') > before);
    assert.match(tracker.seen.at(-1)?.body ?? '', /"revokedVersion":4/);
  });

  test('refuses revoked peers after a restart too, while the tracker is away', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const before = await memberOf(t, of, [tracker]);
    const other = await of.identity('other');
    const credential = await of.sign(other.peer);
    tracker.answers.set('PUT /v1/lease', () => {
      return { ...LEASE, revisions: {}, observed: '127.0.0.1', revoked: { version: 4, peers: [other.peer] } };
    });
    before.membership.start();
    await until(() => before.membership.state().connected);
    await before.membership.stop();
    await tracker.stop();
    const { identity, client, record } = before;
    const stateFolder = of.folder;
    const path = `${stateFolder}/revoked.json`;
    assert.equal((await stat(path)).mode & 0o777, 0o600);
    const revoked = await loadRevoked(stateFolder, record.network);
    const components = { identity, client, record, clock: systemClock, stateFolder, revoked };
    const options = { endpoints: () => [], slots: () => ({ total: 1, free: 1 }), agent: 'ayni/test' };
    const again = new Membership(components, options);
    await assert.rejects(again.authorize(credential, other.peer), failsAs('revoked'));
    // It is the list of this network, and of no other.
    const { network: another } = await loadNetworkKey(`${of.folder}/another`);
    assert.equal((await loadRevoked(stateFolder, another)).peers.size, 0);
    await writeFile(path, '{');
    await assert.rejects(loadRevoked(stateFolder, record.network), failsAs('state-damaged'));
  });

  test('ends when it is revoked itself: forgets the membership, and serves nobody', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership } = await memberOf(t, of, [tracker]);
    const other = await of.identity('other');
    const credential = await of.sign(other.peer);
    let reason: AyniError | undefined;
    membership.onEnded((why) => {
      reason = why;
    });
    membership.start();
    await until(() => membership.state().connected);
    tracker.answers.set('POST /v1/lease/heartbeat', (_seen, response) => refuse(response, 401, 'revoked'));
    await until(() => reason !== undefined);
    assert.equal(reason?.code, 'revoked');
    await assert.rejects(membership.authorize(credential, other.peer), failsAs('unauthenticated'));
    await membership.stop();
    assert.equal(await loadMembership(of.folder), undefined);
    assert.equal(tracker.count('POST /v1/leave'), 0);
    assert.ok(membership.state().ended);
  });

  test('asks the tracker about everybody when strict, and refuses when it cannot', async (t) => {
    const of = await network(t);
    const tracker = await standIn(t, of);
    const { membership, record, identity } = await memberOf(t, of, [tracker], { strict: true });
    const other = await of.identity('other');
    const credential = await of.sign(other.peer);
    const call = `GET /v1/introspect/${other.peer}`;
    tracker.answers.set(call, () => ({ active: true, role: 'guest', groups: ['late'] }));
    const viewer = await membership.authorize(credential, other.peer);
    assert.deepEqual([viewer.role, viewer.groups], ['guest', ['late']]);
    tracker.answers.set(call, () => ({ active: false }));
    await assert.rejects(membership.authorize(credential, other.peer), failsAs('revoked'));
    tracker.answers.set(call, () => LATER);
    const { membership: hurried } = memberAgain(t, of, record, identity, { strict: true, timeoutMs: 500 });
    await assert.rejects(hurried.authorize(credential, other.peer), failsAs('unauthenticated'));
    await tracker.stop();
    await assert.rejects(membership.authorize(credential, other.peer), failsAs('unauthenticated'));
  });
});
