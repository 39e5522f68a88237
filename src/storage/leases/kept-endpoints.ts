import { DIALECTS } from '../../core/dialects/dialect.ts';
import type { Endpoint } from '../../core/swarm/catalog.ts';

const PROTOCOLS = ['ayni', ...DIALECTS] as const;

/** Endpoints as a lease's row has them; what is none of ours is left out. */
export function endpointsOf(json: string): readonly Endpoint[] {
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
