import { makeFormat, type Format } from './format.ts';
import { useLanguage } from './language.ts';
import type { Language } from './languages.ts';

const made = new Map<Language, Format>();

/** Sizes, speeds and times in the language of the app. */
export function useFormat(): Format {
  const language = useLanguage();
  let format = made.get(language);
  if (format === undefined) {
    format = makeFormat(language);
    made.set(language, format);
  }
  return format;
}
