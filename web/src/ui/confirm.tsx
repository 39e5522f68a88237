import { useState } from 'react';

import { AyniError } from '../../../src/core/errors.ts';
import { useWords } from '../i18n/use-words.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Problem } from './problem.tsx';
import { uiWords } from './ui-words.ts';

interface Question {
  readonly title: string;
  /** What follows from a yes. */
  readonly text: string;
  readonly yes: string;
  /** Where it is cancelling that is asked about; “Cancel” unless given. */
  readonly no?: string;
  readonly act: () => Promise<void>;
  readonly close: () => void;
}

/** Asks before something that cannot be taken back; stays open with the reason where it failed. */
export function Confirm({ title, text, yes, no, act, close }: Question) {
  const words = useWords(uiWords);
  const [error, setError] = useState<AyniError>();
  const [busy, setBusy] = useState(false);
  const go = () => {
    setBusy(true);
    act().then(close, (reason: unknown) => {
      setBusy(false);
      setError(AyniError.from(reason));
    });
  };
  const actions = (
    <>
      <Button onClick={close}>{no ?? words.cancel}</Button>
      <Button look="danger" busy={busy} onClick={go}>
        {yes}
      </Button>
    </>
  );
  return (
    <Dialog title={title} onClose={close} actions={actions}>
      <p>{text}</p>
      <Problem error={error} />
    </Dialog>
  );
}
