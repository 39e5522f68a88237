import { useWords } from '../i18n/use-words.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { appWords } from './app-words.ts';

/** For a browser without a session: how to get one. */
export function Locked() {
  const words = useWords(appWords);
  return (
    <main className="locked">
      <EmptyState whole icon="keyboard" title={words.locked}>
        {words.lockedHow}
        <code className="command">ayni open</code>
        {words.lockedClone}
        <code className="command">npm run ayni -- open</code>
      </EmptyState>
    </main>
  );
}
