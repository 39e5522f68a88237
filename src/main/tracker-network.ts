import { AyniError } from '../core/errors.ts';
import type { PeerId } from '../core/ids.ts';
import type { NetworkControl } from '../peer/control/control-backend.ts';
import type { RunningTracker } from './tracker.ts';

/** Names of one content that are told. */
const MAX_NAMES = 1000;

/**
 * What whoever runs a tracker alone may do on its own machine, without being a member: see what all members see, and
 * make invites.
 * @param self the tracker's own id, which nobody shares anything with
 */
export function trackerNetwork({ service, store }: RunningTracker, self: PeerId): NetworkControl {
  const viewer = { peer: self, groups: [] };
  const refuse = async (): Promise<never> => {
    throw new AyniError('forbidden', 'A tracker alone does not do this: use the peer of an admin.');
  };
  return {
    search: (query) => store.search(viewer, query),
    browse: (query) => store.browse(viewer, query),
    peers: () => store.peers(viewer),
    namesOf: ({ content }) => store.namesOf(viewer, content, MAX_NAMES),
    stats: () => store.stats(viewer),
    createInvite: (invite) => service.invite(invite),
    invites: () => store.invites(),
    revokeInvite: async ({ id }) => {
      if (!(await store.revokeInvite(id))) throw new AyniError('not-found', 'There is no invite with this id.');
    },
    members: () => store.members(),
    locate: refuse,
    withdraw: refuse,
    revoke: refuse,
  };
}
