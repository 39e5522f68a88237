import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { didYouMean } from '../../core/format/did-you-mean.ts';
import { shortId } from '../../core/ids.ts';
import { matchingPeers, type NamedPeer } from '../../core/names/matching-peers.ts';

/** @throws {AyniError} `not-found`, `ambiguous` */
export function findPeer<Peer extends NamedPeer>(peers: readonly Peer[], text: string): Peer {
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
