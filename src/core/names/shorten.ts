import { characterBytes, utf8Length } from './utf8.ts';

/** Longer than this, what follows the last dot is no extension that anyone would miss. */
const MAX_EXTENSION = 16;

/** `.gitignore` has no extension, `a.tar.gz` has `.tar.gz`. */
export function splitExtension(name: string): { readonly stem: string; readonly extension: string } {
  const match = /^(.+?)((?:\.tar)?\.[^. ]+)$/s.exec(name);
  const extension = match?.[2] ?? '';
  if (match?.[1] === undefined || extension.length > MAX_EXTENSION) return { stem: name, extension: '' };
  return { stem: match[1], extension };
}

/** FNV-1a over UTF-16 units, 32 bits, as eight hex digits: tells shortened names apart, protects nothing. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 255), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** `name` in at most `maxBytes` bytes of UTF-8; what was cut is replaced by `~` and a hash of the whole, the extension stays. */
export function shorten(name: string, maxBytes: number): string {
  // A name of n UTF-16 units has at most 3n bytes.
  if (name.length * 3 <= maxBytes) return name;
  if (utf8Length(name) <= maxBytes) return name;
  const { stem, extension } = splitExtension(name);
  const ending = `~${shortHash(name)}${extension}`;
  let left = maxBytes - utf8Length(ending);
  let kept = '';
  for (const character of stem) {
    left -= characterBytes(character);
    if (left < 0) break;
    kept += character;
  }
  // A space before the mark would be easy to overlook.
  return `${kept.trimEnd()}${ending}`;
}
