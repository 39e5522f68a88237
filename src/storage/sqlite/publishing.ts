import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { baseName, parentPath } from '../../core/names/share-path.ts';
import type { Entry, PublishBatch } from '../../core/swarm/catalog.ts';
import { checkRevision } from '../check-revision.ts';
import { keptMtime } from '../kept-mtime.ts';
import type { AudienceWrites } from './audiences.ts';
import type { ContentWrites } from './contents.ts';
import { DIRECTORY_ROW, FILE, SYMLINK, type EntryRow, type EntryWrites } from './entries.ts';
import { TOP, type PathWrites } from './paths.ts';
import type { PeerRows } from './peer-rows.ts';
import type { KnownShare, ShareWrites } from './shares.ts';

/** Entries and removals of one batch. */
const MAX_BATCH = 10_000;

export interface PublishingParts {
  readonly peers: PeerRows;
  readonly audiences: AudienceWrites;
  readonly shares: ShareWrites;
  readonly entries: EntryWrites;
  readonly paths: PathWrites;
  readonly contents: ContentWrites;
}

/** Applies batches to shares. */
export class Publishing {
  readonly #parts: PublishingParts;

  constructor(parts: PublishingParts) {
    this.#parts = parts;
  }

  /** The row of the share's audience. Errors as `SwarmStore.publish`. */
  publish(peer: PeerId, batch: PublishBatch): number {
    const { peers, audiences, shares, entries } = this.#parts;
    if (batch.upsert.length + batch.remove.length > MAX_BATCH) {
      throw new AyniError('too-large', `A batch has at most ${MAX_BATCH} entries and removals: send several.`);
    }
    if (!Number.isSafeInteger(batch.next) || batch.next < 1) {
      throw new AyniError('bad-request', `A revision is a whole number from 1, not ${batch.next}.`);
    }
    const owner = peers.memberRow(peer);
    const known = shares.find(owner, batch.share);
    checkRevision(batch, known);
    const audience = audiences.intern(batch.audience);
    const share = known ?? shares.create(owner, batch.share, audience);
    if (batch.full === 'first' || batch.full === 'only') share.generation++;
    const writer = new TreeWriter(owner, share, batch.share, this.#parts);
    for (const path of batch.remove) writer.remove(path);
    for (const entry of batch.upsert) writer.upsert(entry);
    const ends = batch.full === 'last' || batch.full === 'only';
    if (ends) entries.removeOutdated(share);
    const listing = batch.full !== undefined && !ends;
    shares.save(share, audience, batch.next, listing);
    return audience;
  }
}

/** One batch's way through the tree of a share: remembers the directories that it has met. */
class TreeWriter {
  readonly #owner: number;
  readonly #share: KnownShare;
  readonly #name: string;
  readonly #parts: PublishingParts;
  /** Directories that are there, by their path in the share. */
  readonly #directories = new Map<string, number>();

  constructor(owner: number, share: KnownShare, name: string, parts: PublishingParts) {
    this.#owner = owner;
    this.#share = share;
    this.#name = name;
    this.#parts = parts;
  }

  remove(path: string): void {
    const at = this.#find(path);
    if (at === undefined) return;
    this.#directories.clear();
    this.#parts.entries.remove(this.#share, at);
  }

  upsert(entry: Entry): void {
    if (entry.kind === 'directory') {
      this.#directory(entry.path);
      return;
    }
    const row = this.#rowOf(entry);
    if (row === undefined) {
      this.remove(entry.path);
      return;
    }
    const { root } = this.#share;
    const parent = entry.path === '' ? TOP : this.#directory(parentPath(entry.path));
    const path = entry.path === '' ? root : this.#intern(parent, entry.path);
    if (this.#parts.entries.put(this.#share, path, parent, row)) this.#directories.clear();
  }

  /** Undefined for a file whose content was withdrawn. */
  #rowOf(entry: Exclude<Entry, { kind: 'directory' }>): EntryRow | undefined {
    if (entry.kind === 'symlink') return { ...DIRECTORY_ROW, kind: SYMLINK, target: entry.target };
    if (entry.kind === 'foreign-file') {
      const content = this.#parts.contents.internForeign(this.#owner, entry);
      const { name, size = 0 } = entry;
      return { kind: FILE, content, size, mtime: 0, executable: false, target: null, flatName: name };
    }
    const content = this.#parts.contents.intern(entry.content, entry.size, entry.digests);
    if (content === undefined) return undefined;
    const { size, executable } = entry;
    const flatName = entry.flatName ?? null;
    return { kind: FILE, content, size, mtime: keptMtime(entry.mtime), executable, target: null, flatName };
  }

  /** Makes sure that a directory and those above it are there. */
  #directory(path: string): number {
    const known = this.#directories.get(path);
    if (known !== undefined) return known;
    const parent = path === '' ? TOP : this.#directory(parentPath(path));
    const id = path === '' ? this.#share.root : this.#intern(parent, path);
    this.#parts.entries.put(this.#share, id, parent, DIRECTORY_ROW);
    this.#directories.set(path, id);
    return id;
  }

  #intern(parent: number, path: string): number {
    return this.#parts.paths.intern(parent, baseName(path), `${this.#name}/${path}`);
  }

  #find(path: string): number | undefined {
    let at: number | undefined = this.#share.root;
    if (path === '') return at;
    for (const name of path.split('/')) {
      at = this.#parts.paths.find(at, name);
      if (at === undefined) return undefined;
    }
    return at;
  }
}
