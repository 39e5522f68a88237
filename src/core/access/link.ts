import { AyniError } from '../errors.ts';
import { parseNetworkId, type NetworkId } from '../ids.ts';

/** Where something listens. IPv6 addresses are without brackets here. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** An invitation: `ayni://host:port[,host:port…]/#1.<NetworkId>.<secret>`. */
export interface InviteLink {
  /** Addresses of the network's trackers, 1 to 16. */
  readonly trackers: readonly Address[];
  readonly network: NetworkId;
  /** What the tracker asks for, sent only to who proves to be of `network`; empty for an `open` network. */
  readonly secret: string;
}

const SCHEME = 'ayni://';
const VERSION = '1';
const MAX_ADDRESSES = 16;
const MAX_LINK_LENGTH = 4096;

/** @throws {AyniError} `bad-link` */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([0-9a-fA-F:.%a-z]+)\]|([^\s:,/#[\]@]+)):(\d{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  if (host === undefined || !(port >= 1 && port <= 65535) || host.length > 253) {
    throw new AyniError(
      'bad-link',
      `"${text.slice(0, 80)}" is not an address: it should look like host:port or [IPv6]:port.`,
    );
  }
  return { host, port };
}

export function formatAddress({ host, port }: Address): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

/** @throws {AyniError} `bad-link` */
export function parseLink(text: string): InviteLink {
  const link = text.trim();
  const hash = link.indexOf('/#');
  if (!link.startsWith(SCHEME) || hash < 0 || link.length > MAX_LINK_LENGTH) {
    throw new AyniError(
      'bad-link',
      'This is not an Ayni link: it should begin with ayni:// and hold a # (put it in quotes in a shell).',
    );
  }
  const [version, network, secret, ...rest] = link.slice(hash + 2).split('.');
  if (version !== VERSION) {
    throw new AyniError(
      'bad-link',
      `This link is of version ${version?.slice(0, 8)}; this program speaks version ${VERSION}. Is there a newer Ayni?`,
    );
  }
  if (network === undefined || secret === undefined || rest.length > 0 || !/^[\w-]{0,128}$/.test(secret)) {
    throw new AyniError('bad-link', 'This link is incomplete: was all of it copied?');
  }
  let id: NetworkId;
  try {
    id = parseNetworkId(network);
  } catch (cause) {
    throw new AyniError('bad-link', 'This link is incomplete or changed: was all of it copied?', { cause });
  }
  const addresses = link.slice(SCHEME.length, hash).split(',');
  if (addresses.length > MAX_ADDRESSES)
    throw new AyniError('bad-link', `A link holds at most ${MAX_ADDRESSES} addresses.`);
  return { trackers: addresses.map(parseAddress), network: id, secret };
}

export function formatLink(link: InviteLink): string {
  return `${SCHEME}${link.trackers.map(formatAddress).join(',')}/#${VERSION}.${link.network}.${link.secret}`;
}
