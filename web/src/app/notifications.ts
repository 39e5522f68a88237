import { useEffect, useRef, useSyncExternalStore } from 'react';

import { Store } from '../daemon/store.ts';
import { useProgress } from '../daemon/connection.ts';
import { call } from '../daemon/call.ts';
import { useWords } from '../i18n/use-words.ts';
import { defineWords, isolated } from '../i18n/words.ts';

const REMEMBERED = 'ayni-notify';

const notifyWords = defineWords({
  en: { done: (name: string) => `${name} is here` },
  es: { done: (name: string) => `${name} ya está aquí` },
  pt: { done: (name: string) => `${name} chegou` },
});

function remembered(): boolean {
  try {
    return localStorage.getItem(REMEMBERED) === 'yes';
  } catch {
    return false; // storage is off in this browser
  }
}

const wanted = new Store(remembered());

/** Asks the browser where it was not asked before. @returns whether notifications come from now on */
export async function wantNotifications(want: boolean): Promise<boolean> {
  const allowed = want && 'Notification' in window && (await Notification.requestPermission()) === 'granted';
  wanted.set(allowed);
  try {
    localStorage.setItem(REMEMBERED, allowed ? 'yes' : 'no');
  } catch {
    // It holds until the page is closed.
  }
  return allowed;
}

export function useWantsNotifications(): boolean {
  return useSyncExternalStore(wanted.subscribe, wanted.get);
}

/** @param tag several open pages tell of the same download, and it shows once */
function notify(title: string, tag: string): Notification {
  return new Notification(title, { tag });
}

/** Tells of downloads that end while the page is open. */
export function useNotifications(): void {
  const want = useWantsNotifications();
  const words = useWords(notifyWords);
  const running = useProgress((progress) => progress.downloads);
  const before = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (running === undefined) return;
    const now = new Set(running.map(({ id }) => id));
    const ended = [...before.current].filter((id) => !now.has(id));
    before.current = now;
    if (!want || ended.length === 0) return;
    call('downloads', {}).then(
      (all) => {
        for (const { id, name, state } of all) {
          if (ended.includes(id) && state === 'done') notify(words.done(isolated(name)), id);
        }
        return undefined;
      },
      () => undefined,
    );
  }, [running, want, words]);
}
