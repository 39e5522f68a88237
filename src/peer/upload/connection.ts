import type { ServerResponse } from 'node:http';
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

/** Requests that wait before no more are read … */
const MANY_WAITING = 256;
/** … and what was on its way when reading stopped is a few buffers' worth at most. More is no HTTP client. */
const MAX_WAITING = 4_096;
/** Answers that wait to be taken, in bytes, before the next request is looked at. */
const MAX_UNTAKEN = 512 * 1024;
const MAX_CREDENTIAL = 8_192;
/** Credentials that are refused before the connection is closed: trying them must not be cheap. */
const MAX_REFUSED = 8;

/** One connection: who it is, what it may, and its requests, answered one after the other. */
export class Connection {
  readonly socket: TLSSocket;
  /** Whose certificate the handshake proved; undefined without one. */
  readonly peer: PeerId | undefined;
  readonly #waiting: (() => Promise<void>)[] = [];
  #busy = false;
  #held = false;
  #untaken = 0;
  #onTaken: (() => void) | undefined;
  #refused = 0;
  /** The last credential, and what came or will come of it. */
  #checked: { readonly token: string; readonly authorization: Promise<Authorization> } | undefined;

  constructor(socket: TLSSocket, peer: PeerId | undefined) {
    this.socket = socket;
    this.peer = peer;
    socket.once('close', () => {
      this.#waiting.length = 0;
      this.#onTaken?.();
    });
  }

  /** Runs `answer` after those before it; it must not reject. Past 4,096 waiting requests the connection is closed. */
  enqueue(answer: () => Promise<void>): void {
    if (this.#waiting.length >= MAX_WAITING) {
      this.socket.destroy();
      return;
    }
    this.#waiting.push(answer);
    if (!this.#busy) void this.#run();
    if (this.#waiting.length >= MANY_WAITING) this.#hold();
  }

  /** Node's parser resumes the socket at the end of each request that it has: held is what it reads after those. */
  #hold(): void {
    if (this.#held) return;
    this.#held = true;
    setImmediate(() => {
      if (this.#held) this.socket.pause();
    });
  }

  #goOn(): void {
    this.#held = false;
    this.socket.resume();
  }

  /** Counts an answer that was handed over whole until it is taken, so that answers don't pile up. */
  handedOver(response: ServerResponse, bytes: number): void {
    this.#untaken += bytes;
    response.once('close', () => {
      this.#untaken -= bytes;
      if (this.#untaken <= MAX_UNTAKEN) this.#onTaken?.();
    });
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

  async #run(): Promise<void> {
    this.#busy = true;
    for (let answer = this.#waiting.shift(); answer !== undefined; answer = this.#waiting.shift()) {
      await answer();
      if (this.#held && this.#waiting.length < MANY_WAITING / 2) this.#goOn();
      if (this.#untaken > MAX_UNTAKEN && !this.socket.destroyed) await this.#taken();
    }
    this.#busy = false;
  }

  async #taken(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#onTaken = resolve;
    });
    this.#onTaken = undefined;
  }
}
