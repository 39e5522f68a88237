import { useState } from 'react';
import { Link } from 'wouter';

import { AyniError } from '../../../../src/core/errors.ts';
import { parseContentId, type ContentId } from '../../../../src/core/ids.ts';
import { useWords } from '../../i18n/use-words.ts';
import { Button } from '../../ui/button.tsx';
import { Problem } from '../../ui/problem.tsx';
import { WithdrawConfirm } from './withdraw-confirm.tsx';
import { WORDS } from './words.ts';

/** Takes a content out of the network, by its id as Find shows it. */
export function Withdraw() {
  const words = useWords(WORDS);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<ContentId>();
  const [done, setDone] = useState(false);
  const [error, setError] = useState<AyniError>();
  const ask = () => {
    setDone(false);
    setError(undefined);
    try {
      setAsked(parseContentId(text.trim()));
    } catch (reason) {
      setError(AyniError.from(reason));
    }
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        ask();
      }}
    >
      <div className="row">
        <label className="grow">
          {words.contentId}
          <input
            type="text"
            required
            spellCheck={false}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        </label>
        <Button look="danger" submit>
          {words.withdraw}
        </Button>
      </div>
      <p role="status" className="quiet">
        {done ? words.withdrawn : words.withdrawHint} <Link href="/">{words.toFind}</Link>
      </p>
      <Problem error={error} />
      {asked !== undefined && (
        <WithdrawConfirm
          content={asked}
          onDone={() => {
            setDone(true);
            setText('');
          }}
          close={() => setAsked(undefined)}
        />
      )}
    </form>
  );
}
