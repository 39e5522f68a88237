import { once } from 'node:events';

import type { PeerId } from '../../../src/core/ids.ts';
import {
  makeIdentities,
  RenewingPeers,
  type Renewals,
  type RenewingOptions,
} from '../../../test/support/renewing-peers.ts';

/** Many peers in a process of their own, told and telling by messages: who they are, to begin, and that a tracker is gone. */
export type StormOrder = { readonly make: number } | { readonly start: RenewingOptions } | { readonly last: true };
export type StormAnswer = { readonly peers: readonly PeerId[] } | { readonly renewals: Renewals };

if (process.send !== undefined) {
  const tell = (answer: StormAnswer): void => void process.send?.(answer);
  const next = async (): Promise<StormOrder> => ((await once(process, 'message')) as [StormOrder])[0];
  const making = await next();
  if (!('make' in making)) throw new Error('the first order is how many peers there are');
  const identities = await makeIdentities(making.make);
  tell({ peers: identities.map(({ peer }) => peer) });
  const starting = await next();
  if (!('start' in starting)) throw new Error('the second order is to begin');
  const peers = new RenewingPeers(identities, starting.start);
  peers.start();
  await next();
  tell({ renewals: await peers.lastRound() });
  process.disconnect?.();
}
