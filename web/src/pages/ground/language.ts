import { useSyncExternalStore } from 'react';

export const LANGUAGES = ['en', 'es', 'pt'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The language of the page is that of its `<html lang>`, which whoever switches it sets. */
export function useLanguage(): Language {
  const lang = useSyncExternalStore(watch, () => document.documentElement.lang);
  return LANGUAGES.find((known) => lang.startsWith(known)) ?? 'en';
}

/** The words of a section in the language of the page. */
export function useWords<Words>(dictionary: Readonly<Record<Language, Words>>): Words {
  return dictionary[useLanguage()];
}

/** `fill('{n} files', { n: 3 })`; a name without a value stays. */
export function fill(template: string, values: Readonly<Record<string, string | number>>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

function watch(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['lang'] });
  return () => observer.disconnect();
}
