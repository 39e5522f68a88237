import { AyniError } from '../core/errors.ts';
import type { PeerId } from '../core/ids.ts';
import { plainAddress } from '../core/swarm/ip-address.ts';
import type { Caller } from './member-operations.ts';

/**
 * Who calls, whatever front-end it came to.
 * @param peer whose certificate the connection shows
 * @throws {AyniError} `unauthenticated` without one
 */
export function callerFrom(peer: PeerId | undefined, remoteAddress: string | undefined): Caller {
  if (peer === undefined) {
    throw new AyniError('unauthenticated', 'This tracker talks to clients with a certificate: present one.');
  }
  return { peer, address: plainAddress(remoteAddress ?? '') };
}
