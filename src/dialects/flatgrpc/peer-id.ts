import { isIPv6 } from 'node:net';

/** Where a peer serves whose id says no port. */
export const DEFAULT_HTTP_PORT = 5000;

export interface HttpAddress {
  readonly host: string;
  readonly port: number;
}

/**
 * Where the peer of this id serves: existing programs take the id as a host name and port 5000, ours also `host:port`,
 * with brackets around an IPv6 host. Undefined for what can be no host.
 */
export function addressOfPeerId(id: string): HttpAddress | undefined {
  if (isIPv6(id)) return { host: id, port: DEFAULT_HTTP_PORT };
  const match = /^(?:\[([^\]]+)\]|([^\s:/?#@[\]\\]+))(?::(\d{1,5}))?$/.exec(id);
  const host = match?.[1] ?? match?.[2];
  const port = match?.[3] === undefined ? DEFAULT_HTTP_PORT : Number(match[3]);
  if (host === undefined || port < 1 || port > 65_535) return undefined;
  if (match?.[1] !== undefined && !isIPv6(host)) return undefined;
  return { host, port };
}

/**
 * The id under which a peer at this address is found by programs that put it into a URL: the host alone where it serves
 * on port 5000, else `host:port`.
 */
export function peerIdOfAddress({ host, port }: HttpAddress): string {
  const authority = isIPv6(host) ? `[${host}]` : host;
  return port === DEFAULT_HTTP_PORT ? authority : `${authority}:${port}`;
}
