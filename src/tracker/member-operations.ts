import type { Viewer } from '../core/access/audience.ts';
import type { Action } from '../core/access/role.ts';
import { pieceCount } from '../core/content/geometry.ts';
import { AyniError } from '../core/errors.ts';
import { shortId, type ContentId, type PeerId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { BrowseQuery, Hold, PublishBatch, SearchQuery, Source } from '../core/swarm/catalog.ts';
import type { Rotation } from '../core/swarm/rotation.ts';
import { sourceOrder } from '../core/swarm/source-order.ts';
import type { Member, SwarmEvent, SwarmStore } from '../core/swarm/swarm-store.ts';
import { MAX_BATCH, MAX_LOCATE } from '../wire/tracker/limits.ts';
import type {
  Announcement,
  FollowOptions,
  Heartbeat,
  Introspection,
  NewInvite,
  TrackerOperations,
} from '../wire/tracker/operations.ts';
import { memberWho, viewerOf } from './authority.ts';
import type { Complaints } from './complaints.ts';
import type { EventFeed } from './event-feed.ts';
import { makeInvite } from './invites.ts';
import type { MemberLookup } from './member-lookup.ts';
import type { Presence } from './presence.ts';

/** Who calls: the certificate's peer, and the address that its connection comes from. */
export interface Caller {
  readonly peer: PeerId;
  readonly address: string;
}

export interface MemberComponents {
  readonly store: SwarmStore;
  readonly events: EventFeed;
  readonly presence: Presence;
  readonly rotation: Rotation;
  readonly complaints: Complaints;
  readonly log: Logger;
}

/** Sources in one answer of `locate` together, and for one content. */
const MAX_SOURCES = 8192;
const MAX_SOURCES_EACH = 64;
const MIN_SOURCES_EACH = 8;
const MAX_NAMES = 1000;

/** The operations of a tracker for one caller; each asks first whether the caller is a member who may. */
export class MemberOperations implements TrackerOperations {
  readonly #components: MemberComponents;
  readonly #caller: Caller;
  readonly #order: ReturnType<typeof sourceOrder>;
  readonly #lookup: MemberLookup;

  constructor(components: MemberComponents, caller: Caller, lookup: MemberLookup) {
    this.#components = components;
    this.#lookup = lookup;
    this.#caller = caller;
    this.#order = sourceOrder(caller.address, (peer) => components.complaints.isDoubtful(peer));
  }

  async announce(announcement: Announcement) {
    return this.#components.presence.announce(await this.#who('browse'), announcement, this.#caller.address);
  }

  async heartbeat(heartbeat: Heartbeat) {
    return this.#components.presence.heartbeat(await this.#who('browse'), heartbeat);
  }

  async leave(request: { readonly forget: boolean }) {
    await this.#components.presence.leave(await this.#who('browse'), request);
  }

  async publish(batch: PublishBatch) {
    const { peer } = await this.#who('publish');
    atMost(batch.upsert.length + batch.remove.length, MAX_BATCH, 'entries and removals');
    await this.#store.publish(peer, batch);
    // A list in several batches is told once, when it is complete.
    if (batch.full !== 'first' && batch.full !== 'middle') {
      await this.#components.events.append({ kind: 'published', peer, share: batch.share });
    }
  }

  async unpublish({ share }: { readonly share: string }) {
    const { peer } = await this.#who('publish');
    await this.#store.unpublish(peer, share);
    await this.#components.events.append({ kind: 'published', peer, share });
  }

  async hold({ upsert, remove }: { readonly upsert: readonly Hold[]; readonly remove: readonly ContentId[] }) {
    const { peer } = await this.#who('hold');
    atMost(upsert.length + remove.length, MAX_BATCH, 'holds');
    for (const { content, size, pieces } of upsert) {
      if (pieces > pieceCount(size)) {
        throw new AyniError('bad-request', `${shortId(content)} has ${pieceCount(size)} pieces, not ${pieces}.`);
      }
    }
    await this.#store.hold(peer, upsert, remove);
  }

  async search(query: SearchQuery) {
    return this.#store.search(await this.#viewer(), query);
  }

  async browse(query: BrowseQuery) {
    return this.#store.browse(await this.#viewer(), query);
  }

  async peers() {
    return this.#store.peers(await this.#viewer());
  }

  async locate({ contents }: { readonly contents: readonly ContentId[] }) {
    const viewer = await this.#viewer();
    const distinct = [...new Set(contents)];
    atMost(distinct.length, MAX_LOCATE, 'contents');
    const limit = Math.min(MAX_SOURCES_EACH, Math.max(MIN_SOURCES_EACH, Math.floor(MAX_SOURCES / distinct.length)));
    const wanted = distinct.map((id) => ({ id, offset: this.#components.rotation.next(id) }));
    const found = await this.#store.locate(viewer, wanted, limit);
    // With a prototype V8 would make a shape for each content that was ever located.
    const located: Record<ContentId, readonly Source[]> = Object.create(null);
    for (const [content, sources] of found) located[content] = this.#order(sources);
    return located;
  }

  async namesOf({ content }: { readonly content: ContentId }) {
    return this.#store.namesOf(await this.#viewer(), content, MAX_NAMES);
  }

  async report({ peer, content }: { readonly peer: PeerId; readonly content: ContentId }) {
    const { peer: complainant } = await this.#who('hold');
    if (peer === complainant) throw new AyniError('bad-request', 'Report others, not yourself.');
    if ((await this.#store.member(peer)) === undefined) {
      throw new AyniError('not-found', `${shortId(peer)} is no member.`);
    }
    if (!this.#components.complaints.add(complainant, peer)) return;
    const facts = { peer: shortId(peer), complainant: shortId(complainant), content: shortId(content) };
    this.#components.log.warn(facts, 'a member reports wrong bytes');
  }

  async introspect({ peer }: { readonly peer: PeerId }): Promise<Introspection> {
    await this.#viewer();
    const member = await this.#store.member(peer);
    if (member === undefined || member.revoked) return { active: false };
    return { active: true, role: member.role, groups: member.groups };
  }

  async stats() {
    return this.#store.stats(await this.#viewer());
  }

  events({ after }: { readonly after: number }, options?: FollowOptions): AsyncIterable<SwarmEvent> {
    const { signal = new AbortController().signal } = options ?? {};
    return this.#components.events.follow(this.#caller.peer, () => this.#viewer(), after, { ...options, signal });
  }

  async withdraw({ content }: { readonly content: ContentId }) {
    const admin = await this.#who('administer');
    await this.#store.withdraw(content);
    this.#tell(admin, { content: shortId(content) }, 'withdrew a content');
    await this.#components.events.append({ kind: 'withdrawn', content });
  }

  async createInvite(invite: NewInvite) {
    const admin = await this.#who('administer');
    const made = await makeInvite(this.#store, invite);
    this.#tell(admin, { invite: made.id, role: made.role, uses: made.usesLeft }, 'made an invite');
    return made;
  }

  async invites() {
    await this.#who('administer');
    return this.#store.invites();
  }

  async revokeInvite({ id }: { readonly id: string }) {
    const admin = await this.#who('administer');
    if (!(await this.#store.revokeInvite(id))) throw new AyniError('not-found', `There is no invite ${id}.`);
    this.#tell(admin, { invite: id }, 'revoked an invite');
  }

  async members() {
    await this.#who('administer');
    const members = await this.#store.members();
    return members.map((member) => {
      const reports = this.#components.complaints.count(member.peer);
      return reports === 0 ? member : { ...member, reports };
    });
  }

  /** An admin cannot revoke itself: a network would be left without anyone to lift it. */
  async revoke({ peer }: { readonly peer: PeerId }) {
    const admin = await this.#who('administer');
    if (peer === admin.peer) {
      throw new AyniError('conflict', 'You cannot revoke yourself: leave the network, or ask another admin.');
    }
    if (!(await this.#store.revoke(peer))) {
      throw new AyniError('not-found', `${shortId(peer)} is no member, or was revoked before.`);
    }
    this.#tell(admin, { revoked: shortId(peer) }, 'revoked a member');
    await this.#components.events.append({ kind: 'revoked', peer });
  }

  get #store(): SwarmStore {
    return this.#components.store;
  }

  async #who(action: Action): Promise<Member> {
    return memberWho(await this.#lookup.member(), action);
  }

  async #viewer(): Promise<Viewer> {
    return viewerOf(await this.#who('browse'));
  }

  #tell(admin: Member, facts: object, what: string): void {
    this.#components.log.info({ admin: shortId(admin.peer), ...facts }, what);
  }
}

/** For callers inside the process: what comes over a wire was held against the schema before. */
function atMost(count: number, limit: number, what: string): void {
  if (count > limit) throw new AyniError('too-large', `${count} ${what} are too many at once: send ${limit} at most.`);
}
