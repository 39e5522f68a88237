import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, readlink, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { EVERYONE, type Audience } from '../../src/core/access/audience.ts';
import { contentIdOfPieces } from '../../src/core/content/content-id.ts';
import { PIECE_SIZE, pieceCount } from '../../src/core/content/geometry.ts';
import type { Dialect } from '../../src/core/dialects/dialect.ts';
import type { Hasher } from '../../src/core/content/hasher.ts';
import { AyniError } from '../../src/core/errors.ts';
import type { ContentId, PeerId } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import type { BrowsedEntry, BrowseQuery, Page, Source } from '../../src/core/swarm/catalog.ts';
import type { Playheads } from '../../src/core/transfer/playheads.ts';
import { loadIdentity, type Identity } from '../../src/net/identity/identity.ts';
import { DownloadService, type DownloadOptions } from '../../src/peer/download/download-service.ts';
import type { Job } from '../../src/peer/download/job.ts';
import { Library } from '../../src/peer/library/library.ts';
import { UploadServer } from '../../src/peer/upload/upload-server.ts';
import { loadHasher } from '../../src/platform/hash/load-hasher.ts';
import { systemClock } from '../../src/platform/clock.ts';
import type { ForeignFetch } from '../../src/wire/dialects/foreign-client.ts';
import type { TrackerOperations } from '../../src/wire/tracker/operations.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export const { hasher } = await loadHasher();

/** Bytes that are the same for the same seed, and for no other. */
export function bytesOf(size: number, seed = 1): Uint8Array {
  const bytes = new Uint8Array(size);
  const words = new Uint32Array(bytes.buffer, 0, Math.floor(size / 4));
  let state = seed * 2654435761 + 1;
  for (let i = 0; i < words.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    words[i] = state;
  }
  bytes.fill(seed & 255, words.length * 4);
  return bytes;
}

export function hashesOf(bytes: Uint8Array, by: Hasher = hasher): Uint8Array {
  const hashes = new Uint8Array(pieceCount(bytes.length) * 32);
  for (let i = 0; i < pieceCount(bytes.length); i++) {
    hashes.set(by.hash(bytes.subarray(i * PIECE_SIZE, (i + 1) * PIECE_SIZE)), i * 32);
  }
  return hashes;
}

export function idOf(bytes: Uint8Array): ContentId {
  return contentIdOfPieces(hasher, bytes.length, hashesOf(bytes));
}

type Lists = Pick<TrackerOperations, 'browse' | 'locate' | 'namesOf'>;

/** What a tracker tells a downloader, from lists that a test fills. */
export class StandInTracker implements Lists {
  readonly sources = new Map<ContentId, Source[]>();
  /** The whole tree of a peer. */
  readonly trees = new Map<PeerId, BrowsedEntry[]>();
  /** Peers of whom a downloader complained. */
  readonly reported: PeerId[] = [];
  away = false;
  locates = 0;

  locate(request: { readonly contents: readonly ContentId[] }): Promise<Record<ContentId, readonly Source[]>> {
    this.locates++;
    if (this.away) return Promise.reject(new AyniError('unreachable', 'The tracker does not answer.'));
    assert.ok(request.contents.length <= 1000);
    const found: Record<ContentId, readonly Source[]> = {};
    for (const id of request.contents) {
      const sources = this.sources.get(id);
      if (sources !== undefined) found[id] = sources;
    }
    return Promise.resolve(found);
  }

  browse(query: BrowseQuery): Promise<Page<BrowsedEntry>> {
    if (this.away) return Promise.reject(new AyniError('unreachable', 'The tracker does not answer.'));
    const all = this.trees.get(query.peer) ?? [];
    const single = all.find(({ path, kind }) => path === query.path && (kind === 'file' || kind === 'symlink'));
    if (single !== undefined) return Promise.resolve({ items: [single] });
    const below = query.path === '' ? '' : `${query.path}/`;
    const items = all.filter(
      ({ path, kind }) =>
        path.startsWith(below) &&
        (query.recursive || (path.indexOf('/', below.length) < 0 && (below !== '' || kind === 'share'))),
    );
    if (items.length === 0) return Promise.reject(new AyniError('not-found', `There is no ${query.path}.`));
    // Small pages, so that there are many.
    const from = Number(query.cursor ?? 0);
    const to = from + Math.min(query.limit, 700);
    const page = { items: items.slice(from, to) };
    return Promise.resolve(to < items.length ? { ...page, cursor: String(to) } : page);
  }

  namesOf({ content }: { readonly content: ContentId }): Promise<{ peer: PeerId; path: string; size: number }[]> {
    if (this.away) return Promise.reject(new AyniError('unreachable', 'The tracker does not answer.'));
    const names: { peer: PeerId; path: string; size: number }[] = [];
    for (const [peer, entries] of this.trees) {
      for (const entry of entries) {
        if (entry.content === content) names.push({ peer, path: entry.path, size: entry.size ?? 0 });
      }
    }
    return Promise.resolve(names);
  }

  report({ peer }: { readonly peer: PeerId }): Promise<void> {
    this.reported.push(peer);
    return Promise.resolve();
  }

  addSource(content: ContentId, peer: PeerId, name: string, port: number, pieces = 1, whole = true): void {
    const endpoints = [{ protocol: 'ayni' as const, host: '127.0.0.1', port }];
    const source: Source = { peer, name, endpoints, pieces, whole, slots: { total: 8, free: 8 } };
    this.sources.set(content, [...(this.sources.get(content) ?? []), source]);
  }

  get operations(): TrackerOperations {
    return this as unknown as TrackerOperations;
  }
}

