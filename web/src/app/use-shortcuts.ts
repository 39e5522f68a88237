import { useEffect } from 'react';

import type { Page } from './pages.ts';

/** How long a `g` waits for its second key, ms. */
const SECOND_KEY_MS = 1500;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** `/` goes to the search, `g` and a letter to a page, `?` tells all of them. Not while somebody types. */
export function useShortcuts(
  pages: readonly Page[],
  { go, help }: { readonly go: (path: string) => void; readonly help: () => void },
): void {
  useEffect(() => {
    let waitingSince = -Infinity;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const page =
        event.timeStamp - waitingSince < SECOND_KEY_MS ? pages.find(({ key }) => key === event.key) : undefined;
      waitingSince = event.key === 'g' ? event.timeStamp : -Infinity;
      if (page !== undefined) go(page.path);
      else if (event.key === '?') help();
      else if (event.key === '/') go('/');
      else return;
      event.preventDefault();
      if (event.key === '/') setTimeout(() => document.querySelector<HTMLElement>('input[type=search]')?.focus(), 50);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [pages, go, help]);
}
