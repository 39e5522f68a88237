import { AyniError } from '../../core/errors.ts';
import type { NetworkId } from '../../core/ids.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Session } from './session.ts';

/** The network that this machine's peer is a member of. @throws {AyniError} `not-joined` where only a tracker runs */
export async function ownNetwork({ client, signal }: Pick<Session, 'client' | 'signal'>): Promise<NetworkId> {
  const { peer } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  if (peer === undefined) throw new AyniError('not-joined', 'Only a tracker runs here: this takes a peer.');
  return peer.network;
}
