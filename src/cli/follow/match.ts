import ignore from 'ignore';

import { AyniError } from '../../core/errors.ts';
import { searchWords } from '../../core/swarm/search-text.ts';

/** What `watch` looks for: a search that finds all of it, and which of the paths that this finds are meant. */
export interface Pattern {
  /** Words for the tracker's search. */
  readonly text: string;
  readonly matches: (path: string) => boolean;
}

/** Letters of a search; the tracker takes 1,024. */
const MAX_TEXT = 1000;

/**
 * Words as `search` takes them, and globs: a word with `*` or `?` is a line of .gitignore, matched against the path
 * in the network (`share/folder/name`), so that `*.jpg` is any JPEG and `photos/**` all below a share. Case does not count.
 * @throws {AyniError} `usage` where all words are blank, as those of a script whose variable is empty: they would be
 * all that is shared
 */
export function patternOf(words: readonly string[]): Pattern {
  if (words.every((word) => word.trim() === '')) {
    throw new AyniError('usage', 'Say what to watch for: words as "search" takes them, or a glob such as "*.pdf".');
  }
  const globs = words.filter((word) => /[*?]/.test(word));
  // What stands between the wildcards is in every path that matches.
  const literal = globs.flatMap((glob) => glob.replaceAll(/\[[^\]]*\]|[\\!#]/g, '*').split(/[*?/\s]+/));
  const plain = words.filter((word) => !globs.includes(word));
  const text = [...plain, ...literal.filter(isFoundAnywhere)].join(' ').slice(0, MAX_TEXT);
  const filters = globs.map((glob) => ignore({ ignorecase: true }).add(glob.replace(/^[!#]/, String.raw`\$&`)));
  return { text, matches: (path) => filters.every((filter) => filter.ignores(path)) };
}

/** Whether a search finds this part wherever in a path it is: one or two letters it looks for where words begin. */
function isFoundAnywhere(part: string): boolean {
  const { anywhere, marks, findsNothing } = searchWords(part);
  return anywhere.length > 0 || (marks.length > 0 && !findsNothing);
}
