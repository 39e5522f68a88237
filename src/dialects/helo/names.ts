import { decodeName, encodeName } from '../shared/wire-names.ts';
import type { HeloFraming } from './codec.ts';

/** What ends a name: unframed a space, in its lists also a colon; in framed lists TAB and LF. */
const ENDS_NAME = {
  // oxlint-disable-next-line no-control-regex -- LF among them ends the whole message
  unframed: /[\u0000-\u0020:\u007f]/,
  framed: /[\t\n\r]/,
} as const;

/** A native peer's file as a list or an announcement names it. Frames carry all but TAB and LF as it is. */
export function listedName(framing: HeloFraming, name: string): string {
  if (framing === 'framed' && !ENDS_NAME.framed.test(name)) return name;
  return encodeName(name, ENDS_NAME[framing]);
}

/**
 * A foreign peer's file as a list names it: as it was announced, so that this very name can be asked of that peer. Only
 * a name that came in a frame can hold what an unframed list cannot carry; that is encoded.
 */
export function announcedName(framing: HeloFraming, name: string): string {
  if (framing === 'framed' || !name.includes(' ')) return name;
  return encodeName(name, ENDS_NAME.unframed);
}

/** The names that a request may mean, likeliest first: what was encoded for an unframed line, and the very name. */
export function askedNames(framing: HeloFraming, text: string): string[] {
  const decoded = decodeName(text);
  if (decoded === text) return [text];
  return framing === 'framed' ? [text, decoded] : [decoded, text];
}
