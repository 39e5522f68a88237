import type { Endpoint } from './catalog.ts';
import { parseIp, sameIp, scopeOf } from './ip-address.ts';

export type AnnouncedEndpoint = Omit<Endpoint, 'host'> & { readonly host?: string };

/** What the tracker knows of a peer that announces itself. */
export interface AnnouncedFrom {
  /** The address that its connection comes from. */
  readonly observed: string;
  /** Addresses of the tracker's own machine: a peer that comes over loopback is on it. */
  readonly local: readonly string[];
  /** An admin, who may announce any host: a name, or what a port forwarding makes of the address. */
  readonly trusted: boolean;
}

/** Endpoints of one lease. */
const MAX_ENDPOINTS = 16;

function mayBeIts(host: string, from: AnnouncedFrom): boolean {
  const ip = parseIp(host);
  if (ip === undefined) return from.trusted;
  const scope = scopeOf(ip);
  if (scope === 'none') return false;
  if (from.trusted) return true;
  const observed = parseIp(from.observed);
  if (observed === undefined) return false;
  if (sameIp(ip, observed)) return true;
  const seen = scopeOf(observed);
  if (seen === 'loopback' && from.local.some((text) => sameIp(parseIp(text) ?? new Uint8Array(), ip))) return true;
  // A machine with several interfaces in the networks of one site. Beyond the site, only where it really comes from.
  return scope === 'private' && seen !== 'global';
}

/**
 * The endpoints that a lease gets. Peers find each other by these, so a member could aim the others at a stranger's
 * machine: they would knock there, fail to see the expected certificate and go, but knock. So an address counts when
 * - it is the one that the peer is seen at, also where it names none;
 * - it is private (RFC 1918, RFC 4193, RFC 6598) and the peer comes from the same site, by a private, link-local or
 *   loopback address: a machine may have several;
 * - it is one of the tracker's own machine, and the peer comes over loopback;
 * - an admin announces it.
 * What does not count is dropped. The address seen is added for each port, after what the peer names, unless it is
 * loopback, which is no use to others while there is another.
 */
export function acceptedEndpoints(announced: readonly AnnouncedEndpoint[], from: AnnouncedFrom): Endpoint[] {
  const accepted: Endpoint[] = [];
  const add = ({ protocol, port, bridge }: AnnouncedEndpoint, host: string): void => {
    const there = accepted.some((one) => one.protocol === protocol && one.port === port && one.host === host);
    if (there || accepted.length >= MAX_ENDPOINTS) return;
    accepted.push({ protocol, host, port, ...(bridge === true ? { bridge } : {}) });
  };
  for (const endpoint of announced) {
    if (endpoint.host !== undefined && mayBeIts(endpoint.host, from)) add(endpoint, endpoint.host);
  }
  const observed = parseIp(from.observed);
  const seenFromOutside = observed !== undefined && scopeOf(observed) !== 'loopback';
  for (const endpoint of announced) {
    const reachable = accepted.some((one) => one.protocol === endpoint.protocol && one.port === endpoint.port);
    if (seenFromOutside || !reachable) add(endpoint, from.observed);
  }
  return accepted;
}
