import { admits, type Audience, type Viewer } from '../../core/access/audience.ts';
import { pieceCount } from '../../core/content/geometry.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { Entry, Hold, PublishBatch, SearchQuery } from '../../core/swarm/catalog.ts';
import { foldText, matchesWords, searchWords } from '../../core/swarm/search-text.ts';

interface ModelShare {
  audience: Audience;
  revision: number;
  /** Paths that a full list that has not ended has named. */
  named: Set<string> | undefined;
  entries: Map<string, Entry>;
}

interface ModelPeer {
  expires: number;
  revoked: boolean;
  readonly shares: Map<string, ModelShare>;
  readonly holds: Map<ContentId, Hold>;
}

interface SeenEntry {
  readonly peer: PeerId;
  readonly share: string;
  readonly full: string;
  readonly entry: Entry;
}

export interface ModelHit {
  readonly key: string;
  readonly size: number;
  readonly names: readonly string[];
  readonly sources: number;
}

const under = (path: string, parent: string) => parent === '' || path.startsWith(`${parent}/`);
/** '/' comes before every other character of a name here, so that what is below a directory follows it. */
const byBytes = (a: string, b: string) =>
  Buffer.compare(Buffer.from(a.replaceAll('/', '\0')), Buffer.from(b.replaceAll('/', '\0')));

/** What a store should do, in the plainest way. */
export class Model {
  readonly peers = new Map<PeerId, ModelPeer>();
  readonly withdrawn = new Set<ContentId>();

  join(peer: PeerId, expires: number): void {
    const known = this.peers.get(peer);
    this.peers.set(peer, { shares: new Map(), holds: new Map(), ...known, expires, revoked: false });
  }

  /** False where the store should say revision-mismatch. */
  publish(peer: PeerId, batch: PublishBatch): boolean {
    const shares = this.peers.get(peer)?.shares ?? new Map<string, ModelShare>();
    const known = shares.get(batch.share);
    const begins = batch.full === 'first' || batch.full === 'only';
    if (!begins) {
      if ((known?.named !== undefined) !== (batch.full !== undefined)) return false;
      if ((known?.revision ?? 0) !== batch.base) return false;
    }
    const share = known ?? {
      audience: batch.audience,
      revision: 0,
      named: undefined,
      entries: new Map<string, Entry>(),
    };
    shares.set(batch.share, share);
    share.audience = batch.audience;
    share.revision = batch.next;
    if (begins) share.named = new Set();
    for (const path of batch.remove) this.#remove(share, path);
    for (const entry of batch.upsert) this.#upsert(share, entry);
    if (batch.full === 'last' || batch.full === 'only') {
      for (const path of share.entries.keys()) if (share.named?.has(path) !== true) share.entries.delete(path);
      share.named = undefined;
    }
    return true;
  }

  hold(peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): void {
    const holds = this.peers.get(peer)?.holds;
    for (const content of remove) holds?.delete(content);
    for (const hold of upsert) {
      holds?.delete(hold.content);
      if (!this.withdrawn.has(hold.content)) holds?.set(hold.content, hold);
    }
  }

  withdraw(content: ContentId): void {
    this.withdrawn.add(content);
    for (const { shares, holds } of this.peers.values()) {
      holds.delete(content);
      for (const { entries } of shares.values()) {
        for (const [path, entry] of entries)
          if (entry.kind === 'file' && entry.content === content) entries.delete(path);
      }
    }
  }

  online(peer: PeerId, now: number): boolean {
    const known = this.peers.get(peer);
    return known !== undefined && !known.revoked && known.expires > now;
  }

  /** Entries of a peer, shares among them as directories, in the order of browsing. */
  seen(viewer: Viewer, peer: PeerId): readonly SeenEntry[] {
    const entries: SeenEntry[] = [];
    for (const [share, { audience, entries: all }] of this.peers.get(peer)?.shares ?? []) {
      if (peer !== viewer.peer && !admits(audience, viewer)) continue;
      const root: Entry = { kind: 'directory', path: '' as Entry['path'] };
      for (const entry of [...(all.has('') ? [] : [root]), ...all.values()]) {
        entries.push({ peer, share, full: entry.path === '' ? share : `${share}/${entry.path}`, entry });
      }
    }
    return entries.toSorted((a, b) => byBytes(a.full, b.full));
  }

