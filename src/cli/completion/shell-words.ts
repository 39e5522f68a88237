/**
 * The words of a line that is being typed into a POSIX shell, without quotes and backslashes; the last one is where the
 * cursor is, empty after a blank. Nothing is expanded. What stands before the last `;`, `|` or `&` is another command.
 */
export function shellWords(line: string): readonly string[] {
  let words: string[] = [];
  let word: string | undefined;
  let quote = '';
  let escaped = false;
  for (const letter of line) {
    if (escaped) {
      word = (word ?? '') + letter;
      escaped = false;
    } else if (letter === '\\' && quote !== "'") escaped = true;
    else if (quote !== '') {
      if (letter === quote) quote = '';
      else word = (word ?? '') + letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/[;|&]/.test(letter)) {
      words = [];
      word = undefined;
    } else if (/\s/.test(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else word = (word ?? '') + letter;
  }
  return [...words, word ?? ''];
}
