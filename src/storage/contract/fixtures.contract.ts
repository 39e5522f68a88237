import { createHash } from 'node:crypto';
import type { TestContext } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { EVERYONE, type Audience, type Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import { contentIdOfHash, peerIdOf, type ContentId, type PeerId } from '../../core/ids.ts';
import { parseSharePath, type SharePath } from '../../core/names/share-path.ts';
import type { Entry, FileEntry, Page, PublishBatch } from '../../core/swarm/catalog.ts';
import type { Presence, SwarmEvent, SwarmStore } from '../../core/swarm/swarm-store.ts';

export type MakeStore = (clock: Clock) => Promise<SwarmStore>;

const digest = (text: string) => createHash('sha256').update(text).digest();

export const peerOf = (name: string): PeerId => peerIdOf(digest(`peer ${name}`));
export const contentOf = (name: string): ContentId => contentIdOfHash(digest(`content ${name}`));
export const hashOf = (secret: string): string => digest(secret).toString('hex');
export const pathOf = (path: string): SharePath => parseSharePath(path);

export const ANNA = peerOf('anna');
export const BEN = peerOf('ben');
export const CLEO = peerOf('cleo');

export const viewer = (peer: PeerId, ...groups: string[]): Viewer => ({ peer, groups });
export const STRANGER = viewer(peerOf('stranger'));

export const PRESENCE: Presence = {
  endpoints: [{ protocol: 'ayni', host: '192.0.2.1', port: 7742 }],
  slots: { total: 4, free: 3 },
  agent: 'ayni/test',
};

export const TTL = 60_000;

export function file(path: string, content: string, more: Partial<FileEntry> = {}): FileEntry {
  return {
    kind: 'file',
    path: pathOf(path),
    content: contentOf(content),
    size: 10,
    mtime: 1,
    executable: false,
    ...more,
  };
}
export const directory = (path: string): Entry => ({ kind: 'directory', path: pathOf(path) });
export const symlink = (path: string, target: string): Entry => ({ kind: 'symlink', path: pathOf(path), target });

export function only(share: string, upsert: readonly Entry[], audience: Audience = EVERYONE): PublishBatch {
  return { share, audience, base: 0, next: 1, full: 'only', upsert, remove: [] };
}

/** The same, as a delta. */
export function delta(share: string, base: number, upsert: readonly Entry[], remove: readonly string[] = []) {
  return { share, audience: EVERYONE, base, next: base + 1, upsert, remove: remove.map(pathOf) };
}

export interface Scene {
  readonly store: SwarmStore;
  readonly clock: ManualClock;
}

/** A store of the test's own with Anna, Ben and Cleo as members, online. */
export async function scene(t: Pick<TestContext, 'after'>, makeStore: MakeStore): Promise<Scene> {
  const clock = new ManualClock();
  const store = await makeStore(clock);
  t.after(() => store.close());
  await populate(store);
  return { store, clock };
}

export async function populate(store: SwarmStore): Promise<void> {
  for (const [peer, name] of [
    [ANNA, 'anna'],
    [BEN, 'ben'],
    [CLEO, 'cleo'],
  ] as const) {
    await store.putMember({ peer, name, role: 'member', groups: [] });
    await store.grantLease(peer, PRESENCE, TTL);
  }
}

/** All pages of a query, one after the other. */
export async function everyPage<T>(query: (cursor: { cursor?: string }) => Promise<Page<T>>): Promise<readonly T[]> {
  const items: T[] = [];
  let page = await query({});
  for (let count = 0; ; count++) {
    items.push(...page.items);
    if (page.cursor === undefined) return items;
    if (count > 10_000) throw new Error('the pages do not end');
    page = await query({ cursor: page.cursor });
  }
}

/** All events that a viewer may see, look by look. */
export async function everyEvent(store: SwarmStore, as: Viewer, after = 0): Promise<readonly SwarmEvent[]> {
  const all: SwarmEvent[] = [];
  let place = after;
  for (let more = true; more;) {
    const seen = await store.eventsAfter(as, place, 100);
    all.push(...seen.events);
    ({ last: place, more } = seen);
  }
  return all;
}

/** What a viewer sees of a peer: paths, with a mark for what they are. */
export async function treeOf(store: SwarmStore, as: Viewer, peer: PeerId, path = ''): Promise<readonly string[]> {
  const entries = await everyPage((cursor) => store.browse(as, { peer, path, recursive: true, limit: 100, ...cursor }));
  const marks = { share: ':', directory: '/', file: '', symlink: '@' };
  return entries.map((entry) => entry.path + marks[entry.kind]);
}

export async function found(
  store: SwarmStore,
  as: Viewer,
  text: string,
  more: Partial<Parameters<SwarmStore['search']>[1]> = {},
): Promise<readonly string[]> {
  const hits = await everyPage((cursor) => store.search(as, { text, limit: 100, ...more, ...cursor }));
  return hits.flatMap((hit) => hit.names).toSorted();
}
