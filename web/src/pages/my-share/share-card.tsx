import { useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import type { ShareMessage, ShareStatus } from '../../../../src/wire/control/messages.ts';
import { call } from '../../daemon/call.ts';
import { useCall } from '../../daemon/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { ToldText } from '../../ui/told-text.tsx';
import { AudienceDialog } from './audience-dialog.tsx';
import { WORDS } from './words.ts';

/** Of an audience, names that are shown. */
const MAX_NAMES = 12;

/** One share: how far it is, what is left out of it and why. */
export function ShareCard({ status, changed }: { status: ShareStatus; changed: () => void }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const [asking, setAsking] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [error, setError] = useState<AyniError>();
  const { share, state, files, bytes, hashedBytes, totalBytes, skipped } = status;
  const { name } = share;
  const rescan = () => {
    call('rescan', { name }).then(
      () => setError(undefined),
      (reason: unknown) => setError(AyniError.from(reason)),
    );
  };
  const audience = useAudienceText(share.audience);
  return (
    <li className="card">
      <div className="row">
        <div className="grow">
          <strong>
            <FileName name={name} />
          </strong>
          <div className="quiet">
            <FileName name={share.path} />
          </div>
        </div>
        <span className="badge">{words.states[state]}</span>
        <button type="button" onClick={() => setChoosing(true)}>
          {words.whoSees}
        </button>
        <button type="button" onClick={rescan}>
          {words.rescan}
        </button>
        <Button look="danger" onClick={() => setAsking(true)}>
          {words.unshare}
        </Button>
      </div>
      {state === 'hashing' && (
        <>
          <progress aria-label={words.states.hashing} max={Math.max(1, totalBytes)} value={hashedBytes} />
          <p className="quiet">
            {fill(words.hashed, {
              done: format.bytes(hashedBytes),
              all: format.bytes(totalBytes),
              n: format.number(status.pendingFiles),
            })}
          </p>
        </>
      )}
      {state === 'ready' && status.pendingFiles > 0 && <p className="quiet">{words.unfinished(status.pendingFiles)}</p>}
      <p className="quiet">
        {words.contains(files, format.bytes(bytes))} · {audience}
        {share.hidden && ` · ${words.withHidden}`}
      </p>
      {status.lastError !== undefined && (
        <p className="problem">
          <ToldText text={status.lastError} />
        </p>
      )}
      <Problem error={error} />
      {skipped.count > 0 && (
        <details>
          <summary>{fill(words.skipped, { n: format.number(skipped.count) })}</summary>
          <ul>
            {skipped.examples.slice(0, 100).map(({ path, reason }) => (
              <li key={path}>
                <FileName name={path} /> <ToldText className="quiet" text={reason} />
              </li>
            ))}
          </ul>
        </details>
      )}
      {choosing && <AudienceDialog share={share} changed={changed} close={() => setChoosing(false)} />}
      {asking && (
        <Confirm
          title={fill(words.unshareTitle, { name: isolated(name) })}
          text={words.unshareText}
          yes={words.unshare}
          act={async () => {
            await call('removeShare', { name });
            changed();
          }}
          close={() => setAsking(false)}
        />
      )}
    </li>
  );
}

/** Who sees a share, by name. */
function useAudienceText(audience: ShareMessage['audience']): string {
  const words = useWords(WORDS);
  const { answer: peers = [] } = useCall('peers', {}, { when: audience.kind === 'restricted' });
  if (audience.kind === 'everyone') return words.everyone;
  const members = audience.peers.map((id) => peers.find(({ peer }) => peer === id)?.name ?? words.someMember);
  const names = [...audience.groups, ...members];
  return fill(words.onlyFor, {
    names: names.slice(0, MAX_NAMES).map(isolated).join(', ') + (names.length > MAX_NAMES ? ' …' : ''),
  });
}
