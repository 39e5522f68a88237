import { useState } from 'react';

import type { PeerId } from '../../../../src/core/ids.ts';
import { useProgress } from '../../daemon/connection.ts';
import type { Answer } from '../../daemon/routes.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { FileName, PeerName } from '../../ui/names.tsx';
import { Problem } from '../../ui/problem.tsx';
import { Table, type Column } from '../../ui/table.tsx';
import { RevokeConfirm } from '../admin/revoke-confirm.tsx';
import { WORDS } from '../admin/words.ts';
import { networkWords } from './words.ts';

type Peer = Answer<'peers'>[number];

/** Bytes per second that pass between a peer and here. */
function useSpeeds(): ReadonlyMap<string, { up: number; down: number }> {
  const uploads = useProgress((progress) => progress.uploads);
  const downloads = useProgress((progress) => progress.downloads);
  const speeds = new Map<string, { up: number; down: number }>();
  const of = (peer: string) => {
    const known = speeds.get(peer) ?? { up: 0, down: 0 };
    speeds.set(peer, known);
    return known;
  };
  for (const { peer, bytesPerSecond } of uploads ?? []) of(peer).up += bytesPerSecond;
  for (const { sources } of downloads ?? []) {
    for (const { peer, bytesPerSecond } of sources) if (peer !== undefined) of(peer).down += bytesPerSecond;
  }
  return speeds;
}

/** Everybody in the network, those who are online first. */
export function Peers({ self, admin }: { readonly self: PeerId | undefined; readonly admin: boolean }) {
  const words = useWords(networkWords);
  const adminWords = useWords(WORDS);
  const format = useFormat();
  const speeds = useSpeeds();
  const { answer, error, reload } = useCall('peers', {}, { every: 10_000 });
  const [asked, setAsked] = useState<Peer>();
  const peers = (answer ?? []).toSorted((a, b) => Number(b.online) - Number(a.online) || b.seen - a.seen);
  const speedOf = (peer: Peer): string => {
    const { up = 0, down = 0 } = speeds.get(peer.peer) ?? {};
    return up + down === 0 ? '' : `↑ ${format.speed(up)}  ↓ ${format.speed(down)}`;
  };
  const revoking: Column<Peer> = {
    name: 'revoke',
    head: adminWords.revoke,
    bare: true,
    cell: (peer) =>
      peer.peer !== self && (
        <Button
          small
          look="danger"
          aria-label={`${adminWords.revoke}: ${isolated(peer.name)}`}
          onClick={() => setAsked(peer)}
        >
          {adminWords.revoke}
        </Button>
      ),
  };
  return (
    <>
      <Problem error={error} />
      {answer !== undefined && answer.length <= 1 && <p className="quiet network-alone">{words.alone}</p>}
      {peers.length > 0 && (
        <Table<Peer>
          label={words.peers}
          rows={peers}
          keyOf={({ peer }) => peer}
          columns={[
            {
              name: 'name',
              head: words.name,
              cell: ({ name, peer }) => (
                <>
                  <PeerName name={name} /> {peer === self && <Badge tone="accent">{words.you}</Badge>}
                </>
              ),
            },
            {
              name: 'state',
              head: words.state,
              cell: ({ online, seen }) =>
                online ? (
                  <Badge tone="good">{words.online}</Badge>
                ) : (
                  <span className="quiet">
                    {words.offline}, {words.seen(format.ago(seen))}
                  </span>
                ),
            },
            {
              name: 'address',
              head: words.address,
              cell: ({ endpoints: [first] }) => (first === undefined ? '' : `${first.host}:${first.port}`),
            },
            { name: 'version', head: words.version, cell: ({ agent }) => <FileName name={agent} most={24} /> },
            {
              name: 'shares',
              head: words.shares,
              figures: true,
              cell: ({ files, bytes }) => words.files(files, format.bytes(bytes)),
            },
            { name: 'speeds', head: words.speeds, figures: true, cell: speedOf },
            ...(admin ? [revoking] : []),
          ]}
        />
      )}
      {asked !== undefined && <RevokeConfirm member={asked} onDone={reload} close={() => setAsked(undefined)} />}
    </>
  );
}
