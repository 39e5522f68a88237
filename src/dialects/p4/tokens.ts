import { randomBytes } from 'node:crypto';

/** One that has registered. */
export interface Registered {
  readonly clientId: string;
  /** 64 digits of lower-case hex. */
  readonly token: string;
  /** The address that the registration came from. */
  readonly from: string;
}

/**
 * Tokens of registered clients, in memory. A token is good as long as the registry has its peer: whoever asks here looks
 * there, too.
 */
export class Tokens {
  readonly #byToken = new Map<string, Registered>();
  readonly #byClient = new Map<string, Registered>();

  get size(): number {
    return this.#byToken.size;
  }

  /** A new token; an older one of this client is good no more. */
  issue(clientId: string, from: string): string {
    const before = this.#byClient.get(clientId);
    if (before !== undefined) this.revoke(before);
    const registered = { clientId, token: randomBytes(32).toString('hex'), from };
    this.#byToken.set(registered.token, registered);
    this.#byClient.set(clientId, registered);
    return registered.token;
  }

  of(token: string): Registered | undefined {
    return this.#byToken.get(token);
  }

  ofClient(clientId: string): Registered | undefined {
    return this.#byClient.get(clientId);
  }

  revoke({ token, clientId }: Registered): void {
    this.#byToken.delete(token);
    if (this.#byClient.get(clientId)?.token === token) this.#byClient.delete(clientId);
  }

  /** Forgets the tokens of all other clients. */
  keepOnly(clientIds: ReadonlySet<string>): void {
    for (const registered of this.#byToken.values()) {
      if (!clientIds.has(registered.clientId)) this.revoke(registered);
    }
  }
}
