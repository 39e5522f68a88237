import { useLanguage } from './language.ts';
import type { Words } from './words.ts';

/** These words in the language of the app. */
export function useWords<Shape>(words: Words<Shape>): Shape {
  return words[useLanguage()];
}
