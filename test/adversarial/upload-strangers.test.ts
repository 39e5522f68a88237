import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, createHmac } from 'node:crypto';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { SignJWT } from 'jose';
import { contentIdOfHash, type PeerId } from '../../src/core/ids.ts';
import type { Identity } from '../../src/net/identity/identity.ts';
import { loadNetworkKey } from '../../src/net/identity/network-key.ts';
import { head, rawConnection, requester, servingPeer, type ServingPeer } from './upload-fixture.ts';

/** Status and code of the answer to one request for a content that is there, over a connection of its own. */
async function ask(t: TestContext, peer: ServingPeer, credential: string | undefined, identity?: Identity) {
  const { content, bytes } = await peer.serve('secret', Buffer.from('nobody may see this'));
  const { socket, ended } = await rawConnection(t, peer.port, identity);
  const path = `/v1/content/${content}`;
  socket.write(credential === undefined ? `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n` : head(path, credential));
  const answer = (await ended).toString('latin1');
  assert.ok(!answer.includes(bytes.toString()));
  return `${answer.slice(9, 12)} ${/"code":"([a-z-]+)"/.exec(answer)?.[1]}`;
}

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

test('serves nothing without a client certificate, whatever credential comes', async (t) => {
  const peer = await servingPeer(t);
  const { credential } = await peer.member();
  assert.equal(await ask(t, peer, undefined), '401 unauthenticated');
  assert.equal(await ask(t, peer, credential), '401 unauthenticated');
});

test('serves nothing to an unknown certificate', async (t) => {
  const peer = await servingPeer(t);
  const stranger = await peer.identityOf('stranger');
  assert.equal(await ask(t, peer, undefined, stranger), '401 unauthenticated');
  assert.equal(await ask(t, peer, '', stranger), '401 unauthenticated');
  assert.equal(await ask(t, peer, 'nonsense', stranger), '401 credential-invalid');
  assert.equal(await ask(t, peer, 'x'.repeat(9_000), stranger), '401 unauthenticated');
});

test('serves nothing for a credential that belongs to another certificate', async (t) => {
  const peer = await servingPeer(t);
  const { credential } = await peer.member();
  assert.equal(await ask(t, peer, credential, await peer.identityOf('thief')), '401 credential-invalid');
});

test('serves nothing for a credential that has expired or comes from the future', async (t) => {
  const peer = await servingPeer(t);
  const now = Math.floor(Date.now() / 1000);
  const old = await peer.member({ issued: now - 100, expires: now - 1 });
  assert.equal(await ask(t, peer, old.credential, old.identity), '401 credential-expired');
  const early = await peer.member({ issued: now + 600, expires: now + 6_000 });
  assert.equal(await ask(t, peer, early.credential, early.identity), '401 credential-invalid');
});

test('serves nothing for a credential of another network', async (t) => {
  const peer = await servingPeer(t);
  const other = await loadNetworkKey(join(peer.folder, 'other-network'));
  const own = await peer.identityOf('foreigner');
  const now = Math.floor(Date.now() / 1000);
  const claims = { peer: own.peer, role: 'admin', groups: [], issued: now, expires: now + 100 } as const;
  const theirs = await other.sign({ network: other.network, ...claims });
  assert.equal(await ask(t, peer, theirs, own), '401 credential-invalid');
  // Also where it claims to be of ours.
  const forged = await other.sign({ network: peer.networkKey.network, ...claims });
  assert.equal(await ask(t, peer, forged, own), '401 credential-invalid');
});

