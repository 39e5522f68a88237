import { endpointsOf } from '../leases/kept-endpoints.ts';
import type { Presences } from '../leases/presences.ts';
import type { KeptLease } from './lease-rows.ts';

/** Takes the leases that were kept when the tracker ran last; those of revoked and former members are over. */
export function restorePresences(presences: Presences, leases: readonly KeptLease[], now: number): void {
  for (const lease of leases) {
    const known = lease.revoked ? { ...lease, expires: 0 } : lease;
    presences.restore(known, lease.id, lease.name, endpointsOf(lease.endpoints), now);
  }
}
