import { replaceHidden } from './hidden-characters.ts';

/** Text of others, safe to print on one line: what is not is shown as `\xNN` or `\u{NNNN}`. */
export function printable(text: string): string {
  return replaceHidden(text, (code) =>
    code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`,
  );
}
