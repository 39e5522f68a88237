import { useMemo, useState } from 'react';

import { shortId } from '../../../../src/core/ids.ts';
import { fill } from '../../../../src/core/format/fill.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FileName, PeerName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Table, type Column } from '../../ui/table.tsx';
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
  const columns = useColumns(self, setAsked);
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
      <Table<KnownMember> label={words.members} rows={matching.slice(0, MAX_ROWS)} keyOf={keyOf} columns={columns} />
      {matching.length > MAX_ROWS && (
        <p className="quiet">{fill(words.moreMembers, { n: MAX_ROWS, all: format.number(matching.length) })}</p>
      )}
      {asked !== undefined && (
        <RevokeConfirm member={asked} onDone={members.reload} close={() => setAsked(undefined)} />
      )}
    </>
  );
}

function keyOf({ peer }: KnownMember): string {
  return peer;
}

function useColumns(self: string | undefined, ask: (member: KnownMember) => void): readonly Column<KnownMember>[] {
  const words = useWords(WORDS);
  const format = useFormat();
  return [
    {
      name: 'name',
      head: words.name,
      cell: ({ name, peer }) => (
        <>
          <PeerName name={name} /> <span className="quiet">{shortId(peer)}</span>
        </>
      ),
    },
    { name: 'role', head: words.role, cell: ({ role }) => roleName(role, words) },
    {
      name: 'groups',
      head: words.groups,
      cell: ({ groups }) => groups.length > 0 && <FileName name={groups.join(', ')} />,
    },
    { name: 'address', head: words.address, cell: ({ endpoint }) => endpoint !== '' && <FileName name={endpoint} /> },
    {
      name: 'seen',
      head: words.seen,
      cell: ({ online, seen }) => {
        if (online) return <Badge tone="good">{words.online}</Badge>;
        return seen !== undefined && <span className="quiet">{format.ago(seen)}</span>;
      },
    },
    {
      name: 'standing',
      head: words.standing,
      cell: ({ revoked, reports }) => {
        if (revoked) return <Badge>{words.revoked}</Badge>;
        return reports > 0 && <span className="problem">{fill(words.reports, { n: reports })}</span>;
      },
    },
    {
      name: 'revoke',
      head: words.revoke,
      bare: true,
      cell: (member) =>
        !member.revoked &&
        member.peer !== self && (
          <Button
            small
            look="danger"
            aria-label={`${words.revoke}: ${isolated(member.name)}`}
            onClick={() => ask(member)}
          >
            {words.revoke}
          </Button>
        ),
    },
  ];
}
