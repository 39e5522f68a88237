import { useMemo, useSyncExternalStore } from 'react';

import type { MessageTable } from '../../../src/messages/message-table.ts';
import { Messages } from '../../../src/messages/messages.ts';
import { Store } from '../daemon/store.ts';
import { language } from './language.ts';
import type { Language } from './languages.ts';

/** Each has 22 kB, a twentieth of the app, and comes for its language only. */
const TABLES: Partial<Record<Language, () => Promise<MessageTable>>> = {
  es: async () => (await import('../../../src/messages/spanish.ts')).spanish,
  pt: async () => (await import('../../../src/messages/portuguese.ts')).portuguese,
};

/** Undefined for English, and until the table is here: messages then stay as they came. */
const messages = new Store<Messages | undefined>(undefined);

/** With the page rather than with its first error, which may be that the daemon answers no more. */
function load(): void {
  const wanted = language.get();
  messages.set(undefined);
  TABLES[wanted]?.().then(
    (table) => {
      // Another language may have been chosen meanwhile.
      if (language.get() === wanted) messages.set(new Messages(table));
      return undefined;
    },
    () => undefined,
  );
}
load();
language.subscribe(load);

/** What came in English from the daemon, in the language of the app; what is not known stays English. */
export function useTold(message: string): string {
  const known = useSyncExternalStore(messages.subscribe, messages.get);
  return useMemo(() => known?.translate(message) ?? message, [known, message]);
}
