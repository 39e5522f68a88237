import type { Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { idBytes, type ContentId, type PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type {
  BrowsedEntry,
  BrowseQuery,
  DialectOwner,
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
} from '../../core/swarm/catalog.ts';
import type {
  EventsSeen,
  Invite,
  Member,
  NewInvite,
  Presence,
  SwarmEvent,
  SwarmStore,
} from '../../core/swarm/swarm-store.ts';
import type { Presences } from '../leases/presences.ts';
import { viewOf } from './audiences.ts';
import { Batcher } from './batcher.ts';
import { Browse } from './browse.ts';
import type { Database } from './database.ts';
import { appendEvents, eventsAfter, newestEvent, type NewEvent } from './events.ts';
import { flatFiles } from './flat-files.ts';
import { hold, releaseAll } from './holds.ts';
import { addInvite, admit, allInvites, revokeInvite } from './invites.ts';
import { Leases } from './leases.ts';
import { findAll, locate, type Found, type LocateCall } from './locate.ts';
import { allMembers, putMember, readMembers, readRevocations, removeMember, revokeMember } from './members.ts';
import { namesOf } from './names.ts';
import { findPeer, memberRow } from './peer-rows.ts';
import { peerViews } from './peer-views.ts';
import { publish } from './publishing.ts';
import { integer, text } from './row.ts';
import { Search } from './search.ts';
import { removeShares } from './shares.ts';
import { Stats } from './stats.ts';
import { sweep } from './sweeping.ts';
import { withdraw } from './withdrawing.ts';

export interface PostgresStoreParts {
  readonly database: Database;
  readonly presences: Presences;
  /** The database's time. */
  readonly clock: Clock;
  readonly log: Logger;
}

/** The tracker's state in PostgreSQL; any number of trackers may stand before one database. */
export class PostgresStore implements SwarmStore {
  readonly leases: Leases;
  readonly #parts: PostgresStoreParts;
  readonly #database: Database;
  readonly #search: Search;
  readonly #browse: Browse;
  readonly #stats = new Stats();
  readonly #members: Batcher<PeerId, { readonly member?: Member }>;
  readonly #locating: Batcher<LocateCall, Found>;
  readonly #events: Batcher<NewEvent, SwarmEvent>;
  readonly #listeners = new Set<() => void>();
  readonly #closers: (() => Promise<void>)[] = [];
  #revocations: Awaited<ReturnType<SwarmStore['revocations']>> | undefined;
  #closed: Promise<void> | undefined;

  constructor(parts: PostgresStoreParts) {
    const { database, presences } = parts;
    this.#parts = parts;
    this.#database = database;
    this.leases = new Leases(parts);
    this.#search = new Search(database, presences);
    this.#browse = new Browse(database, presences);
    this.#members = new Batcher(async (peers) => {
      const found = await readMembers(database, peers);
      return peers.map((peer) => {
        const member = found.get(peer);
        return member === undefined ? {} : { member };
      });
    });
    const weigh = ({ contents }: LocateCall): number => contents.length;
    this.#locating = new Batcher((calls) => findAll(database, calls), { weigh });
    this.#events = new Batcher((events) => appendEvents(database, parts.clock, events));
  }

  async putMember(member: Pick<Member, 'peer' | 'name' | 'role' | 'groups'>): Promise<void> {
    const row = await this.#database.transaction((queries) => putMember(queries, this.#now(), member));
    this.#revocations = undefined;
    this.#parts.presences.rename(row, member.name);
  }

  async member(peer: PeerId): Promise<Member | undefined> {
    return (await this.#members.add(peer)).member;
  }

  members(): Promise<readonly Member[]> {
    return allMembers(this.#database);
  }

  async revoke(peer: PeerId): Promise<boolean> {
    const revoked = await this.#database.transaction((queries) => revokeMember(queries, this.#now(), peer));
    this.#revocations = undefined;
    await this.endLease(peer);
    return revoked;
  }

  async forget(peer: PeerId): Promise<void> {
    const row = await findPeer(this.#database, peer);
    if (row === undefined) return;
    await this.#database.transaction(async (queries) => {
      // Waits for whatever is being published for the member.
      await removeMember(queries, row);
      const shares = await queries.rows('shares-of-peer', 'SELECT id FROM shares WHERE peer = $1', [row]);
      await removeShares(
        queries,
        shares.map((share) => integer(share, 0)),
      );
      await releaseAll(queries, row);
    });
    this.leases.forget(row);
  }

  /** At most as old as the last look at the database. */
  async revocations(): Promise<{ readonly version: number; readonly peers: readonly PeerId[] }> {
    this.#revocations ??= await readRevocations(this.#database);
    return this.#revocations;
  }

  addInvite(invite: NewInvite): Promise<Invite> {
    return this.#database.transaction((queries) => addInvite(queries, this.#now(), invite));
  }

  admit(secretHash: string, peer: PeerId, name: string): Promise<Member> {
    return this.#database.transaction((queries) => admit(queries, this.#now(), secretHash, peer, name));
  }

  invites(): Promise<readonly Invite[]> {
    return allInvites(this.#database);
  }

  revokeInvite(id: string): Promise<boolean> {
    return revokeInvite(this.#database, id);
  }

  async grantLease(peer: PeerId, presence: Presence, ttlMs: number): Promise<void> {
    const row = await memberRow(this.#database, peer);
    await this.leases.grant(row, peer, (await this.member(peer))?.name ?? '', presence, ttlMs);
  }

  async renewLease(peer: PeerId, slots: Slots, ttlMs: number): Promise<boolean> {
    const row = this.#parts.presences.rowOf(peer) ?? (await findPeer(this.#database, peer));
    return row !== undefined && this.leases.renew(row, slots, ttlMs);
  }

  async endLease(peer: PeerId): Promise<void> {
    const row = await findPeer(this.#database, peer);
    if (row !== undefined) await this.leases.end(row);
  }

  async sweepLeases(): Promise<readonly PeerId[]> {
    const over = await this.leases.sweep();
    await sweep(this.#database);
    return over;
  }

  async revisions(peer: PeerId): Promise<ReadonlyMap<string, number>> {
    const sql = `SELECT s.name, CASE WHEN s.listing THEN 0 ELSE s.revision END FROM shares s JOIN peers p ON p.id = s.peer
      WHERE p.key = $1 ORDER BY s.name`;
    const rows = await this.#database.rows('revisions', sql, [idBytes(peer)]);
    return new Map(rows.map((row) => [text(row, 0), integer(row, 1)]));
  }

  publish(peer: PeerId, batch: PublishBatch): Promise<void> {
    return this.#database.transaction((queries) => publish(queries, peer, batch));
  }

  async unpublish(peer: PeerId, share: string): Promise<void> {
    const sql = 'SELECT s.id FROM shares s JOIN peers p ON p.id = s.peer WHERE p.key = $1 AND s.name = $2';
    await this.#database.transaction(async (queries) => {
      const row = await queries.row('share-find', sql, [idBytes(peer), share]);
      if (row) await removeShares(queries, [integer(row, 0)]);
    });
  }

  hold(peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): Promise<void> {
    return this.#database.transaction((queries) => hold(queries, peer, upsert, remove));
  }

  withdraw(content: ContentId): Promise<void> {
    return this.#database.transaction((queries) => withdraw(queries, content));
  }

  search(viewer: Viewer, query: SearchQuery): Promise<Page<SearchHit>> {
    return this.#search.search(viewer, query, this.#now());
  }

  browse(viewer: Viewer, query: BrowseQuery): Promise<Page<BrowsedEntry>> {
    return this.#browse.browse(viewer, query);
  }

  async locate(
    viewer: Viewer,
    contents: readonly { readonly id: ContentId; readonly offset: number }[],
    limit: number,
  ): Promise<ReadonlyMap<ContentId, readonly Source[]>> {
    const found = await this.#locating.add({ viewer, contents });
    return locate(found, this.#parts.presences, contents, limit, this.#now());
  }

  async namesOf(
    viewer: Viewer,
    content: ContentId,
    limit: number,
  ): Promise<readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[]> {
    return namesOf(this.#database, await viewOf(this.#database, viewer), content, limit);
  }

  async dialectOwners(dialect: Dialect): Promise<readonly DialectOwner[]> {
    const serving = [...this.#parts.presences.serving(dialect, this.#now())];
    const members = await readMembers(
      this.#database,
      serving.map(({ known }) => known.peer),
    );
    return serving.map(({ known: { peer, name }, endpoint }) => {
      return { peer, name, foreign: members.get(peer)?.role === 'foreign', endpoint };
    });
  }

  async goneForeign(dialect: Dialect): Promise<readonly PeerId[]> {
    const gone = this.#parts.presences.gone(dialect, this.#now()).map(({ peer }) => peer);
    const members = await readMembers(this.#database, gone);
    return gone.filter((peer) => members.get(peer)?.role === 'foreign');
  }

  async flatFiles(query: FlatQuery): Promise<readonly FlatEntry[]> {
    const now = this.#now();
    const serving = [...this.#parts.presences.serving(query.dialect, now)];
    const direct = serving.map(({ row }) => row);
    const bridged = serving.some(({ endpoint }) => endpoint.bridge === true);
    return flatFiles(this.#database, query, direct, bridged, now);
  }

  async peers(viewer: Viewer): Promise<readonly PeerView[]> {
    const view = await viewOf(this.#database, viewer);
    return peerViews(this.#database, this.#parts.presences, view, this.#now());
  }

  async stats(viewer: Viewer): Promise<NetworkStats> {
    const counts = await this.#stats.of(this.#database, await viewOf(this.#database, viewer));
    return { ...counts, online: this.#parts.presences.online(this.#now()) };
  }

  async appendEvent(event: NewEvent): Promise<SwarmEvent> {
    const written = await this.#events.add(event);
    this.tell();
    return written;
  }

  eventsAfter(viewer: Viewer, id: number, limit: number): Promise<EventsSeen> {
    return eventsAfter(this.#database, viewer, id, limit);
  }

  newestEvent(): Promise<number> {
    return newestEvent(this.#database);
  }

  onEvents(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** There are events that a reader may not have. */
  tell(): void {
    for (const listener of this.#listeners) listener();
  }

  /** The list of the revoked has this version now. */
  learnRevocations(version: number): void {
    if (this.#revocations?.version !== version) this.#revocations = undefined;
  }

  /** Ends with the store, before its connections do. */
  defer(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    for (const close of this.#closers) await close();
    await this.leases.stop();
    await this.#database.close();
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
