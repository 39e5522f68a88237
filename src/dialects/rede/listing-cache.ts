import { ListRoom, SMALL_LIST } from '../shared/list-room.ts';
import type { RedePeer } from './codec.ts';
import { askListing, LISTINGS_BYTES } from './listing.ts';

/** Peers that are asked at once, and those that are asked at all. */
const AT_ONCE = 16;
const MAX_PEERS = 1_000;

export interface PeerListing {
  readonly peer: RedePeer;
  readonly names: readonly string[];
}

interface Kept {
  readonly at: number;
  readonly names: Promise<readonly string[]>;
  readonly room: ListRoom;
}

/** What peers of `rede` share: asking each takes two seconds, so that the answer is kept for a while. */
export class ListingCache {
  readonly #options;
  readonly #room = new ListRoom(LISTINGS_BYTES);
  readonly #kept = new Map<string, Kept>();

  constructor(options: { readonly silenceMs: number; readonly keepMs: number; readonly signal: AbortSignal }) {
    this.#options = options;
  }

  /** In the order of the peers. Of those that nobody reaches nothing is known. */
  async of(peers: readonly RedePeer[]): Promise<readonly PeerListing[]> {
    const wanted = peers.slice(0, MAX_PEERS);
    this.#forget(new Set(wanted.map(keyOf)));
    const listings: PeerListing[] = [];
    const waiting = wanted.entries();
    const ask = async () => {
      for (const [place, peer] of waiting) listings[place] = { peer, names: await this.#namesOf(peer) };
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    return listings;
  }

  #namesOf(peer: RedePeer): Promise<readonly string[]> {
    const kept = this.#kept.get(keyOf(peer));
    if (kept !== undefined) return kept.names;
    const room = new ListRoom(this.#room, SMALL_LIST);
    const names = askListing(peer, { ...this.#options, room }).then(
      (list) => list ?? [],
      () => {
        room.giveBack();
        return [];
      },
    );
    this.#kept.set(keyOf(peer), { at: performance.now(), names, room });
    return names;
  }

  #forget(wanted: ReadonlySet<string>): void {
    const oldest = performance.now() - this.#options.keepMs;
    for (const [key, { at, names, room }] of this.#kept) {
      if (at >= oldest && wanted.has(key)) continue;
      this.#kept.delete(key);
      // A listing that is still on its way takes more.
      void names.then(() => room.giveBack());
    }
  }
}

function keyOf({ host, port }: RedePeer): string {
  return `${host}:${port}`;
}
