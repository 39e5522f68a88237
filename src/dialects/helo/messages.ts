import { AyniError } from '../../core/errors.ts';
import type { DialectFile } from '../../wire/dialects/dialect-registry.ts';
import { encodeMessage, type HeloFraming } from './codec.ts';
import { announcedName, listedName } from './names.ts';

/** Longer host names are none (RFC 1035). */
const MAX_HOST = 253;

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `host:port`, where host is an IPv4 address or a host name. Undefined for anything else. */
export function parseAddress(text: string): Address | undefined {
  const [, host, digits] = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (host === undefined || host.length > MAX_HOST || port < 1 || port > 65_535) return undefined;
  return { host, port };
}

export function formatAddress({ host, port }: Address): string {
  return `${host}:${port}`;
}

/** What ADDF names. Unframed names end at a space, framed ones at LF; the names are taken as they are. */
export function parseNames(framing: HeloFraming, text: string): string[] {
  return text.split(framing === 'framed' ? '\n' : ' ').filter((name) => name !== '');
}

/** A line of RPFL. */
export interface Pair extends Address {
  readonly name: string;
}

/**
 * The answer to RQFS.
 * @throws {AyniError} `too-large` where a frame cannot hold it
 */
export function encodePairs(framing: HeloFraming, files: readonly DialectFile[]): Buffer {
  const pairs: string[] = [];
  for (const { name, owners } of files) {
    for (const { native, host, port } of owners) {
      // An IPv6 address has no place in `host:port`, and nobody in this dialect could dial it.
      if (host.includes(':')) continue;
      const listed = native ? listedName(framing, name) : announcedName(framing, name);
      pairs.push(framing === 'framed' ? `${listed}\t${host}:${port}` : `${listed}:${host}:${port}`);
    }
  }
  const payload = framing === 'framed' ? pairs.join('\n') : [pairs.length, ...pairs].join(' ');
  return encodeMessage(framing, 'RPFL', payload);
}

/** @throws {AyniError} `bad-answer` where a line is not `name TAB host:port` */
export function parsePairs(text: string): Pair[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const tab = line.lastIndexOf('\t');
      const address = parseAddress(line.slice(tab + 1));
      if (tab < 1 || address === undefined) {
        throw new AyniError('bad-answer', 'The helo tracker lists a file without the address of its owner.');
      }
      return { name: line.slice(0, tab), ...address };
    });
}
