import { stripVTControlCharacters } from 'node:util';

/** East Asian wide and fullwidth forms and emoji take two cells (Unicode UAX #11, its large blocks). */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /\p{Mn}|\p{Me}|\u200d|\ufe0f/u;

/** Cells that `text` takes in a terminal; colours take none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of stripVTControlCharacters(text)) {
    if (NO_WIDTH.test(character)) continue;
    width += WIDE.test(character) ? 2 : 1;
  }
  return width;
}

/** The beginning of `text`, in at most `cells` cells, with … where something is missing. For text without colours. */
export function clip(text: string, cells: number): string {
  if (textWidth(text) <= cells) return text;
  let kept = '';
  let width = 0;
  for (const character of text) {
    width += textWidth(character);
    if (width > cells - 1) break;
    kept += character;
  }
  return `${kept}…`;
}

/**
 * Lines of at most `cells` cells: broken between words, and within a word that is wider than a line. For text without
 * colours.
 * @param indent what stands before each line but the first, counted in `cells`
 */
export function wrap(text: string, cells: number, indent = ''): readonly string[] {
  if (textWidth(text) <= cells) return [text];
  const lines: string[] = [];
  let line = '';
  let width = 0;
  const room = () => Math.max(2, cells - (lines.length > 0 ? textWidth(indent) : 0));
  const end = () => {
    lines.push((lines.length > 0 ? indent : '') + line.trimEnd());
    line = '';
    width = 0;
  };
  for (const word of text.split(/(?<=\S)(?= )/)) {
    const begins = width === 0 && lines.length > 0;
    const rest = begins ? word.trimStart() : word;
    if (width > 0 && width + textWidth(rest) > room()) end();
    for (const character of width === 0 && lines.length > 0 ? rest.trimStart() : rest) {
      if (width + textWidth(character) > room()) end();
      line += character;
      width += textWidth(character);
    }
  }
  if (line.trimEnd() !== '') end();
  return lines;
}

/** Each line of a text wrapped on its own; what it goes on with stands two cells further in. */
export function wrapText(text: string, cells: number): string {
  return text
    .split('\n')
    .flatMap((line) => wrap(line, cells, `${/^ */.exec(line)?.[0].slice(0, Math.floor(cells / 4)) ?? ''}  `))
    .join('\n');
}
