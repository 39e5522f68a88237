import { endpointsOf } from '../leases/kept-endpoints.ts';
import type { LeaseRow } from '../leases/lease-row.ts';
import type { Presences } from '../leases/presences.ts';
import type { MemberReads } from './members.ts';
import type { PeerRows } from './peer-rows.ts';

/** Takes the leases that were kept when the tracker ran last; those of revoked and former members are over. */
export function restorePresences(
  presences: Presences,
  leases: readonly LeaseRow[],
  members: MemberReads,
  rows: PeerRows,
  now: number,
): void {
  for (const lease of leases) {
    const peer = rows.idOf(lease.peer);
    const member = members.member(peer);
    if (!member) continue;
    const known = member.revoked ? { ...lease, expires: 0 } : lease;
    presences.restore(known, peer, member.name, endpointsOf(lease.endpoints), now);
  }
}
