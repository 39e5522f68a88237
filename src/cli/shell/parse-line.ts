import { AyniError } from '../../core/errors.ts';

interface Word {
  /** Without its quotes. */
  readonly text: string;
  /** Where in the line it begins. */
  readonly from: number;
}

/** Characters of a line; paths and names are shorter. */
const MAX_LINE = 8192;

/**
 * The words of a line, parted by blanks. Quotes of either kind hold blanks together; after a letter or a digit one is
 * an apostrophe (`Anna's`).
 * @throws {AyniError} `usage` where a quote is not closed
 */
export function parseLine(line: string): readonly string[] {
  if (line.length > MAX_LINE) throw new AyniError('usage', `A line has ${MAX_LINE} characters at most.`);
  const { words, open } = scan(line);
  if (open) throw new AyniError('usage', 'A quote is not closed: quote a name that holds blanks on both sides.');
  return words.map(({ text }) => text);
}

/** The word that is being typed at the end of a line, empty after a blank, and the words before it. */
export function wordAtEnd(line: string): { readonly before: readonly string[]; readonly word: Word } {
  const { words, open } = scan(line);
  const last = words.at(-1);
  if (last === undefined || (!open && /\s$/.test(line))) {
    return { before: words.map(({ text }) => text), word: { text: '', from: line.length } };
  }
  return { before: words.slice(0, -1).map(({ text }) => text), word: last };
}

/** A word as `parseLine` reads it back; undefined for one that holds quotes of both kinds. */
export function quoteWord(text: string): string | undefined {
  if (!/[\s'"]/.test(text) && text !== '') return text;
  return ['"', "'"].filter((quote) => !text.includes(quote)).map((quote) => quote + text + quote)[0];
}

function scan(line: string): { readonly words: readonly Word[]; readonly open: boolean } {
  const words: Word[] = [];
  let word: Word | undefined;
  let quote: string | undefined;
  let previous = '';
  let at = 0;
  for (const letter of line) {
    if (letter === quote) quote = undefined;
    else if (quote === undefined && /\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word ??= { text: '', from: at };
      if (quote === undefined && /['"]/.test(letter) && !/[\p{L}\p{N}]/u.test(previous)) quote = letter;
      else word = { ...word, text: word.text + letter };
    }
    previous = letter;
    at += letter.length;
  }
  if (word !== undefined) words.push(word);
  return { words, open: quote !== undefined };
}
