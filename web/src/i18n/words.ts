import { clipped, visible } from '../ui/visible.ts';
import type { Language } from './languages.ts';

/** Letters of a name within a sentence: a longer one would bury what is said of it. */
const MAX_LETTERS = 80;

/** The words of a page or a part of it in each language: texts, and functions that make one of a few things. */
export type Words<Shape> = Readonly<Record<Language, Shape>>;

/** Words in each language. What English has and another lacks does not compile. */
export function defineWords<Shape extends object>(words: {
  readonly en: Shape;
  readonly es: NoInfer<Shape>;
  readonly pt: NoInfer<Shape>;
}): Words<Shape> {
  return words;
}

/**
 * Chooses by number, and puts the number where `#` stands: `plural('en')(2, '# file', '# files')` is `2 files`.
 * English, Spanish and Portuguese need two forms; the form for millions in the latter two is the plural.
 */
export function plural(language: Language): (count: number, one: string, other: string) => string {
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  return (count, one, other) =>
    (rules.select(count) === 'one' ? one : other).replaceAll('#', () => numbers.format(count));
}

/**
 * A name of somebody else within a sentence: its direction of writing does not reach beyond it (UAX #9), marks that
 * could end that are shown as symbols, and a long one is clipped.
 */
export function isolated(name: string): string {
  return `\u2068${clipped(visible(name), MAX_LETTERS)}\u2069`;
}
