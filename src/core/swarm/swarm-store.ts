import type { Viewer } from '../access/audience.ts';
import type { Role } from '../access/role.ts';
import type { Dialect } from '../dialects/dialect.ts';
import type { ContentId, PeerId } from '../ids.ts';
import type {
  BrowsedEntry,
  BrowseQuery,
  DialectOwner,
  Endpoint,
  FlatEntry,
  FlatQuery,
  Hold,
  NetworkStats,
  Page,
  PeerView,
  PublishBatch,
  SearchHit,
  SearchQuery,
  Slots,
  Source,
} from './catalog.ts';

export interface Member {
  readonly peer: PeerId;
  readonly name: string;
  readonly role: Role;
  readonly groups: readonly string[];
  /** ms since the Unix epoch. */
  readonly joined: number;
  readonly revoked: boolean;
}

export interface Invite {
  readonly id: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly usesLeft: number;
  /** ms since the Unix epoch. */
  readonly expires: number;
  readonly revoked: boolean;
}

export interface Presence {
  readonly endpoints: readonly Endpoint[];
  readonly slots: Slots;
  /** Program and version. */
  readonly agent: string;
}

/** What happened, in the order the store gave it; `id` grows. */
export interface SwarmEvent {
  readonly id: number;
  /** ms since the Unix epoch. */
  readonly at: number;
  readonly kind: 'joined' | 'online' | 'offline' | 'published' | 'revoked' | 'withdrawn' | 'left';
  readonly peer?: PeerId;
  readonly share?: string;
  readonly content?: ContentId;
}

/** What one look for events came to. */
export interface EventsSeen {
  /** Those that the viewer may see, oldest first. */
  readonly events: readonly SwarmEvent[];
  /** The id of the last one that was looked at, whether the viewer may see it or not: the next look begins after it. */
  readonly last: number;
  /** Whether the look ended before the newest. */
  readonly more: boolean;
}

/** Events that one look passes at most, seen or not: over SQLite it keeps the thread that serves. */
export const MAX_LOOKED_AT = 250;

export interface NewInvite {
  readonly id: string;
  /** SHA-256 of the secret, hex: the store never sees the secret. */
  readonly secretHash: string;
  readonly role: Role;
  readonly groups: readonly string[];
  readonly uses: number;
  readonly lifetimeMs: number;
}

/**
 * The tracker's state. Asynchronous and in durations, so that a database with its own clock can stand behind it: the
 * store alone decides when a lease is over. A peer whose lease ran out, who left or was revoked counts as no source
 * from that moment; what it had stays known.
 *
 * Members, invites and entries are durable when the promise resolves; leases need not be.
 * Every read takes the viewer and shows only what an audience admits it to, and always what is the viewer's own.
 */
export interface SwarmStore {
  /** Inserts, or updates name, role and groups and lifts a revocation. */
  putMember(member: Pick<Member, 'peer' | 'name' | 'role' | 'groups'>): Promise<void>;
  member(peer: PeerId): Promise<Member | undefined>;
  members(): Promise<readonly Member[]>;
  /** Ends the lease too. Whether the member was there and not revoked before. */
  revoke(peer: PeerId): Promise<boolean>;
  /** Removes the member, its lease, entries and holdings. */
  forget(peer: PeerId): Promise<void>;
  /** All revoked peers; `version` changes whenever the list does. */
  revocations(): Promise<{ readonly version: number; readonly peers: readonly PeerId[] }>;

  addInvite(invite: NewInvite): Promise<Invite>;
  /**
   * Takes one use of the invite with this hash and makes `peer` a member, in one step. Who has its role and groups already
   * takes none: an answer that got lost is asked for again.
   * @throws {AyniError} `invite-invalid` (unknown, used up, expired, revoked); `revoked` where the peer was revoked before
   */
  admit(secretHash: string, peer: PeerId, name: string): Promise<Member>;
  invites(): Promise<readonly Invite[]>;
  /** Whether there was one. */
  revokeInvite(id: string): Promise<boolean>;

