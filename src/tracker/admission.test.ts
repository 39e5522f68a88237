import assert from 'node:assert/strict';
import { checkCredential } from '../core/access/credential.ts';
import { CredentialVerifier } from '../net/identity/credential-verifier.ts';
import type { Identity } from '../net/identity/identity.ts';
import { contentIdOfHash } from '../core/ids.ts';
import { overEachWire } from '../../test/support/tracker-wires.ts';

const content = contentIdOfHash(new Uint8Array(32));
const everyone = { kind: 'everyone' } as const;
const announcement = { endpoints: [], slots: { total: 4, free: 4 }, agent: 'test', revokedVersion: -1 };

overEachWire('a tracker proves to be of its network, bound to the certificate of its connection', async (start) => {
  const { call, stranger, networkKey, identity } = await start();
  const proof = await call(await stranger(), 'identify', {});
  const verifier = new CredentialVerifier(proof.key);
  assert.equal(verifier.network, networkKey.network);
  const credential = await verifier.verify(proof.credential);
  assert.equal(credential.role, 'tracker');
  checkCredential(credential, {
    network: proof.network,
    peer: identity.peer,
    now: Date.now(),
    isRevoked: () => false,
  });
});

overEachWire('an invite makes a member of its role and groups, as often as it says', async (start) => {
  const { call, stranger, service, networkKey } = await start();
  const { secret } = await service.invite({ role: 'guest', groups: ['lab'], uses: 2, lifetime: 60 });
  const joinAs = (as: Identity) => call(as, 'join', { secret, name: 'Ana' });
  const first = await stranger();
  const admission = await joinAs(first);
  assert.equal(admission.role, 'guest');
  assert.deepEqual(admission.groups, ['lab']);
  const credential = await new CredentialVerifier(networkKey.publicKey).verify(admission.credential);
  assert.deepEqual([credential.peer, credential.role, credential.groups], [first.peer, 'guest', ['lab']]);
  await call(first, 'stats', {});

  await joinAs(await stranger());
  await assert.rejects(joinAs(await stranger()), { code: 'invite-invalid' });
  // Whoever is a member already and asks again is answered.
  await joinAs(first);
});

overEachWire('an invite that expired, was revoked or never was admits nobody', async (start) => {
  const { call, stranger, member, service, clock } = await start();
  const as = await stranger();
  const expired = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  clock.advance(60_001);
  const revoked = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  const admin = await member('admin');
  await call(admin, 'revokeInvite', { id: revoked.id });
  for (const secret of [expired.secret, revoked.secret, 'AAAAAAAAAAAAAAAAAAAAAA', undefined]) {
    const joining = call(as, 'join', { name: 'Ana', ...(secret === undefined ? {} : { secret }) });
    await assert.rejects(joining, { code: 'invite-invalid' }, secret ?? 'without a secret');
  }
  await assert.rejects(call(as, 'stats', {}), { code: 'unauthenticated' });
});

overEachWire('an open network takes anyone as member, but nobody who was revoked', async (start) => {
  const { call, stranger, member } = await start({ access: 'open' });
  const as = await stranger();
  assert.equal((await call(as, 'join', { name: 'Ana' })).role, 'member');
  await call(await member('admin'), 'revoke', { peer: as.peer });
  await assert.rejects(call(as, 'join', { name: 'Ana' }), { code: 'revoked' });
});

overEachWire('whoever guesses secrets is told to wait, and others are not', async (start) => {
  const { call, stranger, service, clock } = await start();
  const as = await stranger();
  const guess = (secret: string) => call(as, 'join', { secret, name: 'Eve' });
  for (let i = 0; i < 10; i++) await assert.rejects(guess(`guess-${i}`), { code: 'invite-invalid' });
  const { secret } = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 3600 });
  await assert.rejects(guess(secret), ({ code, context }) => code === 'busy' && context.retryAfter > 0);
  clock.advance(61_000);
  await guess(secret);
});

overEachWire(
  'a revoked member is refused at once, on a connection that stands too, and all others are told',
  async (start) => {
    const { call, member } = await start();
    const [admin, bad, other] = [await member('admin'), await member(), await member()];
    const { revoked: none } = await call(other, 'announce', announcement);
    assert.deepEqual(none?.peers, []);
    await call(bad, 'announce', announcement);
    await call(admin, 'revoke', { peer: bad.peer });

    await assert.rejects(call(bad, 'stats', {}), { code: 'revoked' });
    await assert.rejects(call(bad, 'join', { name: 'Bad' }), { code: 'revoked' });

    const heartbeat = (revokedVersion: number) =>
      call(other, 'heartbeat', { slots: { total: 4, free: 4 }, revokedVersion });
    const told = (await heartbeat(none?.version ?? -1)).revoked;
    assert.deepEqual(told?.peers, [bad.peer]);
    assert.equal((await heartbeat(told?.version ?? -1)).revoked, undefined);
    assert.equal((await call(other, 'introspect', { peer: bad.peer })).active, false);
  },
);

overEachWire('what is for admins is refused to members, and publishing to guests', async (start) => {
  const { call, member } = await start();
  const [ordinary, guest] = [await member('member'), await member('guest')];
  const forbidden = { code: 'forbidden' };
  await assert.rejects(call(ordinary, 'withdraw', { content }), forbidden);
  const invite = { role: 'admin' as const, groups: [], uses: 1, lifetime: 60 };
  await assert.rejects(call(ordinary, 'createInvite', invite), forbidden);
  await assert.rejects(call(ordinary, 'invites', {}), forbidden);
  await assert.rejects(call(ordinary, 'revokeInvite', { id: 'aaaaaaaa' }), forbidden);
  await assert.rejects(call(ordinary, 'members', {}), forbidden);
  await assert.rejects(call(ordinary, 'revoke', { peer: guest.peer }), forbidden);
  const batch = { share: 's', audience: everyone, base: 0, next: 1, upsert: [], remove: [] };
  await assert.rejects(call(guest, 'publish', batch), forbidden);
  await assert.rejects(call(guest, 'unpublish', { share: 's' }), forbidden);
  await call(guest, 'hold', { upsert: [{ content, size: 1, pieces: 1, audience: everyone }], remove: [] });
});

overEachWire('an admin makes invites, lists them without their secrets, and ends them', async (start) => {
  const { call, member, stranger } = await start();
  const admin = await member('admin');
  const made = await call(admin, 'createInvite', { role: 'member', groups: ['lab'], uses: 3, lifetime: 60 });
  const joined = await stranger();
  await call(joined, 'join', { secret: made.secret, name: 'Ana' });
  const [listed, ...more] = await call(admin, 'invites', {});
  assert.deepEqual([listed?.id, listed?.usesLeft, listed?.groups, more.length], [made.id, 2, ['lab'], 0]);
  assert.ok(listed !== undefined && !('secret' in listed));
  await call(admin, 'revokeInvite', { id: made.id });
  await assert.rejects(call(await stranger(), 'join', { secret: made.secret, name: 'Ben' }), {
    code: 'invite-invalid',
  });
  const members = await call(admin, 'members', {});
  assert.deepEqual(members.find(({ peer }) => peer === joined.peer)?.name, 'Ana');
});

overEachWire('an admin cannot revoke itself', async (start) => {
  const { call, member } = await start();
  const as = await member('admin');
  await assert.rejects(call(as, 'revoke', { peer: as.peer }), { code: 'conflict' });
});
