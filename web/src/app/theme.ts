import { useSyncExternalStore } from 'react';

import { Store } from '../daemon/store.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const REMEMBERED = 'ayni-theme';

function remembered(): Theme {
  try {
    const saved = localStorage.getItem(REMEMBERED);
    return THEMES.find((theme) => theme === saved) ?? 'system';
  } catch {
    return 'system'; // storage is off in this browser
  }
}

const theme = new Store<Theme>(remembered());

function tellDocument(): void {
  const { dataset } = document.documentElement;
  if (theme.get() === 'system') delete dataset['theme'];
  else dataset['theme'] = theme.get();
}
tellDocument();
theme.subscribe(tellDocument);

export function chooseTheme(choice: Theme): void {
  theme.set(choice);
  try {
    localStorage.setItem(REMEMBERED, choice);
  } catch {
    // It holds until the page is closed.
  }
}

const dark = matchMedia('(prefers-color-scheme: dark)');

function colours(): 'light' | 'dark' {
  const chosen = theme.get();
  if (chosen !== 'system') return chosen;
  return dark.matches ? 'dark' : 'light';
}

function onColours(listener: () => void): () => void {
  const forget = theme.subscribe(listener);
  dark.addEventListener('change', listener);
  return () => {
    forget();
    dark.removeEventListener('change', listener);
  };
}

/** The colours that show now, for what draws by itself. */
export function useColours(): 'light' | 'dark' {
  return useSyncExternalStore(onColours, colours);
}

export function useTheme(): Theme {
  return useSyncExternalStore(theme.subscribe, theme.get);
}