  /**
   * Begins or replaces the lease.
   * @throws {AyniError} `not-found` where the peer is no member, `revoked`
   */
  grantLease(peer: PeerId, presence: Presence, ttlMs: number): Promise<void>;
  /** False where the peer has no lease that is still good: it must announce again. */
  renewLease(peer: PeerId, slots: Slots, ttlMs: number): Promise<boolean>;
  endLease(peer: PeerId): Promise<void>;
  /** Removes leases that ran out and tells whose they were; clears away names that nothing uses any more. */
  sweepLeases(): Promise<readonly PeerId[]>;

  /** The revision of each share of a peer that the store knows; 0 for one whose full list did not end. */
  revisions(peer: PeerId): Promise<ReadonlyMap<string, number>>;
  /**
   * Applies a batch, all of it or nothing.
   * @throws {AyniError} `revision-mismatch` where `base` is not what the store knows (context: `revision`, 0 for none);
   * `not-found` where the peer is no member; `revoked`; `bad-request`
   */
  publish(peer: PeerId, batch: PublishBatch): Promise<void>;
  /** Removes a share with all its entries. */
  unpublish(peer: PeerId, share: string): Promise<void>;
  /** Errors as `publish`. Holds of withdrawn contents are left out silently. */
  hold(peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): Promise<void>;
  /** Removes a content from all entries and holdings and refuses it from now on. */
  withdraw(content: ContentId): Promise<void>;

  /**
   * Groups by content; directories that match come too.
   * @throws {AyniError} `bad-request` for a cursor that is none; `timeout` where nothing was found in time; `busy`
   */
  search(viewer: Viewer, query: SearchQuery): Promise<Page<SearchHit>>;
  /**
   * Entries of a directory in the order of their names' UTF-8 bytes.
   * @throws {AyniError} `not-found` where the viewer sees no such directory; `bad-path`; `bad-request` for a cursor
   * that is none; `busy`
   */
  browse(viewer: Viewer, query: BrowseQuery): Promise<Page<BrowsedEntry>>;
  /**
   * Online holders of each id, at most `limit` each, in the order in which the peers came to the network, starting at
   * holder `offset` modulo their number. Ids that nobody has are absent.
   */
  locate(
    viewer: Viewer,
    contents: readonly { readonly id: ContentId; readonly offset: number }[],
    limit: number,
  ): Promise<ReadonlyMap<ContentId, readonly Source[]>>;
  /** Paths (`share/…`) under which a content is published, at most `limit`. */
  namesOf(
    viewer: Viewer,
    content: ContentId,
    limit: number,
  ): Promise<readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[]>;
  /** Who is online and has an endpoint of this dialect, in the order in which they came. */
  dialectOwners(dialect: Dialect): Promise<readonly DialectOwner[]>;
  /** Foreign peers of this dialect that have no lease any more, whoever was seen last coming last. */
  goneForeign(dialect: Dialect): Promise<readonly PeerId[]>;
  /**
   * What is shared with everyone and offered in a dialect, in the order in which it was first announced: what peers with
   * an endpoint of it have under flat names and, where one of them is a bridge, what all others have.
   */
  flatFiles(query: FlatQuery): Promise<readonly FlatEntry[]>;
  /** Members that are not revoked. */
  peers(viewer: Viewer): Promise<readonly PeerView[]>;
  /** On a large network the answer may be up to a minute old. */
  stats(viewer: Viewer): Promise<NetworkStats>;

  appendEvent(event: Omit<SwarmEvent, 'id' | 'at'>): Promise<SwarmEvent>;
  /**
   * Events after `id`, at most `limit` that the viewer may see and at most `MAX_LOOKED_AT` in all; the store keeps the
   * latest 10,000.
   */
  eventsAfter(viewer: Viewer, id: number, limit: number): Promise<EventsSeen>;
  /** The id of the newest event; 0 where there is none. */
  newestEvent(): Promise<number>;
  /**
   * Calls the listener soon after there are new events, also those of other trackers over the same database; ends with
   * what it returns.
   */
  onEvents(listener: () => void): () => void;

  close(): Promise<void>;
}
