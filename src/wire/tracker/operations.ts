import type { InvitedRole, Role } from '../../core/access/role.ts';
import type { ContentId, NetworkId, PeerId } from '../../core/ids.ts';
import type {
  BrowsedEntry,
  BrowseQuery,
  Endpoint,
  Hold,
  NetworkStats,
  Page,
  PeerView,
  PublishBatch,
  SearchHit,
  SearchQuery,
  Slots,
  Source,
} from '../../core/swarm/catalog.ts';
import type { Invite, Member, SwarmEvent } from '../../core/swarm/swarm-store.ts';

/** Calls that wait end when their signal does. */
export interface CallOptions {
  readonly signal?: AbortSignal;
}

export interface FollowOptions extends CallOptions {
  /**
   * Told now and then how far a follower has got: nothing up to this id is for it that it did not have. Whoever goes on
   * from there does not have the tracker look again at what others alone may see.
   */
  readonly passed?: (id: number) => void;
}

/** What a tracker proves before anyone sends it an invite's secret. */
export interface TrackerIdentity {
  readonly network: NetworkId;
  /** The network's public signing key, SPKI DER in base64url: `network` is its hash. */
  readonly key: string;
  /** The tracker's own credential (role `tracker`), bound to the certificate of this connection. */
  readonly credential: string;
  readonly access: 'invite' | 'open';
}

export interface Admission {
  readonly credential: string;
  readonly role: Role;
  readonly groups: readonly string[];
  /** `host:port` of every tracker of the network. */
  readonly trackers: readonly string[];
}

export interface Lease {
  /** Seconds until the lease is over. */
  readonly ttl: number;
  /** Seconds after which to send a heartbeat. */
  readonly interval: number;
  /** A fresh credential, when half the time of the last one is over; always after an announce. */
  readonly credential?: string;
  readonly trackers: readonly string[];
  /** Whether programs of this network call files by their MD5. */
  readonly md5?: boolean;
  /** Present when the list differs from the version that the peer named. */
  readonly revoked?: { readonly version: number; readonly peers: readonly PeerId[] };
}

export interface Announcement {
  /** Without host: at the address that the tracker sees. */
  readonly endpoints: readonly (Omit<Endpoint, 'host'> & { readonly host?: string })[];
  readonly slots: Slots;
  readonly agent: string;
  /** As in `Heartbeat`. */
  readonly revokedVersion: number;
}

export interface AnnounceAnswer extends Lease {
  /** The tracker's revision of each share of this peer. */
  readonly revisions: Readonly<Record<string, number>>;
  /** The address that the tracker sees this peer at. */
  readonly observed: string;
}

export interface Heartbeat {
  readonly slots: Slots;
  /** Version of the revocation list that the peer has; -1 for none. */
  readonly revokedVersion: number;
}

export interface NewInvite {
  readonly role: InvitedRole;
  readonly groups: readonly string[];
  /** 1 to 10,000. */
  readonly uses: number;
  /** Seconds, up to a year. */
  readonly lifetime: number;
}

/** A member as admins see it. */
interface ReportedMember extends Member {
  /** Members who lately told that it sends wrong bytes. */
  readonly reports?: number;
}

export interface Introspection {
  /** Whether the peer is a member that was not revoked. */
  readonly active: boolean;
  readonly role?: Role;
  readonly groups?: readonly string[];
}

/**
 * What a tracker does for a member. The tracker's service implements it for each caller, its front-ends carry it over
 * a wire, and a peer's client implements it over that wire again: so every way in has the same operations.
 * All of them throw AyniError: `unauthenticated`, `credential-*`, `revoked` and `forbidden` where the caller may not,
 * `bad-request` where the message makes no sense, `unreachable`, `timeout` and `bad-answer` over a wire.
 */
export interface TrackerOperations {
  announce(announcement: Announcement, options?: CallOptions): Promise<AnnounceAnswer>;
  /** `not-found` where there is no lease to renew: announce again. */
  heartbeat(heartbeat: Heartbeat, options?: CallOptions): Promise<Lease>;
  /** Ends the presence; with `forget` also the membership and everything published. */
  leave(request: { readonly forget: boolean }, options?: CallOptions): Promise<void>;
  /** `revision-mismatch`: send the full list. At most 5,000 entries and removals a batch. */
  publish(batch: PublishBatch, options?: CallOptions): Promise<void>;
  unpublish(request: { readonly share: string }, options?: CallOptions): Promise<void>;
  hold(
    request: { readonly upsert: readonly Hold[]; readonly remove: readonly ContentId[] },
    options?: CallOptions,
  ): Promise<void>;
  search(query: SearchQuery, options?: CallOptions): Promise<Page<SearchHit>>;
  browse(query: BrowseQuery, options?: CallOptions): Promise<Page<BrowsedEntry>>;
  peers(options?: CallOptions): Promise<readonly PeerView[]>;
  /** Up to 1,000 ids at once; an id that nobody has is absent. */
  locate(
    request: { readonly contents: readonly ContentId[] },
    options?: CallOptions,
  ): Promise<Readonly<Record<ContentId, readonly Source[]>>>;
  namesOf(
    request: { readonly content: ContentId },
    options?: CallOptions,
  ): Promise<readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[]>;
  /** That a source sent other bytes than the content's. `not-found` where it is no member. */
  report(request: { readonly peer: PeerId; readonly content: ContentId }, options?: CallOptions): Promise<void>;
  introspect(request: { readonly peer: PeerId }, options?: CallOptions): Promise<Introspection>;
  stats(options?: CallOptions): Promise<NetworkStats>;
  /** Events after `after` (0 for all that are kept, -1 for none of the past), then each new one, until the signal ends. */
  events(request: { readonly after: number }, options?: FollowOptions): AsyncIterable<SwarmEvent>;

  // For admins.
  withdraw(request: { readonly content: ContentId }, options?: CallOptions): Promise<void>;
  createInvite(invite: NewInvite, options?: CallOptions): Promise<Invite & { readonly secret: string }>;
  invites(options?: CallOptions): Promise<readonly Invite[]>;
  revokeInvite(request: { readonly id: string }, options?: CallOptions): Promise<void>;
  members(options?: CallOptions): Promise<readonly ReportedMember[]>;
  revoke(request: { readonly peer: PeerId }, options?: CallOptions): Promise<void>;
}
