import type { Clock } from '../core/clock.ts';
import { AyniError } from '../core/errors.ts';
import { shortId, type PeerId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { Member, SwarmStore } from '../core/swarm/swarm-store.ts';
import { AttemptLimiter } from './attempt-limiter.ts';
import type { EventFeed } from './event-feed.ts';
import { secretHash } from './invites.ts';

export type Access = 'invite' | 'open';

/** Failed attempts from one address in a minute. */
const MAX_FAILURES = 10;
/** Peers that become members of an open network from one address in a minute: each stays in the store. */
const MAX_ADMISSIONS = 120;

export interface JoinRequest {
  readonly secret?: string;
  readonly name: string;
}

/** Makes members of peers: with an invite, or of anyone where access is open. */
export class Admissions {
  readonly #store: SwarmStore;
  readonly #events: EventFeed;
  readonly #log: Logger;
  readonly #access: Access;
  readonly #failures: AttemptLimiter;
  readonly #newcomers: AttemptLimiter;

  constructor(
    components: { readonly store: SwarmStore; readonly events: EventFeed; readonly clock: Clock; readonly log: Logger },
    options: { readonly access: Access },
  ) {
    this.#store = components.store;
    this.#events = components.events;
    this.#log = components.log;
    this.#access = options.access;
    this.#failures = new AttemptLimiter(components, { limit: MAX_FAILURES });
    this.#newcomers = new AttemptLimiter(components, { limit: MAX_ADMISSIONS });
  }

  /**
   * The member that `peer` is from now on. Whoever is a member already and asks without an invite, or with one that
   * was used up by its own earlier attempt, whose answer got lost, stays what it is.
   * @throws {AyniError} `invite-invalid`, `revoked`, `busy`
   */
  async admit(request: JoinRequest, { peer, address }: { peer: PeerId; address: string }): Promise<Member> {
    this.#failures.check(address);
    const before = await this.#store.member(peer);
    // Somebody may have been revoked and left.
    const isRevoked = before?.revoked ?? (await this.#store.revocations()).peers.includes(peer);
    if (isRevoked) {
      throw new AyniError('revoked', `${shortId(peer)} was revoked by an admin of this network.`);
    }
    try {
      if (request.secret === undefined && before !== undefined) return before;
      const member = await this.#become(request, peer, address);
      if (before === undefined) await this.#events.append({ kind: 'joined', peer });
      this.#log.info({ peer: shortId(peer), name: member.name, role: member.role }, 'joined');
      return member;
    } catch (error) {
      if (!AyniError.is(error, 'invite-invalid')) throw error;
      if (before !== undefined) return before;
      this.#failures.count(address);
      this.#log.warn({ peer: shortId(peer), address }, 'refused: no good invite');
      throw error;
    }
  }

  async #become({ secret, name }: JoinRequest, peer: PeerId, address: string): Promise<Member> {
    if (secret !== undefined) return this.#store.admit(secretHash(secret), peer, name);
    if (this.#access === 'invite') {
      throw new AyniError('invite-invalid', 'This network takes members by invite: ask one of its admins for a link.');
    }
    this.#newcomers.check(address);
    this.#newcomers.count(address);
    await this.#store.putMember({ peer, name, role: 'member', groups: [] });
    const member = await this.#store.member(peer);
    if (member === undefined) throw new AyniError('internal', 'The store lost a member it was just given.');
    return member;
  }
}