/** A peer that serves files over TLS, with its own folder. */
export interface Seeder {
  readonly identity: Identity;
  readonly folder: string;
  readonly server: () => UploadServer;
  readonly port: () => number;
  /** Writes a file, shares it under `share/…` and tells the tracker. */
  add(path: string, bytes: Uint8Array, facts?: Partial<BrowsedEntry>): Promise<ContentId>;
  addEntry(entry: BrowsedEntry): void;
  stop(): Promise<void>;
  /** On the same port. */
  restart(): Promise<void>;
}

export async function seeder(
  t: TestContext,
  tracker: StandInTracker,
  { name = 'seeder', slots = 8, audience = EVERYONE }: { name?: string; slots?: number; audience?: Audience } = {},
): Promise<Seeder> {
  const folder = await temporaryFolder(t);
  const identity = await loadIdentity(join(folder, 'state'));
  const library = Library.open(join(folder, 'library.sqlite'), { hasher, log: SILENT });
  const files = join(folder, 'files');
  await mkdir(files, { recursive: true });
  const entries: BrowsedEntry[] = [{ kind: 'share', path: 'share', audience }];
  tracker.trees.set(identity.peer, entries);
  const make = (port: number) =>
    new UploadServer(
      {
        identity,
        library,
        authorize: (_token, peer) => Promise.resolve({ peer, groups: [], role: 'member', expires: 4e9 }),
        clock: systemClock,
      },
      { port, host: '127.0.0.1', slots },
    );
  let server = make(0);
  const { port } = await server.start();
  t.after(async () => {
    await server.stop();
    library.close();
  });
  return {
    identity,
    folder: files,
    server: () => server,
    port: () => port,
    async add(path, bytes, facts = {}) {
      const absolute = join(files, path);
      await mkdir(join(absolute, '..'), { recursive: true });
      await writeFile(absolute, bytes);
      const { mtimeNs, ino } = await stat(absolute, { bigint: true });
      const pieceHashes = hashesOf(bytes);
      const content = contentIdOfPieces(hasher, bytes.length, pieceHashes);
      const file = { content, size: bytes.length, path: absolute, mtimeNs, inode: ino, audience: EVERYONE };
      library.addFetched({ ...file, executable: false, pieceHashes });
      entries.push({
        kind: 'file',
        path: `share/${path}`,
        content,
        size: bytes.length,
        mtime: 1_600_000_000_123,
        executable: false,
        ...facts,
      });
      if (tracker.sources.get(content)?.some((source) => source.peer === identity.peer) !== true) {
        tracker.addSource(content, identity.peer, name, port);
      }
      return content;
    },
    addEntry: (entry) => void entries.push(entry),
    stop: () => server.stop(),
    async restart() {
      server = make(port);
      await server.start();
    },
  };
}

export interface Downloader {
  readonly service: DownloadService;
  readonly library: Library;
  readonly folder: string;
  readonly state: string;
  readonly identity: Identity;
  /** Ends it in order and starts another on the same state. */
  restart(): Promise<DownloadService>;
}

export async function downloader(
  t: TestContext,
  tracker: StandInTracker,
  options: Partial<DownloadOptions> & {
    base?: string;
    peers?: Partial<Record<Dialect, ForeignFetch>>;
    playheads?: Playheads;
  } = {},
): Promise<Downloader> {
  const base = options.base ?? (await temporaryFolder(t));
  const folder = options.folder ?? join(base, 'downloads');
  const state = join(base, 'state');
  const identity = await loadIdentity(state);
  const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT }, { dialects: true });
  const make = () =>
    new DownloadService(
      {
        identity,
        library,
        tracker: tracker.operations,
        credential: () => 'token',
        hasher,
        foreign: options.peers ?? {},
        ...(options.playheads === undefined ? {} : { playheads: options.playheads }),
        clock: systemClock,
        log: SILENT,
      },
      { stateFile: join(state, 'downloads.sqlite'), ...options, folder },
    );
  let service = make();
  await service.start();
  t.after(async () => {
    await service.stop();
    library.close();
  });
  return {
    get service() {
      return service;
    },
    library,
    folder,
    state,
    identity,
    async restart() {
      await service.stop();
      service = make();
      await service.start();
      return service;
    },
  };
}

/** Resolves with the job as soon as it is as wanted; fails when it ended otherwise. */
export function until(service: DownloadService, id: string, wanted: (job: Job) => boolean): Promise<Job> {
  return new Promise((resolve, reject) => {
    const look = (job: Job): void => {
      if (job.id !== id) return;
      const right = wanted(job);
      if (!right && !['done', 'failed', 'cancelled'].includes(job.state)) return;
      unlisten();
      if (right) resolve(job);
      else reject(new Error(`the job ended: ${JSON.stringify(job)}`));
    };
    const unlisten = service.onChange(look);
    const now = service.jobs().find((job) => job.id === id);
    if (now !== undefined) look(now);
  });
}

/** Everything below a folder: beginnings of files, targets of links, `null` for directories. */
export async function treeOf(folder: string, below = ''): Promise<Record<string, string | null>> {
  const tree: Record<string, string | null> = {};
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const name = below === '' ? entry.name : `${below}/${entry.name}`;
    const path = join(folder, name);
    if (entry.isSymbolicLink()) tree[name] = `-> ${await readlink(path)}`;
    else if (entry.isDirectory()) Object.assign(tree, { [name]: null }, await treeOf(folder, name));
    else tree[name] = (await readFile(path)).toString('latin1').slice(0, 200);
  }
  return tree;
}
