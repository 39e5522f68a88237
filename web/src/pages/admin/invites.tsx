import { useState } from 'react';

import { AyniError } from '../../../../src/core/errors.ts';
import { INVITED_ROLES } from '../../../../src/core/access/role.ts';
import { call } from '../../daemon/call.ts';
import { Confirm } from '../../ui/confirm.tsx';
import { fill } from '../../i18n/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { splitGroups } from '../my-share/groups.ts';
import { roleName } from './role-name.ts';
import { WORDS } from './words.ts';

const DAY = 86_400;

/** Invites that are good, and the form for a new one, whose link is shown this once. */
export function Invites() {
  const words = useWords(WORDS);
  const format = useFormat();
  const { answer: value = [], error, reload } = useCall('invites', {}, { every: 60_000 });
  const [asked, setAsked] = useState<string>();
  const good = value.filter(({ revoked, expires, usesLeft }) => !revoked && usesLeft > 0 && expires > Date.now());
  return (
    <>
      <NewInvite made={reload} />
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
            <button
              type="button"
              className="danger"
              aria-label={`${words.endInvite}: ${id}`}
              onClick={() => setAsked(id)}
            >
              {words.endInvite}
            </button>
          </li>
        ))}
      </ul>
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

function NewInvite({ made }: { made: () => void }) {
  const words = useWords(WORDS);
  const [role, setRole] = useState<(typeof INVITED_ROLES)[number]>('member');
  const [groups, setGroups] = useState('');
  const [uses, setUses] = useState(1);
  const [days, setDays] = useState(7);
  const [link, setLink] = useState<string>();
  const [error, setError] = useState<AyniError>();
  const make = async () => {
    setError(undefined);
    setLink(undefined);
    try {
      const request = { role, groups: splitGroups(groups), uses, lifetime: days * DAY };
      const invite = await call('createInvite', request);
      setLink(invite.link);
      made();
    } catch (reason) {
      setError(AyniError.from(reason));
    }
  };
  return (
    <form
      className="card"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <div className="row">
        <label>
          {words.role}{' '}
          <select
            value={role}
            onChange={({ target }) => setRole(INVITED_ROLES.find((one) => one === target.value) ?? 'member')}
          >
            {INVITED_ROLES.map((one) => (
              <option key={one} value={one}>
                {roleName(one, words)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {words.groups} <input type="text" value={groups} onChange={({ target }) => setGroups(target.value)} />
        </label>
        <label>
          {words.uses}{' '}
          <input
            type="number"
            min={1}
            max={10_000}
            required
            value={uses}
            onChange={({ target }) => setUses(Math.trunc(target.valueAsNumber) || 1)}
          />
        </label>
        <label>
          {words.days}{' '}
          <input
            type="number"
            min={1}
            max={366}
            required
            value={days}
            onChange={({ target }) => setDays(Math.trunc(target.valueAsNumber) || 1)}
          />
        </label>
        <button type="submit" className="primary">
          {words.invite}
        </button>
      </div>
      <Problem error={error} />
      <div role="status">
        {link !== undefined && (
          <p>
            {words.linkOnce} <code>{link}</code>{' '}
            <button type="button" onClick={() => void navigator.clipboard.writeText(link)}>
              {words.copy}
            </button>
          </p>
        )}
      </div>
    </form>
  );
}
