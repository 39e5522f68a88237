import { useSyncExternalStore } from 'react';

import { Store } from '../daemon/store.ts';
import { isLanguage, preferredLanguage, type Language } from './languages.ts';

const REMEMBERED = 'ayni-language';

function remembered(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null; // storage is off in this browser
  }
}

function firstLanguage(): Language {
  const saved = remembered();
  return saved !== null && isLanguage(saved) ? saved : preferredLanguage(navigator.languages);
}

/** The language of the app: what was chosen, else the browser's. */
export const language = new Store<Language>(firstLanguage());

function tellDocument(): void {
  document.documentElement.lang = language.get();
}
tellDocument();
language.subscribe(tellDocument);

export function chooseLanguage(choice: Language): void {
  language.set(choice);
  try {
    localStorage.setItem(REMEMBERED, choice);
  } catch {
    // It holds until the page is closed.
  }
}

export function useLanguage(): Language {
  return useSyncExternalStore(language.subscribe, language.get);
}
