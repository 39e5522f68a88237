import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

import { peerIdOf, type PeerId } from '../../core/ids.ts';
import { loadKeyFile, readStateFile, writeStateFile } from './key-file.ts';
import { selfSignedCertificate } from './self-signed.ts';

/** What a tracker or peer proves itself with on every connection. */
export interface Identity {
  readonly peer: PeerId;
  /** PEM, PKCS 8. Secret. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

/** SHA-256 of the certificate's public key (SPKI, DER). */
export function peerIdOfCertificate(cert: X509Certificate): PeerId {
  return peerIdOf(
    createHash('sha256')
      .update(cert.publicKey.export({ format: 'der', type: 'spki' }))
      .digest(),
  );
}

const known = new WeakMap<TLSSocket, PeerId>();

/** Who is at the other end: the handshake proved possession of that key. Undefined without a certificate. */
export function peerIdOfSocket(socket: TLSSocket): PeerId | undefined {
  const cached = known.get(socket);
  if (cached !== undefined) return cached;
  const cert = socket.getPeerX509Certificate();
  if (cert === undefined) return undefined;
  const peer = peerIdOfCertificate(cert);
  known.set(socket, peer);
  return peer;
}

function matches(cert: string, key: string): X509Certificate | undefined {
  try {
    const parsed = new X509Certificate(cert);
    return parsed.checkPrivateKey(createPrivateKey(key)) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The identity in `folder` (`identity.key`, 0600, and `identity.crt`), made at the first start: ECDSA P-256 and a
 * self-signed certificate. The key is the identity; a missing or foreign certificate is made again from it.
 * @throws {AyniError} `state-damaged`, `no-permission`, `disk-full`, `io-failed`
 */
export async function loadIdentity(folder: string): Promise<Identity> {
  const keyObject = await loadKeyFile(join(folder, 'identity.key'), 'ec');
  const key = keyObject.export({ format: 'pem', type: 'pkcs8' });
  const path = join(folder, 'identity.crt');
  const stored = await readStateFile(path);
  const usable = stored === undefined ? undefined : matches(stored, key);
  if (stored !== undefined && usable !== undefined) return { peer: peerIdOfCertificate(usable), key, cert: stored };
  const cert = await selfSignedCertificate(keyObject, 'ayni');
  await writeStateFile(path, cert, 0o644);
  return { peer: peerIdOfCertificate(new X509Certificate(cert)), key, cert };
}
