import type { Clock } from '../../../core/clock.ts';
import { shortId, type PeerId } from '../../../core/ids.ts';
import type { Logger } from '../../../core/log.ts';
import type { SwarmEvent } from '../../../core/swarm/swarm-store.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';
import { EventFollower } from '../../download/event-follower.ts';
import type { ActivityFeed, Happening } from './activity-feed.ts';

/** What happened before that is no news, ms. */
const OLD_MS = 86_400_000;
/** Names are asked for again at most this often, ms. */
const NAMES_MS = 10_000;

const KINDS: Readonly<Record<SwarmEvent['kind'], Happening['kind'] | undefined>> = {
  // Who joins comes online as well.
  joined: undefined,
  online: 'peer-joined',
  offline: 'peer-left',
  left: 'peer-left',
  revoked: 'peer-left',
  published: 'share-changed',
  withdrawn: 'file-withdrawn',
};

export interface SwarmNewsComponents {
  readonly tracker: Pick<TrackerOperations, 'events' | 'peers'>;
  readonly feed: ActivityFeed;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Follows what the tracker tells of the network into the feed, but only while somebody looks at it. */
export class SwarmNews implements AsyncDisposable {
  readonly #parts: SwarmNewsComponents;
  readonly #self: PeerId;
  readonly #follower: EventFollower;
  readonly #names = new Map<string, string>();
  #namesAt = 0;

  /** @param self what this peer itself does is no news */
  constructor(parts: SwarmNewsComponents, { self }: { readonly self: PeerId }) {
    this.#parts = parts;
    this.#self = self;
    this.#follower = new EventFollower(parts, (event, signal) => this.#take(event, signal), { after: 0, missed: true });
  }

  /** What the tracker called a peer when it was last asked. */
  nameOf(peer: string): string | undefined {
    return this.#names.get(peer);
  }

  /** Whether somebody looks. */
  wanted(isWanted: boolean): void {
    this.#follower.wanted(isWanted);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#follower.stop();
  }

  async #take({ kind, at, peer, share, content }: SwarmEvent, signal: AbortSignal): Promise<void> {
    const { feed, clock } = this.#parts;
    const seen = KINDS[kind];
    if (seen === undefined || peer === this.#self || at < clock.now() - OLD_MS) return;
    if (peer !== undefined && !this.#names.has(peer)) await this.#askNames(signal);
    const name = share ?? (content === undefined ? undefined : shortId(content));
    feed.note({
      at,
      kind: seen,
      ...(peer === undefined ? {} : { peer }),
      ...(name === undefined ? {} : { name }),
      ...(kind === 'revoked' ? { message: 'An admin shut it out.' } : {}),
    });
  }

  async #askNames(signal: AbortSignal): Promise<void> {
    const { tracker, clock } = this.#parts;
    if (clock.now() < this.#namesAt + NAMES_MS) return;
    this.#namesAt = clock.now();
    const peers = await tracker.peers({ signal });
    this.#names.clear();
    for (const { peer, name } of peers) this.#names.set(peer, name);
  }
}
