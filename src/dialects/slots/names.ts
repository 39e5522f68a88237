import { isUtf8 } from 'node:buffer';
import type { DialectFile, DialectPeer } from '../../wire/dialects/dialect-registry.ts';
import { decodeName, encodeName } from '../shared/wire-names.ts';

/** What ends a name in a list or in a request, and what programs pad with. */
// oxlint-disable-next-line no-control-regex -- LF among them ends a request
const ENDS_NAME = /[\u0000-\u001f:\u007f]/;
/** What no foreign peer can have announced. */
const NEVER_ANNOUNCED = /[:\n]/;

/** A native peer's file as a list names it. */
export function wireName(name: string): string {
  return encodeName(name, ENDS_NAME);
}

/** A file as the tracker lists it: as a foreign peer announced it, if one did, so that it can be asked for it. */
export function listedName({ name, owners }: DialectFile): string {
  const announced = owners.length === 0 || owners.some(({ native }) => !native);
  return announced && !NEVER_ANNOUNCED.test(name) ? name : wireName(name);
}

/** The names that a request may mean, likeliest first: what a list showed, and the very name. Empty for no UTF-8. */
export function askedNames(bytes: Buffer): string[] {
  if (!isUtf8(bytes)) return [];
  const text = bytes.toString('utf8');
  const decoded = decodeName(text);
  return decoded === text ? [text] : [decoded, text];
}

/** Owners that `ip:port` can name: a colon would end an IPv6 address. */
export function nameable(owners: readonly DialectPeer[]): readonly DialectPeer[] {
  return owners.some(({ host }) => host.includes(':')) ? owners.filter(({ host }) => !host.includes(':')) : owners;
}
