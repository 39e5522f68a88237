import { useState } from 'react';

import { call } from '../../daemon/call.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { InviteDialog } from '../network/invite-dialog.tsx';
import { roleName } from './role-name.ts';
import { WORDS } from './words.ts';

/** Invites that are good, and a way to a new one. */
export function Invites() {
  const words = useWords(WORDS);
  const format = useFormat();
  const { answer: value = [], error, reload } = useCall('invites', {}, { every: 60_000 });
  const [asked, setAsked] = useState<string>();
  const [inviting, setInviting] = useState(false);
  const good = value.filter(({ revoked, expires, usesLeft }) => !revoked && usesLeft > 0 && expires > Date.now());
  return (
    <>
      <p>
        <Button icon={<Icon name="plus" />} onClick={() => setInviting(true)}>
          {words.invite}
        </Button>
      </p>
      <Problem error={error} />
      {good.length === 0 && <p className="quiet">{words.noInvites}</p>}
      <ul>
        {good.slice(0, 500).map(({ id, role, groups, usesLeft, expires }) => (
          <li key={id} className="card row">
            <code>{id}</code>
            <span className="grow">
              {roleName(role, words)} <FileName name={groups.join(', ')} />
            </span>
            <span className="figure">{fill(words.usesLeft, { n: usesLeft })}</span>
            <span className="figure">{fill(words.until, { time: format.time(expires) })}</span>
            <Button look="danger" aria-label={`${words.endInvite}: ${id}`} onClick={() => setAsked(id)}>
              {words.endInvite}
            </Button>
          </li>
        ))}
      </ul>
      {inviting && <InviteDialog may onMade={reload} onClose={() => setInviting(false)} />}
      {asked !== undefined && (
        <Confirm
          title={words.endInviteTitle}
          text={words.endInviteText}
          yes={words.endInvite}
          act={async () => {
            await call('revokeInvite', { id: asked });
            reload();
          }}
          close={() => setAsked(undefined)}
        />
      )}
    </>
  );
}
