import type { TLSSocket } from 'node:tls';
import type { Authorization } from '../../core/access/authorization.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';

/**
 * Checks a credential against the network, the certificate of the connection that it came over, and revocation.
 * @throws {AyniError} `unauthenticated`, `credential-invalid`, `credential-expired`, `revoked`
 */
export type Authorize = (
  credential: string,
  peer: PeerId,
  options?: { readonly signal?: AbortSignal },
) => Promise<Authorization>;

const MAX_CREDENTIAL = 8_192;
/** Credentials that are refused before the connection is closed: trying them must not be cheap. */
const MAX_REFUSED = 8;

/** Who asks over one connection, and what that one may. */
export class Requester {
  readonly socket: TLSSocket;
  /** Whose certificate the handshake proved; undefined without one. */
  readonly peer: PeerId | undefined;
  #refused = 0;
  #known = false;
  /** The last credential, and what came or will come of it. */
  #checked: { readonly token: string; readonly authorization: Promise<Authorization> } | undefined;

  constructor(socket: TLSSocket, peer: PeerId | undefined) {
    this.socket = socket;
    this.peer = peer;
  }

  /** Whether it showed a good credential, even if that has expired by now. */
  get known(): boolean {
    return this.#known;
  }

  /**
   * Who asks. The signature is checked once for each credential and connection, its expiry each time.
   * @param header the request's `Authorization`
   * @throws {AyniError} `unauthenticated`, `credential-invalid`, `credential-expired`, `revoked`
   */
  async authorize(header: string | undefined, check: Authorize, clock: Clock): Promise<Authorization> {
    if (this.peer === undefined) {
      throw new AyniError('unauthenticated', 'Show a client certificate: nothing is served without one.');
    }
    const token = header?.startsWith('Bearer ') === true ? header.slice(7) : '';
    if (token === '' || token.length > MAX_CREDENTIAL) {
      throw new AyniError('unauthenticated', 'Send your credential: Authorization: Bearer, then the credential.');
    }
    const authorization = await this.#check(token, this.peer, check);
    if (authorization.expires * 1000 <= clock.now()) {
      throw new AyniError('credential-expired', 'This credential has expired.');
    }
    this.#known = true;
    return authorization;
  }

  async #check(token: string, peer: PeerId, check: Authorize): Promise<Authorization> {
    if (this.#checked?.token === token) return this.#checked.authorization;
    if (this.#refused >= MAX_REFUSED) {
      this.socket.destroy();
      throw new AyniError('unauthenticated', 'Too many credentials were refused on this connection.');
    }
    const checked = { token, authorization: check(token, peer) };
    this.#checked = checked;
    try {
      return await checked.authorization;
    } catch (error) {
      this.#refused++;
      if (this.#checked === checked) this.#checked = undefined;
      throw error;
    }
  }
}
