import type { TLSSocket } from 'node:tls';
import type { PeerId } from '../../core/ids.ts';
import { peerIdOfSocket } from '../../net/identity/identity.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import { callerFrom } from '../caller.ts';
import type { MemberLookup } from '../member-lookup.ts';
import type { Caller } from '../member-operations.ts';
import type { TrackerService } from '../tracker-service.ts';
import type { Admitted } from './rest-routes.ts';

/**
 * Who is at the other end of a connection. The certificate, which the handshake proved, and the address don't change;
 * whether that peer is a member is asked at each request, so that a revocation counts at once.
 */
export class Visitor {
  /** Undefined without a certificate. */
  readonly peer: PeerId | undefined;
  readonly #service: TrackerService;
  readonly #address: string | undefined;
  #known: { readonly caller: Caller; readonly lookup: MemberLookup; readonly tracker: TrackerOperations } | undefined;

  constructor(socket: TLSSocket, service: TrackerService) {
    this.peer = peerIdOfSocket(socket);
    this.#service = service;
    this.#address = socket.remoteAddress;
  }

  /** @throws {AyniError} `unauthenticated` */
  get caller(): Caller {
    return this.#identified().caller;
  }

  /** What the caller may do. @throws {AyniError} `unauthenticated` */
  get tracker(): TrackerOperations {
    return this.#identified().tracker;
  }

  /** @throws {AyniError} `unauthenticated`, `revoked` */
  async enter(admits: Admitted): Promise<void> {
    if (admits === 'anybody') return;
    const { lookup } = this.#identified();
    if (admits === 'members') await lookup.enter();
  }

  #identified() {
    if (this.#known === undefined) {
      const caller = callerFrom(this.peer, this.#address);
      const lookup = this.#service.lookup(caller.peer);
      this.#known = { caller, lookup, tracker: this.#service.for(caller, lookup) };
    }
    return this.#known;
  }
}
