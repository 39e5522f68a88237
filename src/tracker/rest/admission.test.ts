import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkCredential } from '../../core/access/credential.ts';
import { CredentialVerifier } from '../../net/identity/credential-verifier.ts';
import type { Identity } from '../../net/identity/identity.ts';
import { loadNetworkKey } from '../../net/identity/network-key.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { JOIN_ROUTES, TRACKER_ROUTES } from '../../wire/tracker/routes.ts';
import { errorCode, runningTracker } from '../../../test/support/running-tracker.ts';

const announcement = { endpoints: [], slots: { total: 4, free: 4 }, agent: 'test', revokedVersion: -1 };

test('without a certificate there is nothing but a sign of life', async (t) => {
  const { call } = await runningTracker(t);
  assert.equal((await call('GET', '/health/live')).status, 200);
  const paths = ['/health/ready', '/v1/join', '/v1/docs', '/v1/openapi.json', '/nowhere', '/v1/%ff'];
  for (const path of [...paths, ...Object.values(TRACKER_ROUTES).map((route) => route.path)]) {
    const answer = await call('GET', path);
    assert.equal(`${answer.status} ${errorCode(answer)}`, '401 unauthenticated', path);
  }
});

test('with an unknown certificate one can join, and nothing else', async (t) => {
  const { call, stranger } = await runningTracker(t);
  const as = await stranger();
  assert.equal((await call('GET', '/v1/join', { as })).status, 200);
  for (const route of Object.values(TRACKER_ROUTES)) {
    const body = route.method === 'GET' || route.method === 'DELETE' ? undefined : {};
    const answer = await call(route.method, route.path, { as, body });
    assert.equal(`${answer.status} ${errorCode(answer)}`, '401 unauthenticated', `${route.method} ${route.path}`);
  }
  for (const path of ['/health/ready', '/v1/docs', '/v1/openapi.json', '/nowhere']) {
    assert.equal((await call('GET', path, { as })).status, 401, path);
  }
});

test('a credential in a header opens nothing: neither one’s own, nor another’s, nor a forged one', async (t) => {
  const { call, stranger, member, networkKey, folder } = await runningTracker(t);
  const as = await stranger();
  const other = await member('admin');
  const foreign = await loadNetworkKey(join(folder, 'another network'));
  const issued = Math.floor(Date.now() / 1000);
  const claims = { network: networkKey.network, role: 'admin', groups: [], issued, expires: issued + 3600 } as const;
  const tokens = [
    await networkKey.sign({ ...claims, peer: other.peer }),
    await networkKey.sign({ ...claims, peer: as.peer }),
    await networkKey.sign({ ...claims, peer: as.peer, expires: issued - 1 }),
    await foreign.sign({ ...claims, peer: as.peer }),
    'a.b.c',
  ];
  for (const token of tokens) {
    const answer = await call('GET', '/v1/members', { as, headers: { authorization: `Bearer ${token}` } });
    assert.equal(errorCode(answer), 'unauthenticated');
  }
});

test('a tracker proves to be of its network, bound to the certificate of its connection', async (t) => {
  const { call, stranger, networkKey, identity } = await runningTracker(t);
  const proof = parseAnswer(
    JOIN_ROUTES.identify.answer,
    (await call('GET', '/v1/join', { as: await stranger() })).json,
  );
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

test('an invite makes a member of its role and groups, as often as it says', async (t) => {
  const { call, stranger, service, networkKey } = await runningTracker(t);
  const { secret } = await service.invite({ role: 'guest', groups: ['lab'], uses: 2, lifetime: 60 });
  const joinAs = async (as: Identity) => call('POST', '/v1/join', { as, body: { secret, name: 'Ana' } });
  const first = await stranger();
  const admission = parseAnswer(JOIN_ROUTES.join.answer, (await joinAs(first)).json);
  assert.equal(admission.role, 'guest');
  assert.deepEqual(admission.groups, ['lab']);
  const credential = await new CredentialVerifier(networkKey.publicKey).verify(admission.credential);
  assert.deepEqual([credential.peer, credential.role, credential.groups], [first.peer, 'guest', ['lab']]);
  assert.equal((await call('GET', '/v1/stats', { as: first })).status, 200);

  assert.equal((await joinAs(await stranger())).status, 200);
  assert.equal(errorCode(await joinAs(await stranger())), 'invite-invalid');
  assert.equal((await joinAs(first)).status, 200, 'whoever is a member already and asks again is answered');
});

test('an invite that expired, was revoked or never was admits nobody', async (t) => {
  const { call, stranger, member, service, clock } = await runningTracker(t);
  const as = await stranger();
  const expired = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  clock.advance(60_001);
  const revoked = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 60 });
  const admin = await member('admin');
  assert.equal((await call('DELETE', `/v1/invites/${revoked.id}`, { as: admin })).status, 204);
  for (const secret of [expired.secret, revoked.secret, 'AAAAAAAAAAAAAAAAAAAAAA', undefined]) {
    const answer = await call('POST', '/v1/join', { as, body: { secret, name: 'Ana' } });
    assert.equal(`${answer.status} ${errorCode(answer)}`, '403 invite-invalid', secret ?? 'without a secret');
  }
  assert.equal((await call('GET', '/v1/stats', { as })).status, 401);
});

