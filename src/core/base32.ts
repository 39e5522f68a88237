/** RFC 4648 base32, lower case, no padding. */
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567';

const LETTERS = Uint8Array.from(ALPHABET, (each) => each.charCodeAt(0));
/** Of an id, which is what mostly is encoded. */
const ID_BYTES = 32;
/** Used again for each. */
const idLetters: number[] = Array.from({ length: 52 }, () => 0);
const VALUES = new Int8Array(128).fill(-1);
for (const [value, code] of LETTERS.entries()) VALUES[code] = value;

export function encodeBase32(bytes: Uint8Array): string {
  // Letters put together one by one would be as many strings: ids are made by the hundred thousand.
  const letters: number[] = bytes.length === ID_BYTES ? idLetters : [];
  let at = 0;
  let from = 0;
  for (; from + 5 <= bytes.length; from += 5) {
    const a = bytes[from] ?? 0;
    const b = bytes[from + 1] ?? 0;
    const c = bytes[from + 2] ?? 0;
    const d = bytes[from + 3] ?? 0;
    const e = bytes[from + 4] ?? 0;
    letters[at++] = letter(a >>> 3);
    letters[at++] = letter((a << 2) | (b >>> 6));
    letters[at++] = letter(b >>> 1);
    letters[at++] = letter((b << 4) | (c >>> 4));
    letters[at++] = letter((c << 1) | (d >>> 7));
    letters[at++] = letter(d >>> 2);
    letters[at++] = letter((d << 3) | (e >>> 5));
    letters[at++] = letter(e);
  }
  let buffer = 0;
  let bits = 0;
  for (; from < bytes.length; from++) {
    buffer = ((buffer << 8) | (bytes[from] ?? 0)) & 0xffff;
    for (bits += 8; bits >= 5; bits -= 5) letters[at++] = letter(buffer >>> (bits - 5));
  }
  if (bits > 0) letters[at++] = letter(buffer << (5 - bits));
  return String.fromCharCode(...letters);
}

/** The code of the letter for five bits; those above are left out. */
function letter(bits: number): number {
  return LETTERS[bits & 31] ?? 0;
}

/** The bytes, or undefined where `text` is not canonical: a foreign letter, an impossible length, or padding bits that are not zero. */
export function decodeBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)] ?? -1;
    if (value < 0) return undefined;
    buffer = ((buffer << 5) | value) & 0xffff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >>> bits) & 255;
    }
  }
  const canonical = bits < 5 && (buffer & ((1 << bits) - 1)) === 0;
  return canonical ? bytes : undefined;
}
