import { isUtf8 } from 'node:buffer';

/**
 * A name of ours as a dialect's wire can carry it: `%`, and each character that ends a name there, as the `%XX` of its
 * UTF-8 bytes.
 * @param ends matches such a character, alone
 */
export function encodeName(name: string, ends: RegExp): string {
  return name.replaceAll(/./gsu, (character) =>
    character === '%' || ends.test(character) ? percentEncode(character) : character,
  );
}

/** The name that was encoded. What is no encoding of UTF-8 stays as it is, so that any text is a name. */
export function decodeName(text: string): string {
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) => {
    const bytes = Buffer.from(run.replaceAll('%', ''), 'hex');
    return isUtf8(bytes) ? bytes.toString('utf8') : run;
  });
}

function percentEncode(character: string): string {
  return [...Buffer.from(character)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}
