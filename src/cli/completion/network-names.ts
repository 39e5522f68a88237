import { baseName, parentPath } from '../../core/names/share-path.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { findPeer, splitPeerPath } from '../daemon/find-peer.ts';
import { searchAll } from '../daemon/search-all.ts';
import type { Session } from '../daemon/session.ts';
import type { Kind, Offer } from './expected.ts';

/** Entries that are offered at most: more are no help. */
const MAX_OFFERS = 500;

type Asking = Pick<Session, 'client' | 'signal'>;

/** What the daemon knows that may begin like `word`. */
export async function namesFor(kind: Kind, word: string, asking: Asking): Promise<readonly Offer[]> {
  const { client, signal } = asking;
  if (kind === 'peer') return (await peersOf(asking)).map(({ name }) => ({ word: name }));
  if (kind === 'network') return word.includes(':') ? pathsBelow(word, asking) : peersAndFiles(word, asking);
  if (kind === 'share') {
    const shares = await client.call(CONTROL_ROUTES.shares, {}, { signal });
    return shares.map(({ share }) => ({ word: share.name, meaning: share.path }));
  }
  if (kind === 'download') {
    const jobs = await client.call(CONTROL_ROUTES.downloads, {}, { signal });
    const offers = jobs
      .slice(0, MAX_OFFERS)
      .map(({ id, name, state }) => ({ word: id, meaning: `${name} (${state})` }));
    return [...offers, { word: 'all' }];
  }
  return [];
}

async function peersOf({ client, signal }: Asking) {
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  return peers.slice(0, MAX_OFFERS);
}

async function peersAndFiles(word: string, asking: Asking): Promise<readonly Offer[]> {
  const peers = (await peersOf(asking)).filter(({ files }) => files > 0);
  const offers: Offer[] = peers.map(({ name }) => ({ word: `${name}:` }));
  // All files of a network are too many to offer.
  if (word === '') return offers;
  const { items } = await searchAll(asking, { text: word, kind: 'file' }, MAX_OFFERS);
  return [...offers, ...items.flatMap(({ names }) => names.map((name) => ({ word: baseName(name) })))];
}

/** `left:photos/20` → `left:photos/2025/`. */
async function pathsBelow(word: string, asking: Asking): Promise<readonly Offer[]> {
  const colon = word.indexOf(':');
  const { path } = splitPeerPath(word) ?? { path: '' };
  const owner = findPeer(await peersOf(asking), word.slice(0, colon));
  // A slash at the end opens the folder.
  const folder = word.endsWith('/') ? path : parentPath(path);
  const { client, signal } = asking;
  const request = { peer: owner.peer, path: folder, recursive: false, limit: MAX_OFFERS };
  const { items } = await client.call(NETWORK_ROUTES.browse, request, { signal });
  return items.map((entry) => {
    const isFolder = entry.kind === 'directory' || (entry.kind === 'share' && entry.content === undefined);
    return { word: `${word.slice(0, colon)}:${entry.path}${isFolder ? '/' : ''}` };
  });
}
