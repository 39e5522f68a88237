import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';

import { peerIdOf, type PeerId } from '../../core/ids.ts';
import { startWorker } from '../../platform/start-worker.ts';
import { loadKeyFile, readStateFile, writeStateFile } from './key-file.ts';

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

/** A certificate takes some 100 ms. */
const MAKING_MS = 30_000;

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

/** In a thread that ends with it: what makes certificates takes 15 MB, once in the life of an identity. */
async function makeCertificate(key: string): Promise<string> {
  const workerData = { key, name: 'ayni' };
  const worker = startWorker('certificate-worker', import.meta.url, {
    name: 'ayni-identity',
    workerData,
    maxHeap: 128,
  });
  const [cert]: unknown[] = await once(worker, 'message', { signal: AbortSignal.timeout(MAKING_MS) });
  return String(cert);
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
  const cert = await makeCertificate(key);
  await writeStateFile(path, cert, 0o644);
  return { peer: peerIdOfCertificate(new X509Certificate(cert)), key, cert };
}
