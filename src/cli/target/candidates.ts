import type { Static } from 'typebox';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { CONTENT_ID_BEGINNING, parseContentId, type ContentId, type PeerId } from '../../core/ids.ts';
import { linkRefusal } from '../../core/names/link-target.ts';
import { matchingPeers } from '../../core/names/matching-peers.ts';
import { baseName, parentPath } from '../../core/names/share-path.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { findPeer, splitPeerPath } from '../daemon/find-peer.ts';
import type { Session } from '../daemon/session.ts';
import { linkedCandidate } from './linked.ts';
import { mergeSameTrees } from './same-trees.ts';
import { foreignCandidates, markOf, parseForeignUrl, type ForeignCandidate } from './foreign.ts';

/** Where a member has a folder. */
interface TreePlace {
  readonly peer: PeerId;
  readonly peerName: string;
  /** `share/…`. */
  readonly path: string;
}

/** One thing that a person may have meant. */
export type Candidate =
  | {
      readonly kind: 'content';
      readonly content: ContentId;
      readonly size?: number;
      /** A file name, without folders. */
      readonly name: string;
      /** Some of the paths it goes by. */
      readonly paths: readonly string[];
      readonly sources?: number;
    }
  | (TreePlace & { readonly kind: 'tree'; /** Where the same folder is, too. */ readonly also: readonly TreePlace[] })
  | ForeignCandidate;

export type ContentCandidate = Extract<Candidate, { kind: 'content' }>;
export type TreeCandidate = Extract<Candidate, { kind: 'tree' }>;
type Peers = Static<typeof NETWORK_ROUTES.peers.answer>;
type Browsed = Static<typeof NETWORK_ROUTES.browse.answer>['items'][number];

/** Contents with a name that are looked at. */
const MAX_HITS = 200;
/** Peers that are asked whether they have a folder. */
const MAX_PEERS = 50;
const PAGE = 5000;

/**
 * What `text` can stand for: a content id or, from eight letters on, the beginning of one; `PEER:share/path` or `PEER/share/path`; a link; `DIALECT://host:port/name`; the name
 * or the end of the path of a file or folder.
 * @param id the beginning of a content id: keeps contents with it alone
 * @throws {AyniError} `not-found`
 */
export async function candidatesFor(session: Session, text: string, id?: string): Promise<readonly Candidate[]> {
  const all = await everyCandidate(session, text);
  const kept = id === undefined ? all : all.filter((one) => one.kind === 'content' && one.content.startsWith(id));
  if (kept.length > 0) return mergeSameTrees(session, kept);
  if (all.length > 0)
    throw new AyniError(
      'not-found',
      `No content called "${printable(text)}" has an id that begins with ${printable(id ?? '')}.`,
    );
  throw new AyniError('not-found', `Nobody shares "${printable(text)}": "search" finds by parts of names.`);
}

async function everyCandidate(session: Session, text: string): Promise<readonly Candidate[]> {
  const { client, signal } = session;
  if (isContentId(text)) return [await byId(session, parseContentId(text))];
  const linked = await linkedCandidate(session, text);
  if (linked !== undefined) return [linked];
  const foreign = parseForeignUrl(text);
  if (foreign !== undefined) return [foreign];
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  const split = splitPeerPath(text);
  if (split !== undefined) {
    const owners = matchingPeers(peers, split.peer);
    // With a slash it may as well be the end of a path; with a colon it is a peer, or a name that holds one.
    if (owners.length > 0) return byPath(session, findPeer(peers, split.peer), split.path);
  }
  const named = await byName(session, peers, text.replaceAll(/^\/+|\/+$/g, ''));
  // A name may look like an id: whoever gave it that may not decide what is fetched by the id.
  const found = CONTENT_ID_BEGINNING.test(text) ? withMore(named, await byIdBeginning(session, text)) : named;
  if (found.length === 0 && split !== undefined && text.includes(':')) findPeer(peers, split.peer);
  return found;
}

function isContentId(text: string): boolean {
  return /^c[a-z2-7]{52}$/.test(text);
}

async function byId({ client, signal }: Session, content: ContentId): Promise<Candidate> {
  const names = await client.call(NETWORK_ROUTES.namesOf, { content }, { signal });
  const [first] = names;
  const paths = names.map(({ path }) => path);
  if (first === undefined) return { kind: 'content', content, name: content, paths };
  return { kind: 'content', content, size: first.size, name: baseName(first.path), paths };
}

async function byIdBeginning({ client, signal }: Session, idPrefix: string): Promise<readonly ContentCandidate[]> {
  const request = { text: '', idPrefix, limit: MAX_HITS };
  try {
    const { items } = await client.call(NETWORK_ROUTES.search, request, { signal });
    return items.flatMap(({ content, size, names, sources }): ContentCandidate[] => {
      const [first] = names;
      // A daemon of an earlier version does not know what it is asked.
      if (first === undefined || content?.startsWith(idPrefix) !== true) return [];
      return [{ kind: 'content', content, size, name: baseName(first), paths: names, sources }];
    });
  } catch (error) {
    // Nor does such a tracker, which says so.
    if (AyniError.is(error, 'bad-request')) return [];
    throw error;
  }
}

