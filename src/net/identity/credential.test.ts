import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { SignJWT } from 'jose';

import { CREDENTIAL_SECONDS, type Credential } from '../../core/access/credential.ts';
import { peerIdOf } from '../../core/ids.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { CredentialVerifier } from './credential-verifier.ts';
import { loadNetworkKey, type NetworkKey } from './network-key.ts';

const clock = new ManualClock();
const issued = Math.floor(clock.now() / 1000);

function credentialOf(key: NetworkKey): Credential {
  const peer = peerIdOf(new Uint8Array(32).fill(7));
  return {
    network: key.network,
    peer,
    role: 'member',
    groups: ['a', 'ü'],
    issued,
    expires: issued + CREDENTIAL_SECONDS,
  };
}

test('a credential comes back from its token as it was signed', async (t) => {
  const folder = await temporaryFolder(t);
  const key = await loadNetworkKey(folder);
  const verifier = new CredentialVerifier(key.publicKey, { clock });
  assert.equal(verifier.network, key.network);
  assert.deepEqual(await verifier.verify(await key.sign(credentialOf(key))), credentialOf(key));
  assert.equal((await loadNetworkKey(folder)).publicKey, key.publicKey);
});

test('an expired credential is refused', async (t) => {
  const key = await loadNetworkKey(await temporaryFolder(t));
  const verifier = new CredentialVerifier(key.publicKey, { clock });
  const token = await key.sign({ ...credentialOf(key), expires: issued });
  await assert.rejects(verifier.verify(token), { code: 'credential-expired' });
});

test('a credential of another network is refused', async (t) => {
  const ours = await loadNetworkKey(await temporaryFolder(t));
  const theirs = await loadNetworkKey(await temporaryFolder(t));
  const verifier = new CredentialVerifier(ours.publicKey, { clock });
  await assert.rejects(verifier.verify(await theirs.sign(credentialOf(theirs))), { code: 'credential-invalid' });
  // Signed by ours, but speaking of theirs.
  await assert.rejects(verifier.verify(await ours.sign(credentialOf(theirs))), { code: 'credential-invalid' });
});

test('a token that was changed anywhere is refused', async (t) => {
  const key = await loadNetworkKey(await temporaryFolder(t));
  const verifier = new CredentialVerifier(key.publicKey, { clock });
  const token = await key.sign(credentialOf(key));
  for (let at = 0; at < token.length; at += 7) {
    const changed = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1);
    await assert.rejects(verifier.verify(changed), { code: 'credential-invalid' }, `position ${at}`);
  }
  await assert.rejects(verifier.verify('x'.repeat(100_000)), { code: 'credential-invalid' });
});

test('tokens of another algorithm, type, version or schema are refused', async (t) => {
  const folder = await temporaryFolder(t);
  const key = await loadNetworkKey(folder);
  const verifier = new CredentialVerifier(key.publicKey, { clock });
  const secret = createPrivateKey(await readFile(join(folder, 'network.key')));
  const good = credentialOf(key);
  const claims = { v: 1, iss: key.network, sub: good.peer, role: 'admin', groups: [], iat: issued, exp: issued + 60 };
  const token = (payload: object, header: { alg: string; typ?: string }, by: Uint8Array | typeof secret = secret) =>
    new SignJWT({ ...payload }).setProtectedHeader(header).sign(by);
  const header = { alg: 'EdDSA', typ: 'ayni+jwt' };
  await verifier.verify(await token(claims, header));
  const none = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const refused = {
    'signed with the public key as a secret': await token(
      claims,
      { alg: 'HS256', typ: 'ayni+jwt' },
      Buffer.from(key.publicKey, 'base64url'),
    ),
    unsigned: `${none({ alg: 'none', typ: 'ayni+jwt' })}.${none(claims)}.`,
    'another type': await token(claims, { alg: 'EdDSA', typ: 'JWT' }),
    'no type': await token(claims, { alg: 'EdDSA' }),
    'a later version': await token({ ...claims, v: 2 }, header),
    'no version': await token({ ...claims, v: undefined }, header),
    'an unknown role': await token({ ...claims, role: 'root' }, header),
    'no end': await token({ ...claims, exp: undefined }, header),
    'groups that are no texts': await token({ ...claims, groups: [1] }, header),
    'a subject that is no peer': await token({ ...claims, sub: 'me' }, header),
  };
  for (const [what, text] of Object.entries(refused)) {
    await assert.rejects(verifier.verify(text), { code: 'credential-invalid' }, what);
  }
});

test('what is no public key of a network is refused', () => {
  for (const text of ['', 'AAAA', 'x'.repeat(5000)]) {
    assert.throws(() => new CredentialVerifier(text), { code: 'credential-invalid' });
  }
});
