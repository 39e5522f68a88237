import type { DialectRegistry } from '../../wire/dialects/dialect-registry.ts';

/** Peers whose connection has ended are remembered up to so many, for as long as they are registered. */
const REMEMBERED = 10_000;

interface Claim {
  /** The IP address that it was registered from. */
  readonly from: string;
  /** Undefined once it ended. */
  connection: object | undefined;
  /** The registry was told of it, and may have dropped it since; before, it is kept from others. */
  registered: boolean;
  /** The peer is the connection itself: nobody listens at its address. */
  readonly itself: boolean;
}

/**
 * Who may speak for which peer. Nobody signs anything in this dialect, so that a peer could say the address of another
 * one and take its files away with QUIT. As long as the registry knows the peer it belongs to the connection that
 * registered it, while that is open and speaks for no other, then to whoever comes from the same IP address, or from the
 * very address.
 */
export class Claims {
  readonly #registry;
  readonly #claims = new Map<string, Claim>();

  constructor(registry: Pick<DialectRegistry, 'renew'>) {
    this.#registry = registry;
  }

  /** Whether a connection from this IP address may speak for the peer; from then on it does. */
  async claim(
    peer: { readonly key: string; readonly host: string },
    by: { readonly connection: object; readonly from: string; readonly itself: boolean },
    ttlMs: number,
  ): Promise<boolean> {
    const claim = this.#claims.get(peer.key);
    if (claim !== undefined && claim.connection !== by.connection) {
      const stranger = claim.from !== by.from && peer.host !== by.from;
      if (claim.connection !== undefined && !claim.registered) return false;
      const taken = stranger || claim.connection !== undefined;
      if (taken && (await this.#registry.renew(peer.key, { ttlMs }))) return false;
      // Asked last: another connection may have been quicker while the registry answered.
      const now = this.#claims.get(peer.key);
      if (now !== claim && now?.connection !== undefined) return false;
    }
    this.#claims.delete(peer.key);
    this.#claims.set(peer.key, { ...by, registered: false });
    this.#forgetOld();
    return true;
  }

  /** The registry knows the peer from now on. */
  confirm(key: string): void {
    const claim = this.#claims.get(key);
    if (claim !== undefined) claim.registered = true;
  }

  /** Whether the connection still speaks for the peer: once the registry dropped it, somebody else may have come. */
  speaks(key: string, connection: object): boolean {
    return this.#claims.get(key)?.connection === connection;
  }

  /** The connection speaks for another peer from now on: this one stays, for others to speak for. */
  pass(key: string, connection: object): void {
    const claim = this.#claims.get(key);
    if (claim?.connection === connection) claim.connection = undefined;
  }

  /** The peer left. */
  drop(key: string): void {
    this.#claims.delete(key);
  }

  /** A connection ended: its peers stay, for others to speak for. */
  release(connection: object): void {
    for (const claim of this.#claims.values()) if (claim.connection === connection) claim.connection = undefined;
    this.#forgetOld();
  }

  /** Whether the peer is a connection, which is open, and nothing else. */
  isConnection(key: string): boolean {
    const claim = this.#claims.get(key);
    return claim?.itself === true && claim.connection !== undefined;
  }

  #forgetOld(): void {
    for (const [key, claim] of this.#claims) {
      if (this.#claims.size <= REMEMBERED) break;
      if (claim.connection === undefined) this.#claims.delete(key);
    }
  }
}
