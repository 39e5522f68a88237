import { isFileLink, parseFileLink } from '../../core/access/file-link.ts';
import { AyniError } from '../../core/errors.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import { ownNetwork } from '../daemon/own-network.ts';
import type { Session } from '../daemon/session.ts';
import type { Candidate } from './candidates.ts';

/**
 * What a link of a file or folder stands for; undefined for a text that is none.
 * @throws {AyniError} `bad-link`, also for an invite and for a link of another network
 */
export async function linkedCandidate(session: Session, text: string): Promise<Candidate | undefined> {
  if (text.trim().startsWith('ayni://'))
    throw new AyniError('bad-link', 'This link invites into a network, and names no file: "ayni join LINK" takes it.');
  if (!isFileLink(text)) return undefined;
  const link = parseFileLink(text);
  if (link.network !== (await ownNetwork(session)))
    throw new AyniError(
      'bad-link',
      'This link is of another network than the one this machine is in: join that first.',
    );
  if (link.kind === 'file') {
    const { content, size, name } = link;
    return { kind: 'content', content, ...(size === undefined ? {} : { size }), name, paths: [name] };
  }
  const { peer, path } = link;
  const peers = await session.client.call(NETWORK_ROUTES.peers, {}, { signal: session.signal });
  const owner = peers.find((one) => one.peer === peer);
  if (owner === undefined) throw new AyniError('not-found', 'The peer that this link names has left the network.');
  return { kind: 'tree', peer, peerName: owner.name, path, also: [] };
}
