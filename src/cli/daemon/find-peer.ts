import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId, type PeerId } from '../../core/ids.ts';
import { didYouMean } from '../../core/format/did-you-mean.ts';

interface Named {
  readonly peer: PeerId;
  readonly name: string;
}

/** Letters of an id that may stand for it. */
const MIN_PREFIX = 4;

/** All peers that a person may mean by a name (any case) or by the beginning of an id. */
export function matchingPeers<Peer extends Named>(peers: readonly Peer[], text: string): readonly Peer[] {
  const exact = peers.filter(({ peer, name }) => peer === text || name === text);
  if (exact.length > 0) return exact;
  const lower = text.toLowerCase();
  return peers.filter(
    ({ peer, name }) => name.toLowerCase() === lower || (text.length >= MIN_PREFIX && peer.startsWith(lower)),
  );
}

/** @throws {AyniError} `not-found`, `ambiguous` */
export function findPeer<Peer extends Named>(peers: readonly Peer[], text: string): Peer {
  const [first, ...more] = matchingPeers(peers, text);
  if (first === undefined) {
    const hint = didYouMean(
      text,
      peers.map(({ name }) => name),
    );
    throw new AyniError('not-found', `No peer is called "${printable(text)}": "ayni peers" lists them.${hint}`);
  }
  if (more.length > 0) {
    const ids = [first, ...more].map(({ peer }) => shortId(peer)).join(', ');
    throw new AyniError(
      'ambiguous',
      `${more.length + 1} peers are called "${printable(text)}": say which by its id (${ids}).`,
    );
  }
  return first;
}

/** `PEER:share/path` or `PEER/share/path`, split; the path has no slashes around it. Undefined without either sign. */
export function splitPeerPath(text: string): { readonly peer: string; readonly path: string } | undefined {
  const match = /^([^:/]+)[:/](.*)$/s.exec(text);
  if (match === null) return undefined;
  return { peer: match[1] ?? '', path: (match[2] ?? '').replaceAll(/^\/+|\/+$/g, '') };
}
