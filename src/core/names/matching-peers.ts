import type { PeerId } from '../ids.ts';

export interface NamedPeer {
  readonly peer: PeerId;
  readonly name: string;
}

/** Letters of an id that may stand for it. */
const MIN_PREFIX = 4;

/** All peers that a person may mean by a name (any case) or by the beginning of an id. */
export function matchingPeers<Peer extends NamedPeer>(peers: readonly Peer[], text: string): readonly Peer[] {
  const exact = peers.filter(({ peer, name }) => peer === text || name === text);
  if (exact.length > 0) return exact;
  const lower = text.toLowerCase();
  return peers.filter(
    ({ peer, name }) => name.toLowerCase() === lower || (text.length >= MIN_PREFIX && peer.startsWith(lower)),
  );
}
