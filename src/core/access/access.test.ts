import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError } from '../errors.ts';
import { networkIdOf, peerIdOf } from '../ids.ts';
import { admits, audienceKey, EVERYONE, type Audience } from './audience.ts';
import { checkCredential, type Credential, type CredentialCheck } from './credential.ts';
import { formatAddress, formatLink, parseAddress, parseLink } from './link.ts';
import { may, ROLES } from './role.ts';

const alice = peerIdOf(new Uint8Array(32).fill(1));
const bob = peerIdOf(new Uint8Array(32).fill(2));
const network = networkIdOf(new Uint8Array(32).fill(3));

test('an audience admits its groups and peers, and nobody else', () => {
  const audience: Audience = { kind: 'restricted', groups: ['staff'], peers: [bob] };
  assert.ok(admits(EVERYONE, { peer: alice, groups: [] }));
  assert.ok(admits(audience, { peer: alice, groups: ['x', 'staff'] }));
  assert.ok(admits(audience, { peer: bob, groups: [] }));
  assert.ok(!admits(audience, { peer: alice, groups: ['Staff', ''] }));
  assert.ok(!admits({ kind: 'restricted', groups: [], peers: [] }, { peer: alice, groups: ['staff'] }));
});

test('audiences that mean the same have the same key', () => {
  const a: Audience = { kind: 'restricted', groups: ['b', 'a', 'a'], peers: [] };
  const b: Audience = { kind: 'restricted', groups: ['a', 'b'], peers: [] };
  assert.equal(audienceKey(a), audienceKey(b));
  assert.notEqual(audienceKey(a), audienceKey(EVERYONE));
  assert.notEqual(audienceKey(a), audienceKey({ kind: 'restricted', groups: [], peers: [alice] }));
});

test('guests hold but do not publish, and only admins administer', () => {
  assert.deepEqual(
    ROLES.map((role) => [role, may(role, 'browse'), may(role, 'hold'), may(role, 'publish'), may(role, 'administer')]),
    [
      ['admin', true, true, true, true],
      ['member', true, true, true, false],
      ['guest', true, true, false, false],
      ['tracker', false, false, false, false],
      ['foreign', false, false, false, false],
    ],
  );
});

test('a credential counts for its network, its certificate and its time, unless revoked', () => {
  const credential: Credential = { network, peer: alice, role: 'member', groups: [], issued: 1000, expires: 2000 };
  const check: CredentialCheck = { network, peer: alice, now: 1_500_000, isRevoked: () => false };
  checkCredential(credential, check);
  checkCredential(credential, { ...check, now: 900_000 });
  const refused = (changes: Partial<CredentialCheck>, code: string) => {
    assert.throws(
      () => checkCredential(credential, { ...check, ...changes }),
      (error) => error instanceof AyniError && error.code === code,
      code,
    );
  };
  refused({ network: networkIdOf(new Uint8Array(32)) }, 'credential-invalid');
  refused({ peer: bob }, 'credential-invalid');
  refused({ now: 800_000 }, 'credential-invalid');
  refused({ now: 2_000_000 }, 'credential-expired');
  refused({ isRevoked: (peer) => peer === alice }, 'revoked');
});

test('a link survives text', () => {
  const link = {
    trackers: [
      { host: '10.0.0.1', port: 7741 },
      { host: 'fd00::1', port: 1 },
    ],
    network,
    secret: 'a-_9',
  };
  const text = formatLink(link);
  assert.equal(text, `ayni://10.0.0.1:7741,[fd00::1]:1/#1.${network}.a-_9`);
  assert.deepEqual(parseLink(` ${text}\n`), link);
});

test('what is no link is refused with a line that says why', () => {
  const id = `#1.${network}`;
  const bad = [
    '',
    'http://x/#1.a.b',
    'ayni://h:1/',
    `ayni://h:1/#2.${network}.s`,
    `ayni://h:1/${id}`,
    `ayni://h:1/${id}.s.t`,
    `ayni://h:1/${id}.s s`,
    `ayni://h/${id}.s`,
    `ayni://h:0/${id}.s`,
    `ayni://h:65536/${id}.s`,
    `ayni:///${id}.s`,
    `ayni://u@h:1/${id}.s`,
    `ayni://${'h:1,'.repeat(16)}h:1/${id}.s`,
    'ayni://h:1/#1.nnope.s',
    `ayni://${'x'.repeat(5000)}:1/${id}.s`,
  ];
  for (const text of bad) {
    assert.throws(
      () => parseLink(text),
      (error) =>
        error instanceof AyniError && ['bad-link', 'bad-id'].includes(error.code) && error.message.length < 300,
      text.slice(0, 60),
    );
  }
});

test('addresses survive text', () => {
  for (const text of ['h:1', '127.0.0.1:65535', '[::1]:7741', 'a-b.example:80'])
    assert.equal(formatAddress(parseAddress(text)), text);
});
