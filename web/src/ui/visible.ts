import { replaceHidden } from '../../../src/core/format/hidden-characters.ts';

function symbolOf(code: number): string {
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '␡';
  return '\ufffd';
}

/** Text of others, with a symbol where something is that nobody would see. */
export function visible(text: string): string {
  return replaceHidden(text, symbolOf);
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
