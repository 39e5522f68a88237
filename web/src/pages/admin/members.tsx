import { useMemo, useState } from 'react';

import { printable } from '../../../../src/core/format/printable.ts';
import { shortId } from '../../../../src/core/ids.ts';
import { fill } from '../../i18n/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { FileName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { useCall } from '../../daemon/use-call.ts';
import { joinMembers, type KnownMember } from './known-members.ts';
import { RevokeConfirm } from './revoke-confirm.tsx';
import { roleName } from './role-name.ts';
import { WORDS } from './words.ts';

/** Rows that are shown; the field above them finds the others. */
const MAX_ROWS = 200;

/** Who was admitted, when it was there last, and what others say of it; with the way to shut it out. */
export function Members({ self }: { self: string | undefined }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const members = useCall('members', {}, { every: 30_000 });
  const peers = useCall('peers', {}, { every: 30_000 });
  const [text, setText] = useState('');
  const [asked, setAsked] = useState<KnownMember>();
  const known = useMemo(() => joinMembers(members.answer ?? [], peers.answer ?? []), [members.answer, peers.answer]);
  const wanted = text.trim().toLowerCase();
  const matching = known.filter(({ name, peer }) => name.toLowerCase().includes(wanted) || peer.startsWith(wanted));
  return (
    <>
      <Problem error={members.error ?? peers.error} />
      <input
        type="search"
        aria-label={words.filterMembers}
        placeholder={words.filterMembers}
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <div className="scroll" role="region" aria-label={words.members} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {[words.name, words.role, words.groups, words.address, words.seen, words.standing, ''].map((title) => (
                <th key={title} scope="col">
                  {title || <span className="unseen">{words.revoke}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matching.slice(0, MAX_ROWS).map((member) => (
              <Member key={member.peer} member={member} own={member.peer === self} ask={() => setAsked(member)} />
            ))}
          </tbody>
        </table>
      </div>
      {matching.length > MAX_ROWS && (
        <p className="quiet">{fill(words.moreMembers, { n: MAX_ROWS, all: format.number(matching.length) })}</p>
      )}
      {asked !== undefined && (
        <RevokeConfirm member={asked} onDone={members.reload} close={() => setAsked(undefined)} />
      )}
    </>
  );
}

function Member({ member, own, ask }: { member: KnownMember; own: boolean; ask: () => void }) {
  const words = useWords(WORDS);
  const format = useFormat();
  const { name, peer, role, groups, online, seen, endpoint, revoked, reports } = member;
  return (
    <tr>
      <td>
        <FileName name={name} /> <span className="quiet">{shortId(peer)}</span>
      </td>
      <td>{roleName(role, words)}</td>
      <td>
        <FileName name={groups.join(', ')} />
      </td>
      <td>
        <FileName name={endpoint} />
      </td>
      <td>{online ? words.online : seen === undefined ? '' : format.time(seen)}</td>
      <td>
        {revoked
          ? words.revoked
          : reports > 0 && <span className="problem">{fill(words.reports, { n: reports })}</span>}
      </td>
      <td>
        {!revoked && !own && (
          <button type="button" className="danger" aria-label={`${words.revoke}: ${printable(name)}`} onClick={ask}>
            {words.revoke}
          </button>
        )}
      </td>
    </tr>
  );
}
