import { hostname } from 'node:os';

/** What a peer is called unless told. */
export function defaultName(): string {
  return hostname().split('.')[0]?.slice(0, 64) || 'peer';
}
