import { isIPv4 } from 'node:net';
import { networkInterfaces, type NetworkInterfaceInfo } from 'node:os';

/** At most this many, so that a link stays short. */
const MAX_ADDRESSES = 8;
/** Names of interfaces that containers and virtual machines make: others rarely reach us through them. */
const VIRTUAL = /^(?:docker|br-|veth|virbr|vboxnet|vmnet|cni|flannel|lxc|podman|utun|awdl|llw)/;

/** Lower is better: private IPv4, other IPv4, IPv6 that is global, IPv6 of a site; virtual interfaces after all. */
function rank(name: string, address: string): number {
  const virtual = VIRTUAL.test(name) ? 10 : 0;
  if (isIPv4(address)) return virtual + (/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/.test(address) ? 0 : 1);
  return virtual + (/^f[cd]/i.test(address) ? 3 : 2);
}

function isLinkLocal(address: string): boolean {
  return address.startsWith('169.254.') || /^fe[89ab]/i.test(address);
}

/**
 * Addresses of this machine that others could use, best first: no loopback, no link-local; IPv4 and IPv6. `127.0.0.1`
 * alone where there is nothing else.
 */
export function reachableAddresses(
  interfaces: NodeJS.Dict<readonly Pick<NetworkInterfaceInfo, 'address' | 'internal'>[]> = networkInterfaces(),
): string[] {
  const found: { address: string; rank: number }[] = [];
  for (const [name, list] of Object.entries(interfaces)) {
    for (const { address, internal } of list ?? []) {
      if (!internal && !isLinkLocal(address)) found.push({ address, rank: rank(name, address) });
    }
  }
  const sorted = found.toSorted((a, b) => a.rank - b.rank).map(({ address }) => address);
  return sorted.length === 0 ? ['127.0.0.1'] : [...new Set(sorted)].slice(0, MAX_ADDRESSES);
}
