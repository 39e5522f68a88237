import type { PeerId } from '../../../../src/core/ids.ts';
import type { NewShare } from '../../../../src/wire/control/messages.ts';
import { isHalfTyped, NO_GROUPS, type ChosenGroups } from '../../ui/groups.ts';

type Audience = NonNullable<NewShare['audience']>;

/** An audience while somebody chooses it. */
export interface Chosen {
  /** Whatever groups and members are chosen: these are kept while somebody looks at the other choice. */
  readonly everyone: boolean;
  readonly groups: ChosenGroups;
  readonly peers: readonly PeerId[];
  /** What stands in the field for another member. */
  readonly typedPeer: string;
}

/** Why a choice is no audience: nobody is in it, or something was typed and not added. */
export type Incomplete = 'nobody' | 'halfTyped';

export const EVERYBODY: Chosen = { everyone: true, groups: NO_GROUPS, peers: [], typedPeer: '' };

export function chosenOf(audience: Audience): Chosen {
  if (audience.kind === 'everyone') return EVERYBODY;
  const { groups, peers } = audience;
  return { everyone: false, groups: { names: groups, typed: '' }, peers, typedPeer: '' };
}

/** Everyone only where that was chosen. */
export function audienceOf({ everyone, groups, peers, typedPeer }: Chosen): Audience | Incomplete {
  if (everyone) return { kind: 'everyone' };
  if (isHalfTyped(groups.typed) || isHalfTyped(typedPeer)) return 'halfTyped';
  if (groups.names.length === 0 && peers.length === 0) return 'nobody';
  return { kind: 'restricted', groups: [...groups.names], peers: [...peers] };
}
