import { splitExtension, shorten } from './shorten.ts';
import { utf8Length } from './utf8.ts';

/** What names the place can hold that a file is written to. */
export interface NameRules {
  /** Windows: device names, forbidden characters and trailing dots and spaces are replaced. */
  readonly windows: boolean;
  /** `A` and `a` are the same file there (probed by whoever writes). */
  readonly caseInsensitive: boolean;
}

/** UTF-8 bytes of the longest name; the limit of most file systems. */
export const MAX_FILE_NAME_BYTES = 255;

const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])$/i;
const PART_SUFFIX = '.ayni-part';
/** Most names by far: nothing in them is special anywhere but on Windows. */
const PLAIN = /^[\w-][\w .-]{0,84}$/;

/** What `name` is written to until it is whole, beside it; always short enough. */
export function partName(name: string): string {
  return `.${shorten(name, MAX_FILE_NAME_BYTES - 1 - PART_SUFFIX.length)}${PART_SUFFIX}`;
}

export function isPartName(name: string): boolean {
  return name.startsWith('.') && name.toLowerCase().endsWith(PART_SUFFIX) && name.length > PART_SUFFIX.length;
}

/**
 * One name from outside as the target can hold it, the same each time: NFC, nothing that is special there, at most 255
 * bytes (the extension stays, a short hash tells shortened names apart), and never the name of a part file of ours.
 */
export function safeName(name: string, rules: Pick<NameRules, 'windows'>): string {
  if (!rules.windows && PLAIN.test(name)) return name;
  let safe = name.normalize('NFC').replaceAll(/[/\0]/g, '_');
  if (rules.windows) safe = windowsName(safe);
  if (safe === '' || safe === '.' || safe === '..') safe = `_${safe}`;
  if (isPartName(safe)) safe = `_${safe}`;
  return shorten(safe, MAX_FILE_NAME_BYTES);
}

function windowsName(name: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters that Windows refuses
  let safe = name.replaceAll(/[<>:"/\\|?*\u0000-\u001f]/g, '_');
  safe = safe.replace(/[. ]+$/, (trail) => '_'.repeat(trail.length));
  const dot = safe.indexOf('.');
  const stem = (dot < 0 ? safe : safe.slice(0, dot)).trimEnd();
  // `nul.txt` and `nul .txt` are the device too.
  return DEVICE.test(stem) ? `${stem}_${safe.slice(stem.length)}` : safe;
}

/** `report (2).pdf`: the name to take when the plain one is taken. A folder has no extension. */
export function numberedName(name: string, number: number, kind: 'file' | 'directory' = 'file'): string {
  const { stem, extension } = kind === 'file' ? splitExtension(name) : { stem: name, extension: '' };
  const suffix = ` (${number})${extension}`;
  return `${shorten(stem, MAX_FILE_NAME_BYTES - utf8Length(suffix))}${suffix}`;
}

/** Names with the same key are the same file at the target. */
export function nameKey(name: string, rules: Pick<NameRules, 'caseInsensitive'>): string {
  // Folded up, then down: file systems differ in what they fold, and a number too many does no harm.
  return rules.caseInsensitive ? name.toUpperCase().toLowerCase().normalize('NFC') : name;
}
