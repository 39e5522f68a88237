import { generateKeyPairSync, X509Certificate } from 'node:crypto';

import type { SwarmStore } from '../../../src/core/swarm/swarm-store.ts';
import { peerIdOfCertificate } from '../../../src/net/identity/identity.ts';
import { selfSignedCertificate } from '../../../src/net/identity/self-signed.ts';
import type { Identified } from './load-messages.ts';

/** ms: longer than any bench. */
const LEASE_MS = 24 * 3_600_000;

/** Members with certificates and leases, over whose connections the load comes. */
export async function addCallers(store: SwarmStore, count: number): Promise<readonly Identified[]> {
  const identities: Identified[] = [];
  for (let number = 0; number < count; number++) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const cert = await selfSignedCertificate(privateKey, 'ayni');
    identities.push({ key: privateKey.export({ format: 'pem', type: 'pkcs8' }), cert });
    const peer = peerIdOfCertificate(new X509Certificate(cert));
    await store.putMember({ peer, name: `caller ${number}`, role: 'admin', groups: [] });
    const presence = { endpoints: [], slots: { total: 8, free: 8 }, agent: 'ayni/bench' };
    await store.grantLease(peer, presence, LEASE_MS);
  }
  return identities;
}
