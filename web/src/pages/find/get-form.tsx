import { useId, useState } from 'react';
import { Link } from 'wouter';

import { AyniError } from '../../../../src/core/errors.ts';
import type { NewDownload } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { WORDS } from './words.ts';

/** The button that fetches, with the folder and the name that it shall have here. */
export function GetForm({ target, name }: { target: () => Promise<NewDownload['target']>; name: string }) {
  const words = useWords(WORDS);
  const [as, setAs] = useState(name);
  const [into, setInto] = useState('');
  const list = useId();
  const { answer: folders = [], error: none } = useCall('downloadFolders', {});
  const [state, setState] = useState<'ready' | 'asking' | 'begun'>('ready');
  const [error, setError] = useState<AyniError>();
  const get = async () => {
    setState('asking');
    setError(undefined);
    try {
      const chosen = as.trim();
      const named = chosen === '' || chosen === name ? {} : { name: chosen };
      const folder = into.trim();
      await call('addDownload', { target: await target(), ...named, ...(folder === '' ? {} : { folder }) });
      setState('begun');
    } catch (reason) {
      setError(AyniError.from(reason));
      setState('ready');
    }
  };
  if (none?.code === 'not-joined') return null;
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
      <label>
        {words.saveIn}
        <input
          type="text"
          list={list}
          spellCheck={false}
          maxLength={4096}
          value={into}
          placeholder={folders[0]}
          onChange={({ target: field }) => setInto(field.value)}
        />
      </label>
      <datalist id={list}>
        {folders.map((folder) => (
          <option key={folder} value={folder} />
        ))}
      </datalist>
      <Button look="main" submit busy={state === 'asking'}>
        {words.get}
      </Button>
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
