import { createHash, createPublicKey } from 'node:crypto';
import { join } from 'node:path';

import { SignJWT } from 'jose';

import { CREDENTIAL_VERSION, type Credential } from '../../core/access/credential.ts';
import { networkIdOf, type NetworkId } from '../../core/ids.ts';
import { loadKeyFile } from './key-file.ts';

/** `typ` of our tokens (RFC 8725, 3.11), so that no other JWT is mistaken for one. */
export const CREDENTIAL_TYPE = 'ayni+jwt';

/** The network's signing key: whoever has it is the network. */
export interface NetworkKey {
  readonly network: NetworkId;
  /** SPKI DER, base64url. */
  readonly publicKey: string;
  /** The credential as a JWT (EdDSA). */
  sign(credential: Credential): Promise<string>;
}

/** @param spki SPKI, DER */
export function networkIdOfKey(spki: Uint8Array): NetworkId {
  return networkIdOf(createHash('sha256').update(spki).digest());
}

/**
 * The Ed25519 key in `folder`/`network.key` (0600), made with the network's first tracker.
 * @throws {AyniError} `state-damaged`, `no-permission`, `disk-full`, `io-failed`
 */
export async function loadNetworkKey(folder: string): Promise<NetworkKey> {
  const key = await loadKeyFile(join(folder, 'network.key'), 'ed25519');
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return {
    network: networkIdOfKey(spki),
    publicKey: spki.toString('base64url'),
    sign: (credential) =>
      new SignJWT({ v: CREDENTIAL_VERSION, role: credential.role, groups: [...credential.groups] })
        .setProtectedHeader({ alg: 'EdDSA', typ: CREDENTIAL_TYPE })
        .setIssuer(credential.network)
        .setSubject(credential.peer)
        .setIssuedAt(credential.issued)
        .setExpirationTime(credential.expires)
        .sign(key),
  };
}
