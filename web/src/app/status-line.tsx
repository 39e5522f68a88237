import { useConnection, useProgress } from '../daemon/connection.ts';
import { useWords } from '../i18n/use-words.ts';
import { Icon } from '../ui/icon.tsx';
import { appWords } from './app-words.ts';

/** Says what keeps the page from being true; nothing while all is well. */
export function StatusLine() {
  const words = useWords(appWords);
  const state = useConnection();
  const connected = useProgress((progress) => progress.connected);
  const text =
    state === 'away'
      ? words.away
      : state === 'connecting'
        ? words.connecting
        : connected === false
          ? words.trackerAway
          : undefined;
  return (
    <div role="status">
      {text !== undefined && (
        <div className={state === 'away' ? 'notice notice-bad' : 'notice'}>
          <Icon name="warning" /> {text}
        </div>
      )}
    </div>
  );
}
