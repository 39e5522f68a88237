import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { loadIdentity, peerIdOfCertificate } from './identity.ts';

test('an identity is made once, with a key that only its owner reads', async (t) => {
  const folder = join(await temporaryFolder(t), 'state');
  const first = await loadIdentity(folder);
  assert.deepEqual(await loadIdentity(folder), first);
  if (process.platform !== 'win32') {
    const { mode } = await stat(join(folder, 'identity.key'));
    assert.equal(mode & 0o777, 0o600);
  }
});

test('the certificate is signed by its own key and does not run out', async (t) => {
  const identity = await loadIdentity(await temporaryFolder(t));
  const certificate = new X509Certificate(identity.cert);
  assert.ok(certificate.verify(certificate.publicKey));
  assert.equal(certificate.subject, 'CN=ayni');
  assert.equal(certificate.validToDate.getUTCFullYear(), 9999);
  assert.ok(certificate.validFromDate.getTime() < Date.now());
  assert.equal(certificate.publicKey.asymmetricKeyDetails?.namedCurve, 'prime256v1');
  assert.equal(peerIdOfCertificate(certificate), identity.peer);
});

test('two identities differ', async (t) => {
  const [one, other] = await Promise.all([temporaryFolder(t), temporaryFolder(t)]);
  assert.notEqual((await loadIdentity(one)).peer, (await loadIdentity(other)).peer);
});

test('a lost or foreign certificate is made again and the peer id stays', async (t) => {
  const folder = await temporaryFolder(t);
  const first = await loadIdentity(folder);
  await rm(join(folder, 'identity.crt'));
  assert.equal((await loadIdentity(folder)).peer, first.peer);
  const foreign = await loadIdentity(join(folder, 'other'));
  await writeFile(join(folder, 'identity.crt'), foreign.cert);
  const again = await loadIdentity(folder);
  assert.equal(again.peer, first.peer);
  assert.equal(peerIdOfCertificate(new X509Certificate(again.cert)), first.peer);
});

test('a damaged key is named in one line and left as it is', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'identity.key'), 'not a key');
  await assert.rejects(loadIdentity(folder), (error: unknown) => {
    assert.ok(AyniError.is(error, 'state-damaged'));
    assert.match(error.message, /^[^\n]*identity\.key[^\n]*$/);
    return true;
  });
  assert.equal(await readFile(join(folder, 'identity.key'), 'utf8'), 'not a key');
});
