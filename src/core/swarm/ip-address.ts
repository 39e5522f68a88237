/** IP addresses as bytes: 4 for IPv4 (also where it came mapped into IPv6, RFC 4291 2.5.5.2), 16 for IPv6. */
export type IpAddress = Uint8Array;

function parseV4(text: string): IpAddress | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  const bytes = new Uint8Array(4);
  for (const [i, part] of parts.entries()) {
    // No leading zeros: some programs read those as octal.
    if (!/^(?:0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    bytes[i] = Number(part);
  }
  return bytes;
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return [];
  const groups = text.split(':');
  return groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))
    ? groups.map((group) => parseInt(group, 16))
    : undefined;
}

function parseV6(text: string): IpAddress | undefined {
  let rest = text;
  // The last 32 bits may be written as IPv4.
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const [a = 0, b = 0, c = 0, d = 0] = parseV4(dotted[2] ?? '') ?? [-1];
    if (a < 0) return undefined;
    rest = `${dotted[1]}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  }
  const [before = '', after, ...more] = rest.split('::');
  const head = groupsOf(before);
  const tail = groupsOf(after ?? '');
  if (head === undefined || tail === undefined || more.length > 0) return undefined;
  const missing = 8 - head.length - tail.length;
  if (after === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...head, ...Array.from({ length: missing }, () => 0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >>> 8, group & 255]));
}

/** Undefined for what is no IP address, host names among them. A zone (`%eth0`) is left out. */
export function parseIp(text: string): IpAddress | undefined {
  if (text.length > 64) return undefined;
  const zone = text.indexOf('%');
  const address = zone < 0 ? text : text.slice(0, zone);
  if (!address.includes(':')) return parseV4(address);
  const bytes = parseV6(address);
  const mapped = bytes?.subarray(0, 12).every((byte, i) => byte === (i < 10 ? 0 : 255));
  return mapped === true ? bytes?.slice(12) : bytes;
}

export function sameIp(a: IpAddress, b: IpAddress): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** An IPv4 address that came mapped into IPv6 (`::ffff:192.0.2.1`) as the IPv4 address; anything else as it is. */
export function plainAddress(text: string): string {
  const ip = text.includes(':') ? parseIp(text) : undefined;
  return ip?.length === 4 ? ip.join('.') : text;
}

export type IpScope = 'loopback' | 'link-local' | 'private' | 'global' | 'none';

/** Where an address means something. `none`: nobody is reached at it (unspecified, multicast, broadcast). */
export function scopeOf(ip: IpAddress): IpScope {
  const [a = 0, b = 0] = ip;
  if (ip.length === 4) {
    if (a === 0 || a >= 224) return 'none';
    if (a === 127) return 'loopback';
    if (a === 169 && b === 254) return 'link-local';
    // RFC 1918, and RFC 6598 for carriers and overlay networks.
    const isPrivate =
      a === 10 || (a === 172 && b >>> 4 === 1) || (a === 192 && b === 168) || (a === 100 && b >>> 6 === 1);
    return isPrivate ? 'private' : 'global';
  }
  if (a === 255) return 'none';
  if (ip.subarray(0, 15).every((byte) => byte === 0)) return ip[15] === 1 ? 'loopback' : 'none';
  if (a === 0xfe && b >>> 6 === 2) return 'link-local';
  return a >>> 1 === 0x7e ? 'private' : 'global';
}

/** Addresses with the same key are of one subnet, as far as one can tell from outside: /24 and /64. */
export function subnetOf(ip: IpAddress): string {
  return ip.length === 4 ? ip.subarray(0, 3).join('.') : ip.subarray(0, 8).join(':');
}
