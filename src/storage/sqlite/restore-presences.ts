import { DIALECTS } from '../../core/dialects/dialect.ts';
import type { Endpoint } from '../../core/swarm/catalog.ts';
import type { KeptLease } from './lease-rows.ts';
import type { Presences } from './presences.ts';

const PROTOCOLS = ['ayni', ...DIALECTS] as const;

/** Takes the leases that were kept when the tracker ran last; those of revoked and former members are over. */
export function restorePresences(presences: Presences, leases: readonly KeptLease[], now: number): void {
  for (const lease of leases) {
    const known = lease.revoked ? { ...lease, expires: 0 } : lease;
    presences.restore(known, lease.id, lease.name, endpointsOf(lease.endpoints), now);
  }
}

function endpointsOf(json: string): readonly Endpoint[] {
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.flatMap((each: unknown) => endpointOf(each) ?? []) : [];
}

function endpointOf(value: unknown): Endpoint | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('protocol' in value && 'host' in value && 'port' in value)) return undefined;
  const { host, port } = value;
  const protocol = PROTOCOLS.find((each) => each === value.protocol);
  if (protocol === undefined || typeof host !== 'string' || typeof port !== 'number') return undefined;
  return { protocol, host, port, ...('bridge' in value && value.bridge === true ? { bridge: true } : {}) };
}
