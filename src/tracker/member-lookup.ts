import type { Clock } from '../core/clock.ts';
import type { PeerId } from '../core/ids.ts';
import type { Member, SwarmStore } from '../core/swarm/swarm-store.ts';
import { activeMember } from './authority.ts';

/** What the door found counts for the operation behind it so long, ms: not for a request whose body takes its time. */
const FRESH_MS = 100;

/**
 * Who a caller is, asked of the store at each request, so that a revocation counts at once; but not twice where a request
 * passes a door first. For requests that are answered one after another, as those of a connection are.
 */
export class MemberLookup {
  readonly #store: SwarmStore;
  readonly #clock: Clock;
  readonly #peer: PeerId;
  #entered: { readonly member: Member; readonly at: number } | undefined;

  constructor({ store, clock }: { readonly store: SwarmStore; readonly clock: Clock }, peer: PeerId) {
    this.#store = store;
    this.#clock = clock;
    this.#peer = peer;
  }

  /** At the door. @throws {AyniError} `unauthenticated`, `revoked` */
  async enter(): Promise<void> {
    this.#entered = undefined;
    this.#entered = { member: await activeMember(this.#store, this.#peer), at: this.#clock.now() };
  }

  /** For an operation; of several of one request, only the first has what the door found. Throws as `enter`. */
  async member(): Promise<Member> {
    const entered = this.#entered;
    this.#entered = undefined;
    if (entered !== undefined && Math.abs(this.#clock.now() - entered.at) < FRESH_MS) return entered.member;
    return activeMember(this.#store, this.#peer);
  }
}
