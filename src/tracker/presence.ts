import { AyniError } from '../core/errors.ts';
import { shortId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { Slots } from '../core/swarm/catalog.ts';
import { acceptedEndpoints } from '../core/swarm/endpoint-hosts.ts';
import { plainAddress } from '../core/swarm/ip-address.ts';
import type { Member, SwarmStore } from '../core/swarm/swarm-store.ts';
import type { AnnounceAnswer, Announcement, Heartbeat, Lease } from '../wire/tracker/operations.ts';
import type { CredentialIssuer } from './credential-issuer.ts';
import type { EventFeed } from './event-feed.ts';

export interface PresenceOptions {
  /** Seconds that a lease lasts; heartbeats are asked for three times as often. */
  readonly ttlSeconds: number;
  /** `host:port` of every tracker of the network. */
  readonly trackers: () => readonly string[];
  /** Addresses of this machine. */
  readonly localAddresses: () => readonly string[];
  /** Whether some program calls files by their MD5. */
  readonly md5: () => boolean;
}

/** Leases: who is there, and what a lease brings along. */
export class Presence {
  readonly #store: SwarmStore;
  readonly #events: EventFeed;
  readonly #credentials: CredentialIssuer;
  readonly #log: Logger;
  readonly #options: PresenceOptions;

  constructor(
    components: {
      readonly store: SwarmStore;
      readonly events: EventFeed;
      readonly credentials: CredentialIssuer;
      readonly log: Logger;
    },
    options: PresenceOptions,
  ) {
    this.#store = components.store;
    this.#events = components.events;
    this.#credentials = components.credentials;
    this.#log = components.log;
    this.#options = options;
  }

  async announce(member: Member, announcement: Announcement, address: string): Promise<AnnounceAnswer> {
    const { peer } = member;
    const observed = plainAddress(address);
    const endpoints = acceptedEndpoints(announcement.endpoints, {
      observed,
      local: this.#options.localAddresses(),
      trusted: member.role === 'admin',
    });
    const dropped = announcement.endpoints.flatMap(({ host }) =>
      host === undefined || endpoints.some((endpoint) => endpoint.host === host) ? [] : [host],
    );
    if (dropped.length > 0) {
      this.#log.debug({ peer: shortId(peer), observed, dropped }, 'dropped addresses that cannot be the peer’s own');
    }
    const slots = sensible(announcement.slots);
    const wasOnline = await this.#store.renewLease(peer, slots, this.#ttlMs);
    await this.#store.grantLease(peer, { endpoints, slots, agent: announcement.agent }, this.#ttlMs);
    if (!wasOnline) await this.#events.append({ kind: 'online', peer });
    const lease = await this.#lease(announcement.revokedVersion, await this.#credentials.issue(member));
    return { ...lease, revisions: Object.fromEntries(await this.#store.revisions(peer)), observed };
  }

  async heartbeat(member: Member, heartbeat: Heartbeat): Promise<Lease> {
    if (!(await this.#store.renewLease(member.peer, sensible(heartbeat.slots), this.#ttlMs))) {
      throw new AyniError('not-found', `${shortId(member.peer)} has no lease to renew: announce again.`);
    }
    return this.#lease(heartbeat.revokedVersion, await this.#credentials.renew(member));
  }

  async leave({ peer }: Member, { forget }: { readonly forget: boolean }): Promise<void> {
    if (forget) await this.#store.forget(peer);
    else await this.#store.endLease(peer);
    await this.#events.append({ kind: forget ? 'left' : 'offline', peer });
  }

  get #ttlMs(): number {
    return this.#options.ttlSeconds * 1000;
  }

  async #lease(knownVersion: number, credential: string | undefined): Promise<Lease> {
    const { ttlSeconds, trackers, md5 } = this.#options;
    const { version, peers } = await this.#store.revocations();
    return {
      ttl: ttlSeconds,
      interval: Math.max(1, Math.floor(ttlSeconds / 3)),
      trackers: trackers(),
      ...(md5() ? { md5: true } : {}),
      ...(credential === undefined ? {} : { credential }),
      ...(version === knownVersion ? {} : { revoked: { version, peers } }),
    };
  }
}

function sensible({ total, free }: Slots): Slots {
  return { total, free: Math.min(free, total) };
}
