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