/** Each content once. */
function withMore(candidates: readonly Candidate[], more: readonly ContentCandidate[]): readonly Candidate[] {
  const known = new Set(candidates.map((one) => (one.kind === 'content' ? one.content : undefined)));
  return [...candidates, ...more.filter(({ content }) => !known.has(content))];
}

async function byPath(session: Session, peer: Peers[number], path: string): Promise<readonly Candidate[]> {
  const found = await entryAt(session, peer.peer, path);
  if (found === undefined) {
    throw new AyniError(
      'not-found',
      `${printable(peer.name)} shares no "${printable(path)}": "ls ${printable(peer.name)}" lists what it does.`,
    );
  }
  if (found.kind === 'symlink') throw linkRefusal(found.path, found.target ?? '');
  return [candidateOf(found, peer)];
}

function candidateOf(entry: Browsed, peer: Peers[number]): Candidate {
  const mark = markOf(entry);
  if (mark !== undefined) return { kind: 'foreign', ...mark, also: [] };
  if (entry.content === undefined)
    return { kind: 'tree', peer: peer.peer, peerName: peer.name, path: entry.path, also: [] };
  const size = entry.size === undefined ? {} : { size: entry.size };
  return { kind: 'content', content: entry.content, ...size, name: baseName(entry.path), paths: [entry.path] };
}

/** The entry at a path, from the listing of the directory that it is in. */
async function entryAt({ client, signal }: Session, peer: PeerId, path: string): Promise<Browsed | undefined> {
  if (path === '') throw new AyniError('usage', 'Say what to fetch of this peer: "ls PEER" lists its shares.');
  let cursor: string | undefined;
  do {
    const request = { peer, path: parentPath(path), recursive: false, limit: PAGE };
    let page: Static<typeof NETWORK_ROUTES.browse.answer>;
    try {
      const next = cursor === undefined ? {} : { cursor };
      page = await client.call(NETWORK_ROUTES.browse, { ...request, ...next }, { signal });
    } catch (error) {
      if (AyniError.is(error, 'not-found')) return undefined;
      throw error;
    }
    const found = page.items.find((entry) => entry.path === path);
    if (found !== undefined) return found;
    ({ cursor } = page);
  } while (cursor !== undefined);
  return undefined;
}

/** Exact names before names in another case. */
async function byName(session: Session, peers: Peers, text: string): Promise<readonly Candidate[]> {
  if (text === '') throw new AyniError('usage', 'Say what: a name, a content id, or PEER:share/path.');
  const { client, signal } = session;
  const { items } = await client.call(NETWORK_ROUTES.search, { text, limit: MAX_HITS }, { signal });
  const lower = text.toLowerCase();
  const ways: readonly ((path: string) => boolean)[] = [
    (path) => path === text || path.endsWith(`/${text}`),
    (path) => path.toLowerCase() === lower || path.toLowerCase().endsWith(`/${lower}`),
  ];
  for (const way of ways) {
    const hits = items.filter(({ names }) => names.some(way));
    const contents = hits.flatMap((hit): ContentCandidate[] => {
      const paths = hit.names.filter(way);
      const [first] = paths;
      if (hit.content === undefined || first === undefined) return [];
      return [
        { kind: 'content', content: hit.content, size: hit.size, name: baseName(first), paths, sources: hit.sources },
      ];
    });
    const folders = new Set(
      hits
        .filter((hit) => hit.content === undefined && markOf(hit) === undefined)
        .flatMap(({ names }) => names.filter(way)),
    );
    const marks = items.map((item) => markOf(item)).filter((mark) => mark !== undefined);
    const foreign = foreignCandidates(marks.filter(({ name }) => way(name)));
    // Whoever fetched it serves it, verified and from many at once.
    const beyond = foreign.filter(
      ({ size }) => !contents.some((one) => isOnline(one) && (size ?? one.size) === one.size),
    );
    // The names of shares themselves, which a search may not tell.
    if (!text.includes('/') && way === ways[0]) folders.add(text);
    const trees = await treesAt(session, peers, folders);
    if (contents.length + beyond.length + trees.length > 0) return [...contents, ...beyond, ...trees];
  }
  return [];
}

function isOnline({ sources = 0 }: ContentCandidate): boolean {
  return sources > 0;
}

async function treesAt(session: Session, peers: Peers, paths: ReadonlySet<string>): Promise<readonly Candidate[]> {
  const asked = peers.filter(({ online, files }) => online && files > 0).slice(0, MAX_PEERS);
  const found = await Promise.all(
    [...paths].flatMap((path) =>
      asked.map(async (peer) => {
        const entry = await entryAt(session, peer.peer, path);
        return entry === undefined || entry.kind === 'symlink' ? [] : [candidateOf(entry, peer)];
      }),
    ),
  );
  return found.flat().filter((candidate) => candidate.kind === 'tree');
}
