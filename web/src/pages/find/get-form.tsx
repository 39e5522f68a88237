import { useState } from 'react';
import { Link } from 'wouter';

import { AyniError } from '../../../../src/core/errors.ts';
import type { NewDownload } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Problem } from '../../ui/problem.tsx';
import { WORDS } from './words.ts';

/** The button that fetches, with the name under which it shall lie here. */
export function GetForm({ target, name }: { target: () => Promise<NewDownload['target']>; name: string }) {
  const words = useWords(WORDS);
  const [as, setAs] = useState(name);
  const [state, setState] = useState<'ready' | 'asking' | 'begun'>('ready');
  const [error, setError] = useState<AyniError>();
  const get = async () => {
    setState('asking');
    setError(undefined);
    try {
      const chosen = as.trim();
      const named = chosen === '' || chosen === name ? {} : { name: chosen };
      await call('addDownload', { target: await target(), ...named });
      setState('begun');
    } catch (reason) {
      setError(AyniError.from(reason));
      setState('ready');
    }
  };
  return (
    <form
      className="get"
      onSubmit={(event) => {
        event.preventDefault();
        void get();
      }}
    >
      <label>
        {words.saveAs}
        <input type="text" value={as} maxLength={255} onChange={({ target: field }) => setAs(field.value)} />
      </label>
      <button type="submit" className="primary" disabled={state === 'asking'}>
        {words.get}
      </button>
      <p role="status">
        {state === 'begun' && (
          <>
            {words.begun} <Link href="/downloads">{words.toDownloads}</Link>
          </>
        )}
      </p>
      <Problem error={error} />
    </form>
  );
}