test('serves nothing for a credential that is forged', async (t) => {
  const peer = await servingPeer(t);
  const own = await peer.identityOf('forger');
  const now = Math.floor(Date.now() / 1000);
  const claims = (subject: PeerId) => ({
    v: 1,
    iss: peer.networkKey.network,
    sub: subject,
    role: 'admin',
    groups: [],
    iat: now,
    exp: now + 1_000,
  });
  const publicKey = Buffer.from(peer.networkKey.publicKey, 'base64url');
  const pem = createPublicKey({ key: publicKey, format: 'der', type: 'spki' }).export({ format: 'pem', type: 'spki' });
  const { credential } = await peer.member();
  const [header = '', , signature = ''] = credential.split('.');
  const forgeries: string[] = [
    `${base64({ alg: 'none', typ: 'ayni+jwt' })}.${base64(claims(own.peer))}.`,
    `${base64({ alg: 'NONE', typ: 'ayni+jwt' })}.${base64(claims(own.peer))}.${signature}`,
    // The signature of another credential.
    `${header}.${base64(claims(own.peer))}.${signature}`,
    // Its own certificate's key.
    await new SignJWT(claims(own.peer))
      .setProtectedHeader({ alg: 'ES256', typ: 'ayni+jwt' })
      .sign(createPrivateKey(own.key)),
    // A key that comes along.
    await new SignJWT(claims(own.peer))
      .setProtectedHeader({
        alg: 'ES256',
        typ: 'ayni+jwt',
        jwk: createPublicKey(own.cert).export({ format: 'jwk' }) as { kty: string },
      })
      .sign(createPrivateKey(own.key)),
  ];
  // The public key, which everybody knows, as the secret of a symmetric signature.
  for (const secret of [publicKey, pem, peer.networkKey.publicKey]) {
    const signed = `${base64({ alg: 'HS256', typ: 'ayni+jwt' })}.${base64(claims(own.peer))}`;
    forgeries.push(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`);
  }
  for (const forgery of forgeries) {
    assert.equal(await ask(t, peer, forgery, own), '401 credential-invalid', forgery.slice(0, 60));
  }
});

test('serves nothing to a tracker, which fetches nothing', async (t) => {
  const peer = await servingPeer(t);
  const { identity, credential } = await peer.member({ role: 'tracker' });
  assert.equal(await ask(t, peer, credential, identity), '401 credential-invalid');
});

test('closes the connection of whoever could not prove who it is', async (t) => {
  const peer = await servingPeer(t);
  const stranger = await peer.identityOf('stranger');
  const { content } = await peer.serve('secret', Buffer.from('nobody may see this'));
  const { socket, ended } = await rawConnection(t, peer.port, stranger);
  for (let i = 0; i < 10; i++) socket.write(head(`/v1/content/${content}`, `a.b.${i}`));
  const answers = (await ended).toString('latin1').match(/HTTP\/1\.1 401/g);
  assert.equal(answers?.length, 1);
});

test('refuses a credential that expires while its connection stays open', async (t) => {
  let now = Date.now();
  const peer = await servingPeer(t, { clock: { now: () => now } });
  const member = await peer.member();
  const get = requester(t, peer, member);
  const { content } = await peer.serve('file', randomBytes(100));
  assert.equal((await get(`/v1/content/${content}`)).status, 200);
  now += 24 * 3600 * 1000;
  assert.equal((await get(`/v1/content/${content}`)).status, 401);
});

test('answers outside the audience as if the content weren’t there, in every way of asking', async (t) => {
  const peer = await servingPeer(t);
  const [staff, other] = [await peer.member({ groups: ['staff'] }), await peer.member({ groups: ['guests'] })];
  const audience = { kind: 'restricted', groups: ['staff'], peers: [] } as const;
  const { content, bytes } = await peer.serve('payroll', randomBytes(1000), audience);
  const absent = contentIdOfHash(new Uint8Array(32).fill(9));
  assert.ok((await requester(t, peer, staff)(`/v1/content/${content}`)).body.equals(bytes));
  const get = requester(t, peer, other);
  for (const path of ['', '/pages', '/pages/0', '/pages/9', '/bitfield']) {
    for (const headers of [{}, { range: 'bytes=0-1' }, { range: 'bytes=5000-' }]) {
      const hidden = await get(`/v1/content/${content}${path}`, headers);
      const missing = await get(`/v1/content/${absent}${path}`, headers);
      assert.equal(hidden.status, 404, path);
      assert.deepEqual(hidden.body, missing.body);
      assert.deepEqual(Object.keys(hidden.headers), Object.keys(missing.headers));
    }
  }
});

test('shows its own data to the peer that an audience names, whatever its groups', async (t) => {
  const peer = await servingPeer(t);
  const [named, other] = [await peer.member(), await peer.member()];
  const audience = { kind: 'restricted', groups: [], peers: [named.identity.peer] } as const;
  const { content } = await peer.serve('letter', randomBytes(10), audience);
  assert.equal((await requester(t, peer, named)(`/v1/content/${content}`)).status, 200);
  assert.equal((await requester(t, peer, other)(`/v1/content/${content}`)).status, 404);
});
