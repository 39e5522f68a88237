import { createPublicKey, randomBytes, webcrypto, type KeyObject } from 'node:crypto';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
/** RFC 5280, 4.1.2.5: "no well-defined expiration date". A PeerId is its key; the certificate only carries it. */
const NEVER = new Date('9999-12-31T23:59:59Z');
const DAY_MS = 86_400_000;

/**
 * A self-signed X.509 v3 certificate (RFC 5280) for `key`, in PEM. Everybody has the same name, since nobody reads it.
 * @param key a private ECDSA P-256 key
 * @param now since when it is good; a day earlier, because clocks differ
 */
export async function selfSignedCertificate(key: KeyObject, name: string, now = new Date()): Promise<string> {
  // Needed once in the life of an identity: not worth loading at every start.
  await import('reflect-metadata');
  const { BasicConstraintsExtension, SubjectAlternativeNameExtension, X509CertificateGenerator } =
    await import('@peculiar/x509');
  const imported = (form: KeyObject, usage: 'sign' | 'verify') => form.toCryptoKey(ALGORITHM, true, [usage]);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomBytes(16).toString('hex'),
      name: `CN=${name}`,
      notBefore: new Date(now.getTime() - DAY_MS),
      notAfter: NEVER,
      signingAlgorithm: ALGORITHM,
      keys: { privateKey: imported(key, 'sign'), publicKey: imported(createPublicKey(key), 'verify') },
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new SubjectAlternativeNameExtension([{ type: 'dns', value: name }]),
      ],
    },
    webcrypto,
  );
  return certificate.toString('pem');
}
