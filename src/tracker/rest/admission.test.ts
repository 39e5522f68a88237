import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadNetworkKey } from '../../net/identity/network-key.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import { TRACKER_ROUTES } from '../../wire/tracker/routes.ts';
import { errorCode, runningTracker } from '../../../test/support/running-tracker.ts';

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

test('whoever guesses secrets is told in the header, too, how long to wait', async (t) => {
  const { call, stranger } = await runningTracker(t);
  const as = await stranger();
  const guess = (secret: string) => call('POST', '/v1/join', { as, body: { secret, name: 'Eve' } });
  for (let i = 0; i < 10; i++) assert.equal(`${(await guess(`guess-${i}`)).status}`, '403');
  const refused = await guess('guess-10');
  assert.equal(`${refused.status} ${errorCode(refused)}`, '429 busy');
  assert.ok(Number(refused.headers['retry-after']) > 0);
});
