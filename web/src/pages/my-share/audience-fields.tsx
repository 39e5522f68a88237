import { useId, useState } from 'react';

import { shortId, type PeerId } from '../../../../src/core/ids.ts';
import { matchingPeers } from '../../../../src/core/names/matching-peers.ts';
import { useCall } from '../../daemon/use-call.ts';
import { fill } from '../../../../src/core/format/fill.ts';
import { useWords } from '../../i18n/use-words.ts';
import { isolated } from '../../i18n/words.ts';
import { PeerName } from '../../ui/names.tsx';
import { visible } from '../../ui/visible.ts';
import type { Chosen } from './audience.ts';
import { WORDS } from './words.ts';

/** Members that the list offers; others are added by their name or the beginning of their id. */
const MAX_OFFERED = 500;
/** Members of one audience, as many as the tracker takes. */
const MAX_CHOSEN = 256;

/** Groups and single members who may see a share. */
export function AudienceFields({
  chosen,
  choose,
}: {
  readonly chosen: Chosen;
  readonly choose: (chosen: Chosen) => void;
}) {
  const words = useWords(WORDS);
  const { answer: peers = [] } = useCall('peers', {});
  const [text, setText] = useState('');
  const [unknown, setUnknown] = useState(false);
  const field = useId();
  const list = useId();
  const add = () => {
    const [found, ...others] = matchingPeers(peers, text.trim());
    if (found === undefined || others.length > 0) {
      setUnknown(true);
      return;
    }
    choose({ ...chosen, peers: [...new Set([...chosen.peers, found.peer])].slice(0, MAX_CHOSEN) });
    setText('');
    setUnknown(false);
  };
  const nameOf = (id: PeerId) => peers.find(({ peer }) => peer === id)?.name ?? shortId(id);
  return (
    <>
      <label className="grow">
        {words.onlyGroups}
        <input
          type="text"
          value={chosen.groups}
          placeholder={words.everyone}
          onChange={({ target }) => choose({ ...chosen, groups: target.value })}
        />
      </label>
      <div className="grow">
        <label htmlFor={field}>{words.onlyMembers}</label>
        <div className="row">
          <input
            id={field}
            className="grow"
            type="text"
            list={list}
            value={text}
            placeholder={words.everyone}
            aria-invalid={unknown}
            onChange={({ target }) => setText(target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || text.trim() === '') return;
              event.preventDefault();
              add();
            }}
          />
          <button type="button" disabled={text.trim() === ''} onClick={add}>
            {words.addMember}
          </button>
        </div>
        <datalist id={list}>
          {peers.slice(0, MAX_OFFERED).map(({ peer, name }) => (
            <option key={peer} value={matchingPeers(peers, name).length === 1 ? name : peer}>
              {visible(name)}
            </option>
          ))}
        </datalist>
        {unknown && (
          <p className="problem" role="alert">
            {words.unknownMember}
          </p>
        )}
        {chosen.peers.length > 0 && (
          <ul className="chosen" aria-label={words.onlyMembers}>
            {chosen.peers.map((id) => (
              <li key={id}>
                <PeerName name={nameOf(id)} />
                <button
                  type="button"
                  aria-label={fill(words.removeMember, { name: isolated(nameOf(id)) })}
                  onClick={() => choose({ ...chosen, peers: chosen.peers.filter((other) => other !== id) })}
                >
                  ✕
                </button>
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
