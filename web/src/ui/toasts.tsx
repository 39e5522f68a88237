import { useSyncExternalStore } from 'react';

import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import { ErrorText } from './error-text.tsx';
import { Icon } from './icon.tsx';
import { dismiss, toasts } from './toast-store.ts';
import { uiWords } from './ui-words.ts';
import './toasts.css';

/** Where toasts appear; a screen reader says them. */
export function Toasts() {
  const shown = useSyncExternalStore(toasts.subscribe, toasts.get);
  const words = useWords(uiWords);
  return (
    <div className="toasts" role="status" aria-live="polite">
      {shown.map((toast) => (
        <div key={toast.number} className={`toast toast-${toast.tone}`}>
          <Icon name={toast.tone === 'good' ? 'check' : 'warning'} />
          <div className="grow">{toast.error === undefined ? toast.text : <ErrorText error={toast.error} />}</div>
          <Button
            look="quiet"
            small
            icon={<Icon name="close" size={16} />}
            aria-label={words.close}
            onClick={() => dismiss(toast.number)}
          />
        </div>
      ))}
    </div>
  );
}
