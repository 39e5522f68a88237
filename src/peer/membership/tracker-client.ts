import type { Address } from '../../core/access/link.ts';
import type { Clock } from '../../core/clock.ts';
import type { ContentId, NetworkId, PeerId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { BrowseQuery, Hold, PublishBatch, SearchQuery } from '../../core/swarm/catalog.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import type { HttpsClient } from '../../net/http/https-client.ts';
import { parseErrorBody } from '../../wire/http/error-body.ts';
import { parseAnswer } from '../../wire/tracker/message.ts';
import type {
  Admission,
  Announcement,
  CallOptions,
  FollowOptions,
  Heartbeat,
  NewInvite,
  TrackerOperations,
} from '../../wire/tracker/operations.ts';
import { JOIN_ROUTES, TRACKER_ROUTES, type OperationName } from '../../wire/tracker/routes.ts';
import { serverEvents } from './event-stream.ts';
import { TrackerCalls, type TrackerCallOptions } from './tracker-calls.ts';
import { parseJson } from './tracker-proof.ts';

export interface TrackerClientOptions {
  readonly network: NetworkId;
  /** Where its trackers may be, at least one. */
  readonly trackers: readonly Address[];
  /** For each tracker that a call tries, ms. Default 10,000. */
  readonly timeoutMs?: number;
  /** The same for what has a lot to look at or to carry. Default 30,000. */
  readonly slowTimeoutMs?: number;
}

const SLOW: ReadonlySet<OperationName> = new Set([
  'search',
  'browse',
  'peers',
  'members',
  'invites',
  'publish',
  'hold',
]);
/** A heartbeat costs nothing said twice, and tells soon that a tracker is silent, ms. */
const HEARTBEAT_MS = 3_000;

/**
 * A tracker's operations over its REST interface. Answers are validated; a tracker that makes no sense is a
 * `bad-answer`. Which tracker is asked, and how it proves itself: `TrackerCalls`.
 */
export class TrackerClient implements TrackerOperations {
  readonly #calls: TrackerCalls;
  readonly #timeoutMs: number;
  readonly #slowTimeoutMs: number;

  constructor(
    components: { readonly http: HttpsClient; readonly clock: Clock; readonly log?: Logger },
    options: TrackerClientOptions,
  ) {
    this.#calls = new TrackerCalls(components, options);
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#slowTimeoutMs = options.slowTimeoutMs ?? 30_000;
  }

  /** `host:port` of the tracker that answered last. */
  get answeredLast(): string | undefined {
    return this.#calls.answeredLast;
  }

  /** `host:port` of where trackers are looked for. */
  get trackers(): readonly string[] {
    return this.#calls.addresses;
  }

  /** The network's public signing key, once a tracker proved itself. */
  get publicKey(): string | undefined {
    return this.#calls.publicKey;
  }

  /** Takes over the network's own list of trackers. */
  learnTrackers(told: readonly string[]): void {
    this.#calls.learn(told);
  }

  /** Whenever the tracker that answered last ends a connection. Returns what to call to listen no more. */
  onLost(listener: () => void): () => void {
    return this.#calls.onLost(listener);
  }

  /** Becomes a member. @throws {AyniError} `invite-invalid`, `revoked`, and as all operations */
  async join(request: { readonly secret?: string; readonly name: string }, options?: CallOptions): Promise<Admission> {
    return this.#calls.call(JOIN_ROUTES.join, request, this.#with(options));
  }

  async announce(announcement: Announcement, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.announce, { ...announcement }, this.#with(options, 'announce'));
  }

  async heartbeat(heartbeat: Heartbeat, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.heartbeat, { ...heartbeat }, this.#with(options, 'heartbeat'));
  }

  async leave(request: { readonly forget: boolean }, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.leave, request, this.#with(options, 'leave'));
  }

  async publish(batch: PublishBatch, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.publish, { ...batch }, this.#with(options, 'publish'));
  }

  async unpublish(request: { readonly share: string }, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.unpublish, request, this.#with(options, 'unpublish'));
  }

  async hold(
    request: { readonly upsert: readonly Hold[]; readonly remove: readonly ContentId[] },
    options?: CallOptions,
  ): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.hold, request, this.#with(options, 'hold'));
  }

  async search(query: SearchQuery, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.search, { ...query }, this.#with(options, 'search'));
  }

  async browse(query: BrowseQuery, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.browse, { ...query }, this.#with(options, 'browse'));
  }

  async peers(options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.peers, {}, this.#with(options, 'peers'));
  }

  async locate(request: { readonly contents: readonly ContentId[] }, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.locate, request, this.#with(options, 'locate'));
  }

  async namesOf(request: { readonly content: ContentId }, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.namesOf, request, this.#with(options, 'namesOf'));
  }

  async report(request: { readonly peer: PeerId; readonly content: ContentId }, options?: CallOptions) {
    await this.#calls.call(TRACKER_ROUTES.report, request, this.#with(options, 'report'));
  }

  async introspect(request: { readonly peer: PeerId }, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.introspect, request, this.#with(options, 'introspect'));
  }

  async stats(options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.stats, {}, this.#with(options, 'stats'));
  }

  /** @throws {AyniError} also what the tracker says when it ends the stream, such as `revoked` */
  async *events(request: { readonly after: number }, options?: FollowOptions): AsyncGenerator<SwarmEvent> {
    const chunks = this.#calls.stream(TRACKER_ROUTES.events, request, this.#with(options));
    for await (const { name, data } of serverEvents(chunks, options?.passed)) {
      const bytes = Buffer.from(data);
      const told = name === 'error' ? parseErrorBody(bytes) : undefined;
      if (told !== undefined) throw told;
      yield parseAnswer(TRACKER_ROUTES.events.answer, parseJson(bytes, 'The tracker'));
    }
  }

  async withdraw(request: { readonly content: ContentId }, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.withdraw, request, this.#with(options, 'withdraw'));
  }

  async createInvite(invite: NewInvite, options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.createInvite, { ...invite }, this.#with(options, 'createInvite'));
  }

  async invites(options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.invites, {}, this.#with(options, 'invites'));
  }

  async revokeInvite(request: { readonly id: string }, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.revokeInvite, request, this.#with(options, 'revokeInvite'));
  }

  async members(options?: CallOptions) {
    return this.#calls.call(TRACKER_ROUTES.members, {}, this.#with(options, 'members'));
  }

  async revoke(request: { readonly peer: PeerId }, options?: CallOptions): Promise<void> {
    await this.#calls.call(TRACKER_ROUTES.revoke, request, this.#with(options, 'revoke'));
  }

  #with(options: CallOptions = {}, name?: OperationName): TrackerCallOptions {
    const timeoutMs = name !== undefined && SLOW.has(name) ? this.#slowTimeoutMs : this.#timeoutMs;
    // A second invite, made because the answer about the first was lost, would be one that nobody knows.
    const once = name === 'createInvite';
    return { timeoutMs, once, ...(name === 'heartbeat' ? { impatientMs: HEARTBEAT_MS } : {}), ...options };
  }
}
