import { AyniError } from '../errors.ts';
import type { NetworkId, PeerId } from '../ids.ts';
import type { Role } from './role.ts';

/** The version of credentials and links; both carry it. */
export const CREDENTIAL_VERSION = 1;
/** How long a credential is good for, in seconds. */
export const CREDENTIAL_SECONDS = 24 * 3600;
/** A credential from the near future is accepted: members' clocks differ by this much, in seconds. */
const CLOCK_SKEW_SECONDS = 120;

/**
 * What a member may do, signed by the network's key (JWT, EdDSA; RFC 7519, RFC 8037). Worthless without the private
 * key of `peer`'s certificate, which the TLS handshake proves.
 */
export interface Credential {
  readonly network: NetworkId;
  readonly peer: PeerId;
  readonly role: Role;
  readonly groups: readonly string[];
  /** Seconds since the Unix epoch. */
  readonly issued: number;
  readonly expires: number;
}

/** What the connection proves beside the credential. */
export interface CredentialCheck {
  readonly network: NetworkId;
  /** Whose certificate the connection shows. */
  readonly peer: PeerId;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly isRevoked: (peer: PeerId) => boolean;
}

/**
 * The rules for a credential whose signature was verified before.
 * @throws {AyniError} `credential-invalid`, `credential-expired`, `revoked`
 */
export function checkCredential(credential: Credential, check: CredentialCheck): void {
  if (credential.network !== check.network) {
    throw new AyniError('credential-invalid', 'This credential is of another network.');
  }
  if (credential.peer !== check.peer) {
    throw new AyniError('credential-invalid', 'This credential belongs to another certificate.');
  }
  const now = check.now / 1000;
  if (credential.issued > now + CLOCK_SKEW_SECONDS) {
    throw new AyniError('credential-invalid', 'This credential is from the future: check the clocks of both machines.');
  }
  if (credential.expires <= now) throw new AyniError('credential-expired', 'This credential has expired.');
  if (check.isRevoked(credential.peer)) throw new AyniError('revoked', 'This member was revoked.');
}
