import type { Viewer } from '../core/access/audience.ts';
import { may, type Action } from '../core/access/role.ts';
import { AyniError } from '../core/errors.ts';
import { shortId, type PeerId } from '../core/ids.ts';
import type { Member, SwarmStore } from '../core/swarm/swarm-store.ts';

const REFUSALS: Record<Action, string> = {
  browse: 'may not look into this network',
  hold: 'may not offer downloads',
  publish: 'may not publish: guests only fetch. Ask an admin for an invite as member',
  administer: 'may not do this: it is for admins',
};

/**
 * Who is a member, asked of the store at each call, so that a revocation counts at once.
 * @throws {AyniError} `unauthenticated`, `revoked`
 */
export async function activeMember(store: SwarmStore, peer: PeerId): Promise<Member> {
  const member = await store.member(peer);
  if (member === undefined) {
    throw new AyniError('unauthenticated', `${shortId(peer)} is not a member of this network: join with an invite.`);
  }
  if (member.revoked) throw new AyniError('revoked', `${shortId(peer)} was revoked by an admin of this network.`);
  return member;
}

/** @throws {AyniError} `forbidden` */
export function memberWho(member: Member, action: Action): Member {
  if (!may(member.role, action)) {
    throw new AyniError('forbidden', `A ${member.role} ${REFUSALS[action]}.`, { context: { role: member.role } });
  }
  return member;
}

export function viewerOf({ peer, groups }: Member): Viewer {
  return { peer, groups };
}
