import { timingSafeEqual, createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

import { AyniError } from '../../core/errors.ts';
import { sessionOf } from './session-cookie.ts';
import type { Sessions } from './sessions.ts';

const LOCAL_NAMES = ['127.0.0.1', 'localhost'];
/** Methods that change nothing. */
const SAFE_METHODS = ['GET', 'HEAD'];

/** What a call asks of who calls: nothing, the token or a session, or the token. */
export type Access = 'anyone' | 'user' | 'token';

export interface LocalRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/**
 * Who may talk to the local API: programs that read the token in the state folder, and browsers that such a program
 * let in. A page of another site is kept out four times: a name that was pointed at 127.0.0.1 (DNS rebinding) is a
 * wrong `Host`, whatever a page changes carries its `Origin`, a browser tells in `Sec-Fetch-Site` where a request comes
 * from, and the cookie is `SameSite=Strict`.
 */
export class Gate {
  readonly #token: string;
  readonly #sessions: Sessions;

  constructor({ token, sessions }: { readonly token: string; readonly sessions: Sessions }) {
    this.#token = token;
    this.#sessions = sessions;
  }

  /**
   * @param port where the API listens
   * @throws {AyniError} `forbidden`, `unauthenticated`
   */
  check({ method, headers }: LocalRequest, access: Access, port: number): void {
    const { host = '', origin } = headers;
    if (!LOCAL_NAMES.some((name) => host === `${name}:${port}`)) {
      throw new AyniError('forbidden', `Ayni is reached as ${LOCAL_NAMES[0]}:${port}, under no other name.`);
    }
    if (origin !== undefined && origin !== `http://${host}`) {
      throw new AyniError('forbidden', 'Pages of other sites may not talk to Ayni.');
    }
    if (!['same-origin', 'none', undefined].includes(headers['sec-fetch-site']?.toString())) {
      throw new AyniError('forbidden', 'Other sites may not lead to Ayni: type "ayni open".');
    }
    if (access === 'anyone' || this.#hasToken(headers)) return;
    if (access === 'token') {
      throw new AyniError('unauthenticated', 'Only a command can do this, with the token from control.json.');
    }
    const session = sessionOf(headers.cookie, port);
    if (session === undefined || !this.#sessions.has(session)) {
      throw new AyniError('unauthenticated', 'This browser is not let in: type "ayni open" in a terminal.');
    }
    if (origin === undefined && !SAFE_METHODS.includes(method)) {
      throw new AyniError('forbidden', 'A browser that changes something says from which page: use another browser.');
    }
  }

  #hasToken({ authorization = '' }: IncomingHttpHeaders): boolean {
    const given = /^Bearer (\S{1,256})$/.exec(authorization)?.[1];
    return given !== undefined && equalSecrets(given, this.#token);
  }
}

/** Hashes first, so that lengths may differ and the comparison takes the same time. */
function equalSecrets(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
