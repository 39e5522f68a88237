import { Value } from 'typebox/value';
import { AyniError } from '../../../core/errors.ts';
import type { PeerId } from '../../../core/ids.ts';
import { baseName } from '../../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { FlatMarks, ForeignMark } from '../../../wire/dialects/marks.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';
import { namesOfContent } from '../../download/plan/audience-of.ts';
import type { ForeignHolder } from '../../download/job.ts';
import { fileKey, type NetworkFile, type NetworkLookup } from './network.ts';

const BROWSE_PAGE = 5_000;
const SEARCH_PAGE = 200;
/** Contents of one name whose audience is looked up. */
const MAX_LOOKED_UP = 8;
/** Peers of one foreign file: more are of no use, and whoever registers under many names could make lists without end. */
const MAX_HOLDERS = 100;

/** What a member's tracker tells, narrowed to what is shared with everyone: a member may see more than a foreign program. */
export class TrackerNetwork implements NetworkLookup {
  readonly #tracker: Pick<TrackerOperations, 'peers' | 'browse' | 'search' | 'namesOf'>;
  readonly #self: PeerId;

  constructor(
    { tracker }: { readonly tracker: Pick<TrackerOperations, 'peers' | 'browse' | 'search' | 'namesOf'> },
    { self }: { readonly self: PeerId },
  ) {
    this.#tracker = tracker;
    this.#self = self;
  }

  async list({ limit, signal }: { readonly limit: number; readonly signal: AbortSignal }): Promise<NetworkFile[]> {
    const files = new FileList(limit);
    const peers = await this.#tracker.peers({ signal });
    for (const { peer, online } of peers) {
      if (!online || peer === this.#self || files.full) continue;
      try {
        await this.#listPeer(peer, files, signal);
      } catch (error) {
        // It left meanwhile.
        if (!AyniError.is(error, 'not-found')) throw error;
      }
    }
    return files.all();
  }

  async find(name: string, { signal }: { readonly signal: AbortSignal }): Promise<NetworkFile[]> {
    const query = { text: name, kind: 'file', online: true, limit: SEARCH_PAGE } as const;
    const { items } = await this.#tracker.search(query, { signal });
    const files = new FileList(SEARCH_PAGE);
    let lookedUp = 0;
    for (const hit of items) {
      const mark = foreignOf(hit);
      if (mark?.name === name) files.addForeign(mark);
      const { content, size, names } = hit;
      if (content === undefined || !names.some((path) => baseName(path) === name)) continue;
      if (lookedUp++ >= MAX_LOOKED_UP) continue;
      const { audience } = await namesOfContent(this.#tracker, content, { signal });
      if (audience.kind === 'everyone') files.add({ name, size, content });
    }
    // Verified while it comes, and from many at once.
    return files.all().toSorted((a, b) => Number('foreign' in a) - Number('foreign' in b));
  }

  async #listPeer(peer: PeerId, files: FileList, signal: AbortSignal): Promise<void> {
    for await (const share of this.#browse(peer, '', signal)) {
      if (share.kind !== 'share' || share.audience?.kind !== 'everyone') continue;
      for await (const item of this.#browse(peer, share.path, signal)) {
        if (files.full) return;
        const mark = foreignOf(item);
        if (mark !== undefined) files.addForeign(mark);
        else if (item.content !== undefined && item.size !== undefined) {
          const { flatName = baseName(item.path), digests } = flatOf(item);
          const md5 = digests?.md5;
          const facts = { name: flatName, size: item.size, content: item.content };
          files.add(md5 === undefined ? facts : { ...facts, md5 });
        }
      }
    }
  }

  async *#browse(peer: PeerId, path: string, signal: AbortSignal): AsyncGenerator<BrowsedEntry, void, undefined> {
    for (let cursor: string | undefined; ;) {
      const query = { peer, path, recursive: path !== '', limit: BROWSE_PAGE };
      const page = await this.#tracker.browse(cursor === undefined ? query : { ...query, cursor }, { signal });
      yield* page.items;
      // A list that does not move on does not end.
      if (page.cursor === undefined || page.cursor === cursor || page.items.length === 0) return;
      ({ cursor } = page);
    }
  }
}

/** Each file once, with the foreign peers that have it. */
class FileList {
  readonly #files = new Map<string, NetworkFile>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get full(): boolean {
    return this.#files.size >= this.#limit;
  }

  add(file: NetworkFile): void {
    const key = fileKey(file);
    if (!this.full && !this.#files.has(key)) this.#files.set(key, file);
  }

  addForeign({ name, size, md5, dialect, host, port }: ForeignHolder & { size?: number; md5?: string }): void {
    const holder = { dialect, host, port, name };
    const facts = { name, ...(size === undefined ? {} : { size }), ...(md5 === undefined ? {} : { md5 }) };
    const key = fileKey({ ...facts, foreign: [holder] });
    const known = this.#files.get(key);
    const others = known !== undefined && 'foreign' in known ? known.foreign : [];
    if (others.length >= MAX_HOLDERS) return;
    if (known !== undefined || !this.full) this.#files.set(key, { ...facts, foreign: [...others, holder] });
  }

  all(): NetworkFile[] {
    return [...this.#files.values()];
  }
}

function foreignOf(item: object): (ForeignHolder & { size?: number; md5?: string }) | undefined {
  const mark = 'foreign' in item ? item.foreign : undefined;
  return Value.Check(ForeignMark, mark) ? mark : undefined;
}

/** What a tracker may tell beside an entry for the dialects. */
function flatOf(item: object): { flatName?: string; digests?: { md5?: string } } {
  return Value.Check(FlatMarks, item) ? item : {};
}
