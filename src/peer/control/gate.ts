import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { AyniError } from '../../core/errors.ts';

const LOCAL_NAMES = ['127.0.0.1', 'localhost'];

/**
 * Who may talk to the local API: programs that read the token in the state folder. A browser page of another site is
 * kept out twice: a name that was pointed at 127.0.0.1 (DNS rebinding) is a wrong `Host`, and whatever a page sends
 * carries its `Origin`.
 * @param port where the API listens
 * @throws {AyniError} `forbidden`, `unauthenticated`
 */
export function checkLocalRequest(headers: IncomingHttpHeaders, port: number, token: string): void {
  const hosts = LOCAL_NAMES.map((name) => `${name}:${port}`);
  if (!hosts.includes(headers.host ?? '')) {
    throw new AyniError('forbidden', `The local API is reached as ${hosts[0]}, under no other name.`);
  }
  const { origin } = headers;
  if (origin !== undefined && !hosts.some((host) => origin === `http://${host}`)) {
    throw new AyniError('forbidden', 'Pages of other sites may not use the local API.');
  }
  const given = /^Bearer (\S{1,256})$/.exec(headers.authorization ?? '')?.[1];
  if (given === undefined || !equalSecrets(given, token)) {
    throw new AyniError('unauthenticated', 'The local API wants the token from control.json in the state folder.');
  }
}

/** Hashes first, so that lengths may differ and the comparison takes the same time. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
