/**
 * How names are compared with what people type, the same for every store: case, accents and compatibility forms
 * (full-width letters, ligatures) do not count. A word of three characters or more is found anywhere in a path; a
 * shorter one only where a word of the path begins. What is made of one or two marks, such as "-", no index knows: it
 * is looked for in what the other words find, and alone it finds nothing.
 */
export interface SearchWords {
  /** Three characters or more, folded. */
  readonly anywhere: readonly string[];
  /** One or two characters, folded, the first of which begins a word. */
  readonly beginnings: readonly string[];
  /** One or two characters, folded, of which the first is a mark: anywhere in a path that the others find. */
  readonly marks: readonly string[];
  /** Whether there is a text, and no index knows any part of it: nothing is found, rather than every name looked at. */
  readonly findsNothing: boolean;
}

/** Of a search's text, in UTF-16 units; what comes after is ignored. */
const MAX_SEARCH_TEXT = 1000;
/** Of a search; further words are ignored. */
export const MAX_SEARCH_WORDS = 32;
/** The shortest word that is found anywhere, in characters (code points). */
const ANYWHERE_LENGTH = 3;

// oxlint-disable-next-line no-control-regex -- printable ASCII
const PLAIN = /^[\x20-\x7e]*$/;
const MARKS = /\p{M}/gu;
const CONTROLS = /\p{Cc}/gu;

/** A name or a text as searching compares it. */
export function foldText(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase();
  const folded = text.toWellFormed().normalize('NFKD').toLowerCase().normalize('NFKD');
  // A final sigma is one letter with the others: a part of a word must fold like the whole.
  return folded.replace(MARKS, '').replace(CONTROLS, ' ').replaceAll('ς', 'σ');
}

/** The words of a search's text; of a blank one none, which lists everything. */
export function searchWords(text: string): SearchWords {
  const anywhere = new Set<string>();
  const beginnings = new Set<string>();
  const marks = new Set<string>();
  const given = text.trim();
  const words = foldText(given.slice(0, MAX_SEARCH_TEXT)).split(/\s+/u);
  for (const word of words.filter((each) => each !== '').slice(0, MAX_SEARCH_WORDS)) {
    const characters = Array.from(word);
    const [first = '', second = ''] = characters;
    if (characters.length >= ANYWHERE_LENGTH) anywhere.add(word);
    else if (WORD_CHARACTER.test(first)) beginnings.add(word);
    else {
      marks.add(word);
      // After a mark a word begins, so an index knows something of ".m", too.
      if (WORD_CHARACTER.test(second)) beginnings.add(second);
    }
  }
  const findsNothing = given !== '' && anywhere.size + beginnings.size === 0;
  return { anywhere: [...anywhere], beginnings: [...beginnings], marks: [...marks], findsNothing };
}

/** What a word is made of: letters, digits, and beyond ASCII also symbols (an emoji is a word). */
const WORD_CHARACTER = /[a-z0-9]|[^\p{ASCII}\p{P}\p{Z}\p{C}]/u;
/** Scripts that write without spaces: each character may begin a word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

/** The first one and the first two characters of every word of a folded text. */
export function wordBeginnings(folded: string): ReadonlySet<string> {
  const beginnings = new Set<string>();
  let inWord = false;
  let start = '';
  for (const character of folded) {
    if (start !== '') beginnings.add(start + character);
    start = '';
    const code = character.codePointAt(0) ?? 0;
    const plain = code < 0x80;
    const belongs = plain ? (code >= 97 && code <= 122) || (code >= 48 && code <= 57) : WORD_CHARACTER.test(character);
    if (belongs && (!inWord || (!plain && UNSPACED.test(character)))) {
      beginnings.add(character);
      start = character;
    }
    inWord = belongs;
  }
  return beginnings;
}

/** Whether a folded path has every word. */
export function matchesWords(folded: string, words: SearchWords): boolean {
  if (words.findsNothing) return false;
  if (![...words.anywhere, ...words.marks].every((word) => folded.includes(word))) return false;
  if (words.beginnings.length === 0) return true;
  const beginnings = wordBeginnings(folded);
  return words.beginnings.every((word) => beginnings.has(word));
}
