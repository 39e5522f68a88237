/**
 * What a text of others must show instead of do: control characters (C0, DEL, C1), which move a terminal's cursor and
 * set titles; line and paragraph separators; marks that steer how text is laid out (Unicode UAX #9), and what shows as
 * nothing: soft hyphens, zero-width and invisible characters, lone surrogates. With them a name could look like another.
 * Joiners (U+200C, U+200D) are none of it: letters of some scripts and most families of emoji need them.
 */
const HIDDEN =
  // oxlint-disable-next-line no-control-regex -- they are what must not get through
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|\p{Cs}/gu;

/**
 * Puts something that is seen where a text hides something.
 * @param shown gets the code point
 */
export function replaceHidden(text: string, shown: (code: number) => string): string {
  return text.replaceAll(HIDDEN, (character) => shown(character.codePointAt(0) ?? 0));
}
