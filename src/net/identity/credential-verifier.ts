import { createPublicKey, type KeyObject } from 'node:crypto';

import { compactVerify } from 'jose';

import { CREDENTIAL_VERSION, type Credential } from '../../core/access/credential.ts';
import { ROLES, type Role } from '../../core/access/role.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import { parseNetworkId, parsePeerId, type NetworkId } from '../../core/ids.ts';
import { systemClock } from '../../platform/clock.ts';
import { CREDENTIAL_TYPE, networkIdOfKey } from './network-key.ts';

/** Letters of a token; a credential with the most groups allowed fits. */
const MAX_TOKEN = 8192;
const MAX_GROUPS = 128;

function invalid(why: string, cause?: unknown): AyniError {
  return new AyniError('credential-invalid', `This credential ${why}.`, { cause });
}

function parseKey(publicKey: string): { key: KeyObject; network: NetworkId } {
  try {
    const spki = Buffer.from(publicKey, 'base64url');
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    // The canonical form, so that one key has one NetworkId however it was encoded.
    if (key.asymmetricKeyType === 'ed25519') {
      return { key, network: networkIdOfKey(key.export({ format: 'der', type: 'spki' })) };
    }
  } catch {
    // The message below is for this too.
  }
  throw new AyniError('credential-invalid', 'This is not the public key of a network (Ed25519, SPKI, base64url).');
}

function isRole(value: unknown): value is Role {
  return ROLES.some((role) => role === value);
}

function parseClaims(payload: Uint8Array): Credential {
  const claims: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  if (typeof claims !== 'object' || claims === null) throw new TypeError('no object');
  const { v, iss, sub, role, groups, iat, exp } = {
    v: 0,
    iss: 0,
    sub: 0,
    role: 0,
    groups: 0,
    iat: '',
    exp: '',
    ...claims,
  };
  if (v !== CREDENTIAL_VERSION) throw invalid('is of another version; update the older side');
  if (
    typeof iss !== 'string' ||
    typeof sub !== 'string' ||
    !isRole(role) ||
    !Array.isArray(groups) ||
    groups.length > MAX_GROUPS ||
    typeof iat !== 'number' ||
    typeof exp !== 'number' ||
    !Number.isSafeInteger(iat) ||
    !Number.isSafeInteger(exp)
  ) {
    throw new TypeError('claims of the wrong kind');
  }
  const names = groups.filter((group) => typeof group === 'string');
  if (names.length !== groups.length) throw new TypeError('a group that is no text');
  return { network: parseNetworkId(iss), peer: parsePeerId(sub), role, groups: names, issued: iat, expires: exp };
}

/** Verifies credentials alone, with nothing but the network's public key. */
export class CredentialVerifier {
  readonly network: NetworkId;
  readonly #key: KeyObject;
  readonly #clock: Clock;

  /**
   * @param publicKey the network's, SPKI DER in base64url
   * @throws {AyniError} `credential-invalid` where it is none
   */
  constructor(publicKey: string, { clock = systemClock }: { clock?: Clock } = {}) {
    const { key, network } = parseKey(publicKey);
    this.network = network;
    this.#key = key;
    this.#clock = clock;
  }

  /**
   * Signature, version and form. Whom it is for is the caller's to check against the connection: `checkCredential`.
   * @throws {AyniError} `credential-invalid`, `credential-expired`
   */
  async verify(token: string): Promise<Credential> {
    if (token.length > MAX_TOKEN) throw invalid('is too long');
    let credential: Credential;
    try {
      const { payload, protectedHeader } = await compactVerify(token, this.#key, { algorithms: ['EdDSA'] });
      if (protectedHeader.typ !== CREDENTIAL_TYPE) throw invalid('is a token for something else');
      credential = parseClaims(payload);
    } catch (cause) {
      if (AyniError.is(cause, 'credential-invalid')) throw cause;
      throw invalid('is not signed by this network, or damaged', cause);
    }
    if (credential.network !== this.network) throw invalid('is of another network');
    if (credential.expires * 1000 <= this.#clock.now()) {
      throw new AyniError('credential-expired', 'This credential has expired: the tracker gives a fresh one.');
    }
    return credential;
  }
}
