import type { Clock } from '../core/clock.ts';
import type { Dialect } from '../core/dialects/dialect.ts';
import type { PeerId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import { Rotation } from '../core/swarm/rotation.ts';
import type { Invite, Member, SwarmStore } from '../core/swarm/swarm-store.ts';
import type { Identity } from '../net/identity/identity.ts';
import type { NetworkKey } from '../net/identity/network-key.ts';
import type { DialectRegistry } from '../wire/dialects/dialect-registry.ts';
import type { Admission, NewInvite, TrackerIdentity, TrackerOperations } from '../wire/tracker/operations.ts';
import { Admissions, type Access, type JoinRequest } from './admissions.ts';
import { activeMember } from './authority.ts';
import { Complaints } from './complaints.ts';
import { CredentialIssuer } from './credential-issuer.ts';
import { StoreDialectRegistry } from './dialects/dialect-registry.ts';
import { EventFeed } from './event-feed.ts';
import { makeInvite } from './invites.ts';
import { LeaseSweeper } from './lease-sweeper.ts';
import { MemberLookup } from './member-lookup.ts';
import { MemberOperations, type Caller } from './member-operations.ts';
import { Presence } from './presence.ts';

export interface TrackerComponents {
  readonly store: SwarmStore;
  readonly networkKey: NetworkKey;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface TrackerOptions {
  readonly access: Access;
  /** `host:port` of every tracker of the network, told with each lease. */
  readonly trackers: () => readonly string[];
  /** Addresses of this machine, for a peer beside the tracker; see `endpoint-hosts.ts`. */
  readonly localAddresses?: () => readonly string[];
  /** Seconds that a lease lasts; 60. Heartbeats are asked for three times as often. */
  readonly ttlSeconds?: number;
  /** Callers of `events` at once; 256. */
  readonly maxFollowers?: number;
}

/** The tracker's rules, for any front-end. It has no socket, and its state is the store's. */
export class TrackerService {
  readonly #components: TrackerComponents;
  readonly #access: Access;
  readonly #trackers: () => readonly string[];
  readonly #credentials: CredentialIssuer;
  readonly #events: EventFeed;
  readonly #admissions: Admissions;
  readonly #presence: Presence;
  readonly #sweeper: LeaseSweeper;
  readonly #rotation = new Rotation();
  readonly #complaints: Complaints;
  readonly #dialects = new Set<Dialect>();
  #proof: string | undefined;

  constructor(components: TrackerComponents, options: TrackerOptions) {
    const { access, trackers, localAddresses = () => [], ttlSeconds = 60, maxFollowers = 256 } = options;
    this.#components = components;
    this.#access = access;
    this.#trackers = trackers;
    this.#complaints = new Complaints(components.clock);
    this.#credentials = new CredentialIssuer(components);
    this.#events = new EventFeed(components, { maxFollowers });
    const parts = { ...components, events: this.#events, credentials: this.#credentials };
    this.#admissions = new Admissions(parts, { access });
    const md5 = () => this.#dialects.has('slots');
    this.#presence = new Presence(parts, { ttlSeconds, trackers, localAddresses, md5 });
    this.#sweeper = new LeaseSweeper(parts, { everyMs: Math.max(1000, (ttlSeconds * 1000) / 4) });
  }

  /** What whoever wants to join checks before it sends a secret. */
  async identityProof(): Promise<TrackerIdentity> {
    const { networkKey, identity } = this.#components;
    this.#proof =
      (await this.#credentials.renew({ peer: identity.peer, role: 'tracker', groups: [] })) ??
      this.#proof ??
      (await this.#credentials.issue({ peer: identity.peer, role: 'tracker', groups: [] }));
    return { network: networkKey.network, key: networkKey.publicKey, credential: this.#proof, access: this.#access };
  }

  /** @throws {AyniError} `invite-invalid`, `revoked`, `busy` (too many attempts from this address) */
  async join(request: JoinRequest, caller: Caller): Promise<Admission> {
    const member = await this.#admissions.admit(request, caller);
    const credential = await this.#credentials.issue(member);
    return { credential, role: member.role, groups: member.groups, trackers: this.#trackers() };
  }

  /** @throws {AyniError} `unauthenticated`, `revoked` */
  member(peer: PeerId): Promise<Member> {
    return activeMember(this.#components.store, peer);
  }

  /** Who a caller is, for one that passes a door and for what it does behind it. */
  lookup(peer: PeerId): MemberLookup {
    return new MemberLookup(this.#components, peer);
  }

  /** What a caller may do; each operation checks that again, unless `lookup` did at the door. */
  for(caller: Caller, lookup = this.lookup(caller.peer)): TrackerOperations {
    const { store, log } = this.#components;
    return new MemberOperations(
      {
        store,
        log,
        events: this.#events,
        presence: this.#presence,
        rotation: this.#rotation,
        complaints: this.#complaints,
      },
      caller,
      lookup,
    );
  }

  /** What the front-end of a dialect may ask and say. Peers hear what it wants of them. */
  dialect(dialect: Dialect): DialectRegistry {
    this.#dialects.add(dialect);
    return new StoreDialectRegistry({ store: this.#components.store, events: this.#events }, { dialect });
  }

  /** An invite by whoever runs the tracker, on its own machine. Over a wire it takes an admin: `createInvite`. */
  invite(invite: NewInvite): Promise<Invite & { readonly secret: string }> {
    return makeInvite(this.#components.store, invite);
  }

  /** Whether the network has an admin who was not revoked; without one the program that runs the tracker makes one. */
  async hasAdmin(): Promise<boolean> {
    return (await this.#components.store.members()).some(({ role, revoked }) => role === 'admin' && !revoked);
  }

  /** How many follow events here. */
  get followers(): number {
    return this.#events.followers;
  }

  /** Resolves when the store answers: it is asked for something that no store keeps in memory. */
  async ready(): Promise<void> {
    const { store, identity } = this.#components;
    await store.revisions(identity.peer);
  }

  start(): void {
    this.#sweeper.start();
  }

  /** Ends the event streams and the sweeper. The store stays open: it is its maker's to close. */
  async stop(): Promise<void> {
    this.#events.stop();
    await this.#sweeper.stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
