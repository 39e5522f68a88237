import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type {
  BrowsedEntry,
  BrowseQuery,
  DialectOwner,
  FlatEntry,
  FlatQuery,
  ForeignFile,
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
import { WrittenPage } from '../../core/swarm/written-page.ts';
import { CachedMembers } from './cached-members.ts';
import { EventReads } from './events.ts';
import { BackgroundLearning } from './holders/background-learning.ts';
import type { HolderIndex } from './holders/holder-index.ts';
import type { Marked } from './foreign-marks.ts';
import { InviteReads } from './invites.ts';
import { LeaseRows } from './lease-rows.ts';
import { Locate } from './locate.ts';
import { MemberReads } from './members.ts';
import { PeerRows } from './peer-rows.ts';
import { PeerViews } from './peer-views.ts';
import { restorePresences } from './restore-presences.ts';
import type { Presences } from '../leases/presences.ts';
import type { ReadOperations } from './read-operations.ts';
import { integer, Statement, text } from './statement.ts';
import type { Caller } from './threads/caller.ts';
import type { TurnSnapshot } from './turn-snapshot.ts';
import { CachedViews } from './views.ts';
import type { WriteOperations } from './write-operations.ts';

export interface SqliteStoreParts {
  /** For short reads; nothing is written through it. */
  readonly database: DatabaseSync;
  /** For `locate`; the same one where there is one only. */
  readonly locating: {
    readonly database: DatabaseSync;
    readonly snapshot: Pick<TurnSnapshot, 'enter' | 'close'>;
    /** Forgets what the writer changes. */
    readonly index: HolderIndex;
  };
  readonly writer: Caller<WriteOperations>;
  readonly reader: Caller<ReadOperations>;
  readonly presences: Presences;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Sweeps of unused names that one call of `sweepLeases` does at most. */
const MAX_SWEEPS = 10;

/** The tracker's state in a SQLite file: reads that are short here, writes and long reads in threads of their own. */
export class SqliteStore implements SwarmStore {
  readonly #parts: SqliteStoreParts;
  readonly #rows: PeerRows;
  readonly #views: CachedViews;
  readonly #members: MemberReads;
  readonly #cached: CachedMembers;
  readonly #invites: InviteReads;
  readonly #events: EventReads;
  readonly #locate: Locate;
  readonly #learning: BackgroundLearning;
  readonly #peers: PeerViews;
  readonly #revisions: Statement;
  readonly #listeners = new Set<() => void>();
  #closed: Promise<void> | undefined;

  constructor(parts: SqliteStoreParts) {
    const { database, locating, presences } = parts;
    this.#parts = parts;
    this.#rows = new PeerRows(database);
    this.#views = new CachedViews(database, this.#rows);
    this.#members = new MemberReads(database, this.#rows);
    this.#cached = new CachedMembers(this.#rows, this.#members);
    this.#invites = new InviteReads(database);
    this.#events = new EventReads(database, this.#views);
    this.#locate = new Locate({ ...locating, presences });
    this.#learning = this.#learn();
    this.#peers = new PeerViews(database, presences);
    this.#revisions = new Statement(
      database,
      'SELECT name, CASE listing WHEN 1 THEN 0 ELSE revision END FROM shares WHERE peer = ? ORDER BY name',
    );
    restorePresences(presences, new LeaseRows(database).all(), this.#now());
  }

  async putMember(member: Pick<Member, 'peer' | 'name' | 'role' | 'groups'>): Promise<void> {
    const row = await this.#changing(member.peer, () => this.#parts.writer.call('putMember', this.#now(), member));
    this.#parts.presences.rename(row, member.name);
  }

  async member(peer: PeerId): Promise<Member | undefined> {
    return this.#cached.member(peer);
  }

  async members(): Promise<readonly Member[]> {
    return this.#members.members();
  }

  async revoke(peer: PeerId): Promise<boolean> {
    const revoked = await this.#changing(peer, () => this.#parts.writer.call('revoke', this.#now(), peer));
    await this.endLease(peer);
    return revoked;
  }

  async forget(peer: PeerId): Promise<void> {
    const row = this.#rows.find(peer);
    if (row !== undefined) this.#parts.presences.forget(row);
    await this.#changing(peer, () => this.#parts.writer.call('forget', peer));
    // A lease may have been granted while the member was being forgotten.
    if (row !== undefined) this.#parts.presences.forget(row);
  }

  async revocations(): Promise<{ readonly version: number; readonly peers: readonly PeerId[] }> {
    return this.#cached.revocations();
  }

  async addInvite(invite: NewInvite): Promise<Invite> {
    return this.#parts.writer.call('addInvite', this.#now(), invite);
  }

  async admit(secretHash: string, peer: PeerId, name: string): Promise<Member> {
    const write = () => this.#parts.writer.call('admit', this.#now(), secretHash, peer, name);
    const member = await this.#changing(peer, write);
    const row = this.#rows.find(peer);
    if (row !== undefined) this.#parts.presences.rename(row, name);
    return member;
  }

  async invites(): Promise<readonly Invite[]> {
    return this.#invites.invites();
  }

  async revokeInvite(id: string): Promise<boolean> {
    return this.#parts.writer.call('revokeInvite', id);
  }

  async grantLease(peer: PeerId, presence: Presence, ttlMs: number): Promise<void> {
    const row = this.#rows.memberRow(peer);
    const name = this.#cached.member(peer)?.name ?? '';
    this.#parts.presences.grant(row, peer, name, presence, this.#now(), ttlMs);
  }

  async renewLease(peer: PeerId, slots: Slots, ttlMs: number): Promise<boolean> {
    const row = this.#cached.row(peer);
    return row !== undefined && this.#parts.presences.renew(row, slots, this.#now(), ttlMs);
  }

  async endLease(peer: PeerId): Promise<void> {
    const row = this.#rows.find(peer);
    if (row !== undefined) this.#parts.presences.end(row, this.#now());
  }

  async sweepLeases(): Promise<readonly PeerId[]> {
    const over = this.#parts.presences.sweep(this.#now());
    await this.#saveLeases();
    for (let count = 0; count < MAX_SWEEPS; count++) {
      if (!(await this.#parts.writer.call('sweep'))) break;
    }
    return over;
  }

  async revisions(peer: PeerId): Promise<ReadonlyMap<string, number>> {
    const row = this.#rows.find(peer) ?? 0;
    return new Map(this.#revisions.all(row).map((each) => [text(each, 0), integer(each, 1)]));
  }

  async publish(peer: PeerId, batch: PublishBatch): Promise<void> {
    this.#views.learn(await this.#parts.writer.call('publish', peer, batch));
  }

  async unpublish(peer: PeerId, share: string): Promise<void> {
    await this.#parts.writer.call('unpublish', peer, share);
  }

  async hold(peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): Promise<void> {
    this.#views.learn(await this.#parts.writer.call('hold', peer, upsert, remove));
  }

  async withdraw(content: ContentId): Promise<void> {
    await this.#parts.writer.call('withdraw', content);
  }

  async search(viewer: Viewer, query: SearchQuery): Promise<Page<SearchHit>> {
    return this.#placed(await this.#parts.reader.call('search', viewer, query, this.#now()));
  }

  async browse(viewer: Viewer, query: BrowseQuery): Promise<Page<BrowsedEntry>> {
    const page = await this.#parts.reader.call('browse', viewer, query);
    return 'json' in page ? new WrittenPage(page.json, page.cursor) : this.#placed(page);
  }

  async locate(
    viewer: Viewer,
    contents: readonly { readonly id: ContentId; readonly offset: number }[],
    limit: number,
  ): Promise<ReadonlyMap<ContentId, readonly Source[]>> {
    const view = this.#views.of(viewer);
    const now = this.#now();
    const found = new Map<ContentId, readonly Source[]>();
    for (const { id, offset } of contents) {
      const sources = this.#locate.locate(view, id, offset, limit, now);
      if (sources.length > 0) found.set(id, sources);
    }
    return found;
  }

  async namesOf(
    viewer: Viewer,
    content: ContentId,
    limit: number,
  ): Promise<readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[]> {
    return this.#parts.reader.call('namesOf', viewer, content, limit);
  }

  async peers(viewer: Viewer): Promise<readonly PeerView[]> {
    return this.#peers.of(this.#views.of(viewer), this.#now());
  }

  async dialectOwners(dialect: Dialect): Promise<readonly DialectOwner[]> {
    return Array.from(this.#parts.presences.serving(dialect, this.#now()), ({ known, endpoint }) => {
      const { peer, name } = known;
      return { peer, name, foreign: this.#cached.member(peer)?.role === 'foreign', endpoint };
    });
  }

  async goneForeign(dialect: Dialect): Promise<readonly PeerId[]> {
    const gone = this.#parts.presences.gone(dialect, this.#now()).map(({ peer }) => peer);
    return gone.filter((peer) => this.#members.member(peer)?.role === 'foreign');
  }

  async flatFiles(query: FlatQuery): Promise<readonly FlatEntry[]> {
    const now = this.#now();
    const serving = [...this.#parts.presences.serving(query.dialect, now)];
    const direct = serving.map(({ row }) => row);
    const bridged = serving.some(({ endpoint }) => endpoint.bridge === true);
    return this.#parts.reader.call('flatFiles', query, direct, bridged, now);
  }

  async stats(viewer: Viewer): Promise<NetworkStats> {
    const counts = await this.#parts.reader.call('stats', viewer);
    return { ...counts, online: this.#parts.presences.online(this.#now()) };
  }

  async appendEvent(event: Omit<SwarmEvent, 'id' | 'at'>): Promise<SwarmEvent> {
    const written = await this.#parts.writer.call('appendEvent', this.#now(), event);
    for (const listener of this.#listeners) listener();
    return written;
  }

  onEvents(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async eventsAfter(viewer: Viewer, id: number, limit: number): Promise<EventsSeen> {
    return this.#events.after(viewer, id, limit);
  }

  async newestEvent(): Promise<number> {
    return this.#events.newest();
  }

  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    const { reader, writer, database, locating, log } = this.#parts;
    this.#learning.stop();
    try {
      await this.#saveLeases();
    } catch (error) {
      log.warn({ error }, 'leases were not kept: peers will announce themselves again');
    }
    try {
      await reader.close();
      await writer.close();
    } finally {
      locating.snapshot.close();
      if (locating.database.isOpen) locating.database.close();
      if (database.isOpen) database.close();
    }
  }

  #learn(): BackgroundLearning {
    const { locating, log } = this.#parts;
    const newest = new Statement(locating.database, 'SELECT coalesce(max(id), 0) FROM contents');
    const learning = new BackgroundLearning({
      learn: (after, limit) => this.#locate.learn(after, limit),
      newest: () => integer(newest.get() ?? [], 0),
      index: locating.index,
      log,
    });
    locating.index.onEmptied(() => learning.start());
    learning.start();
    return learning;
  }

  /** With the places of foreign peers; what a peer has of which no place is known stays without a mark. */
  #placed<Item extends { readonly foreign?: ForeignFile }>(page: Page<Marked<Item>>): Page<Item>;
  #placed(page: Page<Marked<{ readonly foreign?: ForeignFile }>>): Page<{ readonly foreign?: ForeignFile }> {
    const items = page.items.map(({ foreign: mark, ...item }) => {
      const endpoint = mark && this.#parts.presences.known(mark.row)?.endpoints[0];
      if (mark === undefined || endpoint === undefined) return item;
      const { row: _, ...facts } = mark;
      return { ...item, foreign: { ...facts, host: endpoint.host, port: endpoint.port } };
    });
    return { ...page, items };
  }

  async #saveLeases(): Promise<void> {
    const changed = this.#parts.presences.takeChanged();
    if (changed.length > 0) await this.#parts.writer.call('saveLeases', changed);
  }

  /** Whatever came of it, what was remembered of the peer may not hold any more. */
  async #changing<T>(peer: PeerId, write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } finally {
      this.#cached.changed(peer);
    }
  }

  #now(): number {
    return this.#parts.clock.now();
  }
}
