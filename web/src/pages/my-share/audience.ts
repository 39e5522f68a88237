import type { PeerId } from '../../../../src/core/ids.ts';
import type { NewShare } from '../../../../src/wire/control/messages.ts';
import { splitGroups } from './groups.ts';

type Audience = NonNullable<NewShare['audience']>;

/** An audience while somebody chooses it. */
export interface Chosen {
  /** Names of groups with commas between. */
  readonly groups: string;
  readonly peers: readonly PeerId[];
}

export const EVERYBODY: Chosen = { groups: '', peers: [] };

export function chosenOf(audience: Audience): Chosen {
  if (audience.kind === 'everyone') return EVERYBODY;
  return { groups: audience.groups.join(', '), peers: audience.peers };
}

/** Nobody chosen means everyone. */
export function audienceOf({ groups, peers }: Chosen): Audience {
  const named = splitGroups(groups);
  if (named.length === 0 && peers.length === 0) return { kind: 'everyone' };
  return { kind: 'restricted', groups: named, peers: [...peers] };
}
