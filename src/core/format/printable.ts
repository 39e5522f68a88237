/**
 * What must not reach a terminal from another machine: control characters (C0, DEL, C1), which move cursors and set
 * titles; line separators; and the marks that reverse or hide text (Unicode UAX #9 and zero-width characters).
 */
const UNPRINTABLE =
  // oxlint-disable-next-line no-control-regex -- they are what must not reach a terminal
  /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** Text of others, safe to print on one line: what is not is shown as `\xNN` or `\u{NNNN}`. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
  });
}
