import { AyniError } from '../../core/errors.ts';
import { idBytes, type PeerId } from '../../core/ids.ts';
import type { Queries } from './database.ts';
import { integer, truth } from './row.ts';

/** The integers that stand for peers. They grow in the order in which peers came to the network. */
export async function findPeer(queries: Queries, peer: PeerId): Promise<number | undefined> {
  const row = await queries.row('peer-find', 'SELECT id FROM peers WHERE key = $1', [idBytes(peer)]);
  return row && integer(row, 0);
}

export async function internPeer(queries: Queries, peer: PeerId): Promise<number> {
  const found = await findPeer(queries, peer);
  if (found !== undefined) return found;
  const sql = 'INSERT INTO peers (key) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id';
  const made = await queries.row('peer-insert', sql, [idBytes(peer)]);
  if (made !== undefined) return integer(made, 0);
  // Another tracker was quicker.
  return integer(await queries.row('peer-find', 'SELECT id FROM peers WHERE key = $1', [idBytes(peer)]), 0);
}

export interface Standing {
  readonly row: number;
  readonly member: boolean;
  readonly revoked: boolean;
}

/** What the peer is to the network; somebody may be revoked and no member any more. */
export async function standingOf(queries: Queries, peer: PeerId): Promise<Standing | undefined> {
  const row = await queries.row(
    'peer-standing',
    `SELECT p.id, m.peer IS NOT NULL, r.peer IS NOT NULL FROM peers p
     LEFT JOIN members m ON m.peer = p.id LEFT JOIN revocations r ON r.peer = p.id WHERE p.key = $1`,
    [idBytes(peer)],
  );
  return row && { row: integer(row, 0), member: truth(row, 1), revoked: truth(row, 2) };
}

/** @throws {AyniError} `not-found`, `revoked` */
export async function memberRow(queries: Queries, peer: PeerId): Promise<number> {
  const standing = await standingOf(queries, peer);
  if (standing?.revoked === true) throw new AyniError('revoked', 'This member was revoked.');
  if (standing?.member !== true) {
    throw new AyniError('not-found', `${peer} is no member of this network.`, { context: { peer } });
  }
  return standing.row;
}

/** The same, for a transaction that writes for the member: until it ends, the member is not forgotten. */
export async function lockedMemberRow(queries: Queries, peer: PeerId): Promise<number> {
  const row = await memberRow(queries, peer);
  const held = await queries.row('member-lock', 'SELECT 1 FROM members WHERE peer = $1 FOR SHARE', [row]);
  if (held === undefined)
    throw new AyniError('not-found', `${peer} is no member of this network.`, { context: { peer } });
  return row;
}
