import { useEffect, useRef, useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { useWords } from './language.ts';
import { Problem } from './problem.tsx';
import { WORDS } from './words.ts';

interface Question {
  readonly title: string;
  /** What follows from a yes. */
  readonly text: string;
  readonly yes: string;
  readonly act: () => Promise<void>;
  readonly close: () => void;
}

/** Asks before something that cannot be taken back; stays open with the reason where it failed. */
export function Confirm({ title, text, yes, act, close }: Question) {
  const words = useWords(WORDS);
  const dialog = useRef<HTMLDialogElement>(null);
  const [error, setError] = useState<AyniError>();
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const go = () => {
    setBusy(true);
    act().then(close, (reason: unknown) => {
      setBusy(false);
      setError(AyniError.from(reason));
    });
  };
  return (
    <dialog ref={dialog} className="confirm" aria-label={title} onClose={close}>
      <h2>{title}</h2>
      <p>{text}</p>
      <Problem error={error} />
      <div className="actions">
        <button type="button" onClick={close}>
          {words.cancel}
        </button>
        <button type="button" className="danger" disabled={busy} onClick={go}>
          {yes}
        </button>
      </div>
    </dialog>
  );
}