test('the store is given the hash of a secret, and nobody is shown the secret again', async (t) => {
  const { call, member, log } = await runningTracker(t);
  const as = await member('admin');
  const made = await call('POST', '/v1/invites', { as, body: { role: 'member', groups: [], uses: 3, lifetime: 60 } });
  assert.equal(made.status, 201);
  const { secret } = parseAnswer(TRACKER_ROUTES.createInvite.answer, made.json);
  assert.equal(Buffer.from(secret, 'base64url').length, 16);
  const list = await call('GET', '/v1/invites', { as });
  assert.equal(parseAnswer(TRACKER_ROUTES.invites.answer, list.json).length, 1);
  assert.ok(!list.text.includes(secret));
  assert.ok(!JSON.stringify(log.lines).includes(secret));
});

test('an open network takes anyone as member, but nobody who was revoked', async (t) => {
  const { call, stranger, member } = await runningTracker(t, { access: 'open' });
  const as = await stranger();
  const joinAgain = () => call('POST', '/v1/join', { as, body: { name: 'Ana' } });
  assert.equal(parseAnswer(JOIN_ROUTES.join.answer, (await joinAgain()).json).role, 'member');
  const admin = await member('admin');
  assert.equal((await call('POST', '/v1/revoke', { as: admin, body: { peer: as.peer } })).status, 204);
  assert.equal(errorCode(await joinAgain()), 'revoked');
});

test('whoever guesses secrets is told to wait, and others are not', async (t) => {
  const { call, stranger, service, clock } = await runningTracker(t);
  const as = await stranger();
  const guess = (secret: string) => call('POST', '/v1/join', { as, body: { secret, name: 'Eve' } });
  for (let i = 0; i < 10; i++) assert.equal(errorCode(await guess(`guess-${i}`)), 'invite-invalid');
  const { secret } = await service.invite({ role: 'member', groups: [], uses: 1, lifetime: 3600 });
  const refused = await guess(secret);
  assert.equal(`${refused.status} ${errorCode(refused)}`, '429 busy');
  assert.ok(Number(refused.headers['retry-after']) > 0);
  clock.advance(61_000);
  assert.equal((await guess(secret)).status, 200);
});

test('a revoked member is refused at once, on a connection that stands too, and all others are told', async (t) => {
  const { call, member } = await runningTracker(t);
  const [admin, bad, other] = [await member('admin'), await member(), await member()];
  const { revoked: none } = parseAnswer(
    TRACKER_ROUTES.announce.answer,
    (await call('PUT', '/v1/lease', { as: other, body: announcement })).json,
  );
  assert.deepEqual(none?.peers, []);
  assert.equal((await call('PUT', '/v1/lease', { as: bad, body: announcement })).status, 200);
  assert.equal((await call('POST', '/v1/revoke', { as: admin, body: { peer: bad.peer } })).status, 204);

  const refused = await call('GET', '/v1/stats', { as: bad });
  assert.equal(`${refused.status} ${errorCode(refused)}`, '401 revoked');
  assert.equal(errorCode(await call('POST', '/v1/join', { as: bad, body: { name: 'Bad' } })), 'revoked');

  const heartbeat = (revokedVersion: number) =>
    call('POST', '/v1/lease/heartbeat', { as: other, body: { slots: { total: 4, free: 4 }, revokedVersion } });
  const told = parseAnswer(TRACKER_ROUTES.heartbeat.answer, (await heartbeat(none?.version ?? -1)).json).revoked;
  assert.deepEqual(told?.peers, [bad.peer]);
  const again = parseAnswer(TRACKER_ROUTES.heartbeat.answer, (await heartbeat(told?.version ?? -1)).json);
  assert.equal(again.revoked, undefined);

  const asked = await call('GET', `/v1/introspect/${bad.peer}`, { as: other });
  assert.deepEqual(asked.json, { active: false });
});

test('what is for admins is refused to members, and publishing to guests', async (t) => {
  const { call, member } = await runningTracker(t);
  const [ordinary, guest] = [await member('member'), await member('guest')];
  for (const route of Object.values(TRACKER_ROUTES).filter(({ callers }) => callers === 'admins')) {
    const bodies: Record<string, unknown> = {
      '/v1/withdraw': { content: `c${'a'.repeat(52)}` },
      '/v1/revoke': { peer: guest.peer },
      '/v1/invites': { role: 'admin', groups: [], uses: 1, lifetime: 60 },
    };
    const body = route.method === 'POST' ? bodies[route.path] : undefined;
    const answer = await call(route.method, route.path.replace('{id}', 'aaaaaaaa'), { as: ordinary, body });
    assert.equal(`${answer.status} ${errorCode(answer)}`, '403 forbidden', `${route.method} ${route.path}`);
  }
  const batch = { share: 's', audience: { kind: 'everyone' }, base: 0, next: 1, upsert: [], remove: [] };
  assert.equal(errorCode(await call('POST', '/v1/publish', { as: guest, body: batch })), 'forbidden');
  assert.equal(errorCode(await call('POST', '/v1/unpublish', { as: guest, body: { share: 's' } })), 'forbidden');
  const hold = { content: `c${'a'.repeat(52)}`, size: 1, pieces: 1, audience: { kind: 'everyone' } };
  assert.equal((await call('POST', '/v1/hold', { as: guest, body: { upsert: [hold], remove: [] } })).status, 204);
});

test('an admin cannot revoke itself', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member('admin');
  assert.equal(errorCode(await call('POST', '/v1/revoke', { as, body: { peer: as.peer } })), 'conflict');
});
