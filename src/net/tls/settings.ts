import { constants } from 'node:crypto';
import { createSecureContext, type SecureContext, type SecureContextOptions } from 'node:tls';

import type { Identity } from '../identity/identity.ts';

/**
 * What both ends of every connection have in common. TLS 1.3 only; AES-128-GCM first, the fastest where there is AES in
 * hardware. No tickets: each connection proves its certificate anew, so a revoked peer cannot resume.
 */
export function secureOptions(identity: Identity): SecureContextOptions {
  return {
    key: identity.key,
    cert: identity.cert,
    minVersion: 'TLSv1.3',
    maxVersion: 'TLSv1.3',
    ciphers: 'TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_256_GCM_SHA384',
    honorCipherOrder: true,
    secureOptions: constants.SSL_OP_NO_TICKET,
  };
}

const contexts = new WeakMap<Identity, SecureContext>();

/** Parsing key and certificate costs as much as a handshake: once for each identity. */
export function clientContext(identity: Identity): SecureContext {
  const context = contexts.get(identity) ?? createSecureContext(secureOptions(identity));
  contexts.set(identity, context);
  return context;
}
