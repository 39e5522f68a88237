import { useId, useState } from 'react';

import { fill } from '../../../../src/core/format/fill.ts';
import { shortId, type PeerId } from '../../../../src/core/ids.ts';
import { matchingPeers } from '../../../../src/core/names/matching-peers.ts';
import { MAX_AUDIENCE_PEERS } from '../../../../src/wire/tracker/limits.ts';
import { useCall } from '../../daemon/use-call.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { ChipsField } from '../../ui/chips-field.tsx';
import { GroupsField } from '../../ui/groups-field.tsx';
import { uiWords } from '../../ui/ui-words.ts';
import { visible } from '../../ui/visible.ts';
import type { Chosen, Incomplete } from './audience.ts';
import { WORDS } from './words.ts';

/** Members that the list offers; others are added by their name or the beginning of their id. */
const MAX_OFFERED = 500;
/** Letters of a name or an id. */
const MAX_TYPED = 200;

/** Who may see a share: everyone, or groups and single members. */
export function AudienceFields({
  chosen,
  choose,
  incomplete,
  bare = false,
}: {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
  /** What is missing, once somebody wants to go on. */
  readonly incomplete: Incomplete | undefined;
  /** What it is about is said above it already. */
  readonly bare?: boolean;
}) {
  const words = useWords(WORDS);
  const common = useWords(uiWords);
  const name = useId();
  return (
    <fieldset className="audience">
      <legend className={bare ? 'unseen' : undefined}>{words.whoSees}</legend>
      {([true, false] as const).map((everyone) => (
        <label key={String(everyone)} className="audience-choice">
          <input
            type="radio"
            name={name}
            checked={chosen.everyone === everyone}
            onChange={() => choose({ ...chosen, everyone })}
          />
          {everyone ? words.everyoneSees : words.someSee}
        </label>
      ))}
      {!chosen.everyone && (
        <>
          <GroupsField label={words.groups} groups={chosen.groups} choose={(groups) => choose({ ...chosen, groups })} />
          <MembersField chosen={chosen} choose={choose} />
        </>
      )}
      {incomplete !== undefined && (
        <p className="problem" role="alert">
          {incomplete === 'nobody' ? words.nobodyChosen : common.halfTyped}
        </p>
      )}
    </fieldset>
  );
}

function MembersField({ chosen, choose }: { readonly chosen: Chosen; readonly choose: (chosen: Chosen) => void }) {
  const words = useWords(WORDS);
  const { answer: peers = [] } = useCall('peers', {});
  const [isUnknown, setIsUnknown] = useState(false);
  const nameOf = (id: PeerId) => peers.find(({ peer }) => peer === id)?.name ?? shortId(id);
  const add = () => {
    const [found, ...others] = matchingPeers(peers, chosen.typedPeer.trim());
    if (found === undefined || others.length > 0) {
      setIsUnknown(true);
      return;
    }
    choose({ ...chosen, peers: [...new Set([...chosen.peers, found.peer])], typedPeer: '' });
  };
  return (
    <ChipsField
      label={words.members}
      addLabel={words.addMember}
      removeLabel={(name) => fill(words.removeMember, { name: isolated(name) })}
      chips={chosen.peers.map((id) => ({ id, name: nameOf(id) }))}
      most={MAX_AUDIENCE_PEERS}
      maxLength={MAX_TYPED}
      typed={chosen.typedPeer}
      wrong={isUnknown ? words.unknownMember : undefined}
      offered={peers.slice(0, MAX_OFFERED).map(({ peer, name }) => (
        <option key={peer} value={matchingPeers(peers, name).length === 1 ? name : peer}>
          {visible(name)}
        </option>
      ))}
      type={(typedPeer) => {
        setIsUnknown(false);
        choose({ ...chosen, typedPeer });
      }}
      add={add}
      remove={(id) => choose({ ...chosen, peers: chosen.peers.filter((other) => other !== id) })}
    />
  );
}
