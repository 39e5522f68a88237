import { randomUUID } from 'node:crypto';

/** Header and metadata in which a caller, or a proxy, may bring its own id of a request. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** What the caller brought, where that can stand in a header and a log; else an id made here, 8 hexadecimal digits. */
export function requestId(given: unknown): string {
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID().slice(0, 8);
}
