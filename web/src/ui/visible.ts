/**
 * Marks that steer how text is laid out, or that show as nothing: with them a name could look like another one
 * (Unicode UAX #9; zero-width characters; C0 and C1 controls).
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\p{Cs}/gu;

function symbolOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return '\ufffd';
}

/** Text of others, with a symbol where something is that nobody would see. */
export function visible(text: string): string {
  return text.replaceAll(HIDDEN, symbolOf);
}

/** Whole letters as a person counts them, so that no emoji is cut in two. */
const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** More letters than this are not looked at: names have up to 4,096. */
const LONGEST = 5_000;

/** At most `most` letters, without the middle: the beginning and the ending tell most about a name. */
export function clipped(text: string, most: number): string {
  if (text.length <= most) return text;
  const all = Array.from(letters.segment(text.slice(0, LONGEST)), ({ segment }) => segment);
  if (all.length <= most) return text;
  const tail = Math.floor((most - 1) / 3);
  return `${all.slice(0, most - 1 - tail).join('')}…${all.slice(all.length - tail).join('')}`;
}
