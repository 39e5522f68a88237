import { createPublicKey, randomBytes, sign, type KeyObject } from 'node:crypto';

import {
  bits,
  boolean,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octets,
  sequence,
  set,
  time,
  utf8,
} from './der.ts';

const ECDSA_WITH_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
const SUBJECT_ALT_NAME = '2.5.29.17';
/** RFC 5280, 4.1.2.5: "no well-defined expiration date". A PeerId is its key; the certificate only carries it. */
const NEVER = new Date('9999-12-31T23:59:59Z');

/**
 * A self-signed X.509 v3 certificate (RFC 5280) for `key`, in PEM. Everybody has the same name, since nobody reads it.
 * @param key a private ECDSA P-256 key
 * @param now since when it is good; a day earlier, because clocks differ
 */
export function selfSignedCertificate(key: KeyObject, name: string, now = new Date()): string {
  const algorithm = sequence(objectIdentifier(ECDSA_WITH_SHA256));
  const subject = sequence(set(sequence(objectIdentifier(COMMON_NAME), utf8(name))));
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const alternative = sequence(implicit(2, new TextEncoder().encode(name)));
  const toSign = sequence(
    explicit(0, integer(Uint8Array.of(2))),
    integer(randomBytes(16)),
    algorithm,
    subject,
    sequence(time(new Date(now.getTime() - 86_400_000)), time(NEVER)),
    subject,
    publicKey,
    explicit(
      3,
      sequence(
        sequence(objectIdentifier(BASIC_CONSTRAINTS), boolean(true), octets(sequence())),
        sequence(objectIdentifier(SUBJECT_ALT_NAME), octets(alternative)),
      ),
    ),
  );
  const certificate = sequence(toSign, algorithm, bits(sign('sha256', toSign, key)));
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
