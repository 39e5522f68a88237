import { decodeName, encodeName } from '../shared/wire-names.ts';

/** What ends a name in a listing or in a request. */
// oxlint-disable-next-line no-control-regex -- LF among them ends the whole message
const ENDS_NAME = /[\u0000-\u0020\u007f]/;

/** A file of ours as a listing names it. */
export function listedName(name: string): string {
  return encodeName(name, ENDS_NAME);
}

/** The names that a request may mean, likeliest first: what a listing showed, and the very name. */
export function askedNames(text: string): string[] {
  const decoded = decodeName(text);
  return decoded === text ? [text] : [decoded, text];
}
