import type { Static } from 'typebox';

import { formatAddress } from '../../../../src/core/access/link.ts';
import type { PeerId } from '../../../../src/core/ids.ts';
import type { NETWORK_ROUTES } from '../../../../src/wire/control/routes.ts';

type Members = Static<typeof NETWORK_ROUTES.members.answer>;
type Peers = Static<typeof NETWORK_ROUTES.peers.answer>;

export interface KnownMember {
  readonly peer: PeerId;
  readonly name: string;
  readonly role: string;
  readonly groups: readonly string[];
  readonly revoked: boolean;
  /** Members that had wrong bytes from it. */
  readonly reports: number;
  readonly online: boolean;
  /** ms; absent for whoever was never there. */
  readonly seen: number | undefined;
  /** `host:port`, or nothing. */
  readonly endpoint: string;
}

/** Members with what the list of peers tells of them: complaints first, then who is there, the revoked last. */
export function joinMembers(members: Members, peers: Peers): KnownMember[] {
  const byId = new Map(peers.map((peer) => [peer.peer, peer]));
  const rank = ({ revoked, reports, online }: KnownMember) => (revoked ? 3 : reports > 0 ? 0 : online ? 1 : 2);
  return members
    .map(({ peer, name, role, groups, revoked, reports = 0 }) => {
      const there = byId.get(peer);
      const [endpoint] = there?.endpoints ?? [];
      return {
        peer,
        name,
        role,
        groups,
        revoked,
        reports,
        online: there?.online ?? false,
        seen: there?.seen,
        endpoint: endpoint === undefined ? '' : formatAddress(endpoint),
      };
    })
    .toSorted((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name));
}