  /** Peers that have at least a piece of a content, or all of an empty one. */
  owners(viewer: Viewer, content: ContentId, size: number): readonly PeerId[] {
    const holders = [...this.holders(viewer, content)];
    return holders.filter(([, pieces]) => pieces > 0 || size === 0).map(([peer]) => peer);
  }

  /** Pieces of a content by the peers that have it, or are about to. */
  holders(viewer: Viewer, content: ContentId): ReadonlyMap<PeerId, number> {
    const holders = new Map<PeerId, number>();
    for (const [peer, { holds }] of this.peers) {
      const hold = holds.get(content);
      if (hold && (peer === viewer.peer || admits(hold.audience, viewer))) holders.set(peer, hold.pieces);
      for (const { entry } of this.seen(viewer, peer)) {
        if (entry.kind === 'file' && entry.content === content) holders.set(peer, pieceCount(entry.size));
      }
    }
    return holders;
  }

  search(viewer: Viewer, query: Omit<SearchQuery, 'limit'>, now: number): readonly ModelHit[] {
    const words = searchWords(query.text);
    const groups = new Map<string, { size: number; names: Set<string>; peers: Set<PeerId> }>();
    const all = [...this.peers.keys()].flatMap((peer) => this.seen(viewer, peer));
    for (const { peer, full, entry } of all) {
      if (entry.kind === 'symlink' || !matchesWords(foldText(full), words)) continue;
      if (query.peer !== undefined && query.peer !== peer) continue;
      if (query.kind !== undefined && query.kind !== entry.kind) continue;
      const size = entry.kind === 'file' ? entry.size : 0;
      if (entry.kind === 'directory' && (query.extensions || query.minSize !== undefined)) continue;
      if (query.minSize !== undefined && size < query.minSize) continue;
      if (query.extensions && !query.extensions.some((each) => full.toLowerCase().endsWith(`.${each}`))) continue;
      const key = entry.kind === 'file' ? entry.content : full;
      const group = groups.get(key) ?? { size, names: new Set(), peers: new Set() };
      group.names.add(full);
      const peers =
        entry.kind === 'file'
          ? this.owners(viewer, entry.content, entry.size)
          : all.filter((each) => each.full === full && each.entry.kind === 'directory').map((each) => each.peer);
      for (const each of peers) if (this.online(each, now)) group.peers.add(each);
      groups.set(key, group);
    }
    return Array.from(groups, ([key, { size, names, peers }]) => ({
      key,
      size,
      names: [...names].toSorted(),
      sources: peers.size,
    })).filter((hit) => query.online !== true || hit.sources > 0);
  }

  #remove(share: ModelShare, path: string): void {
    for (const each of share.entries.keys()) {
      if (each === path || under(each, path)) {
        share.entries.delete(each);
        share.named?.delete(each);
      }
    }
  }

  #upsert(share: ModelShare, entry: Entry): void {
    if (entry.kind === 'file' && this.withdrawn.has(entry.content)) {
      this.#remove(share, entry.path);
      return;
    }
    const names = entry.path.split('/');
    for (let depth = 0; depth < names.length; depth++) {
      const above = names.slice(0, depth).join('/');
      if (above === entry.path) continue;
      if (share.entries.get(above)?.kind !== 'directory') share.entries.delete(above);
      if (above === '') continue;
      share.entries.set(above, { kind: 'directory', path: above as Entry['path'] });
      share.named?.add(above);
    }
    if (entry.kind !== 'directory') this.#remove(share, entry.path);
    if (entry.path === '' && entry.kind === 'directory') share.entries.delete('');
    else share.entries.set(entry.path, entry);
    share.named?.add(entry.path);
  }
}
