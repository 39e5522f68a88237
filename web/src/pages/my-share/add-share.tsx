import { useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { call } from '../../daemon/call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { AudienceFields } from './audience-fields.tsx';
import { audienceOf, EVERYBODY, type Chosen } from './audience.ts';
import { WORDS } from './words.ts';

/** Shares a folder or file of the machine that Ayni runs on, by its path. */
export function AddShare({ added }: { added: () => void }) {
  const words = useWords(WORDS);
  const [path, setPath] = useState('');
  const [name, setName] = useState('');
  const [hidden, setHidden] = useState(false);
  const [chosen, choose] = useState(EVERYBODY);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AyniError>();
  const audience = audienceOf(chosen);
  const change = (other: Chosen) => {
    setTried(false);
    choose(other);
  };
  const add = async () => {
    setTried(true);
    if (typeof audience === 'string') return;
    setBusy(true);
    setError(undefined);
    try {
      const shown = name.trim();
      await call('addShare', { path: path.trim(), ...(shown === '' ? {} : { name: shown }), hidden, audience });
      setPath('');
      setName('');
      setTried(false);
      added();
    } catch (reason) {
      setError(AyniError.from(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="row">
        <label className="grow">
          {words.path}
          <input
            type="text"
            required
            maxLength={4096}
            spellCheck={false}
            value={path}
            placeholder={words.pathExample}
            onChange={({ target }) => setPath(target.value)}
          />
        </label>
        <label className="grow">
          {words.shareName}
          <input
            type="text"
            maxLength={255}
            value={name}
            placeholder={ownName(path === '' ? words.pathExample : path)}
            onChange={({ target }) => setName(target.value)}
          />
        </label>
      </div>
      <AudienceFields
        chosen={chosen}
        choose={change}
        incomplete={tried && typeof audience === 'string' ? audience : undefined}
      />
      <div className="row">
        <label className="grow">
          <input type="checkbox" checked={hidden} onChange={({ target }) => setHidden(target.checked)} /> {words.hidden}
        </label>
        <Button look="main" submit busy={busy} disabled={path.trim() === ''}>
          {words.share}
        </Button>
      </div>
      <Problem error={error} />
    </form>
  );
}

/** What it is called unless a name is given. */
function ownName(path: string): string {
  const names = path.trim().split(/[/\\]/);
  return names.findLast((name) => name !== '') ?? '';
}
