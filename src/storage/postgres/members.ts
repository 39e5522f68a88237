import { idBytes, peerIdOf, type PeerId } from '../../core/ids.ts';
import type { Member } from '../../core/swarm/swarm-store.ts';
import { roleOf } from '../member-role.ts';
import type { Queries } from './database.ts';
import { internPeer, standingOf } from './peer-rows.ts';
import { bytes, integer, strings, text, truth, type Row } from './row.ts';

const COLUMNS = 'p.key, m.name, m.role, m.groups, m.joined, r.peer IS NOT NULL';
const TABLES = 'members m JOIN peers p ON p.id = m.peer LEFT JOIN revocations r ON r.peer = m.peer';

function memberOf(row: Row): Member {
  return {
    peer: peerIdOf(bytes(row, 0)),
    name: text(row, 1),
    role: roleOf(text(row, 2)),
    groups: strings(row, 3),
    joined: integer(row, 4),
    revoked: truth(row, 5),
  };
}

/** Those of the peers that are members. */
export async function readMembers(queries: Queries, peers: readonly PeerId[]): Promise<ReadonlyMap<PeerId, Member>> {
  const sql = `SELECT ${COLUMNS} FROM ${TABLES} WHERE p.key = ANY($1::bytea[])`;
  const rows = await queries.rows('members-some', sql, [peers.map(idBytes)]);
  return new Map(rows.map(memberOf).map((member) => [member.peer, member]));
}

export async function allMembers(queries: Queries): Promise<readonly Member[]> {
  return (await queries.rows('members-all', `SELECT ${COLUMNS} FROM ${TABLES} ORDER BY m.peer`)).map(memberOf);
}

export async function readRevocations(
  queries: Queries,
): Promise<{ readonly version: number; readonly peers: readonly PeerId[] }> {
  // The version first: a list that is newer than its version is read again, the other way round it would be kept.
  const sql = `SELECT value FROM counters WHERE name = 'revocations'`;
  const version = integer(await queries.row('revocations-version', sql), 0);
  const all = 'SELECT p.key FROM revocations r JOIN peers p ON p.id = r.peer ORDER BY r.peer';
  const rows = await queries.rows('revocations', all);
  return { version, peers: rows.map((row) => peerIdOf(bytes(row, 0))) };
}

type NewMember = Pick<Member, 'peer' | 'name' | 'role' | 'groups'>;

/** The member's row. Lifts a revocation. */
export async function putMember(queries: Queries, now: number, member: NewMember): Promise<number> {
  const row = await internPeer(queries, member.peer);
  await queries.run(
    'member-put',
    `INSERT INTO members (peer, name, role, groups, joined) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (peer) DO UPDATE SET name = excluded.name, role = excluded.role, groups = excluded.groups`,
    [row, plain(member.name), member.role, JSON.stringify(member.groups), now],
  );
  // Trackers learn the name with the lease.
  await bumpLease(queries, row, '');
  const pardoned = await queries.run('member-pardon', 'DELETE FROM revocations WHERE peer = $1', [row]);
  if (pardoned > 0) await bumpRevocations(queries);
  return row;
}

/** Whether the member was there and not revoked before. */
export async function revokeMember(queries: Queries, now: number, peer: PeerId): Promise<boolean> {
  const standing = await standingOf(queries, peer);
  if (standing?.member !== true || standing.revoked) return false;
  const sql = 'INSERT INTO revocations (peer, at) VALUES ($1, $2) ON CONFLICT DO NOTHING';
  if ((await queries.run('member-revoke', sql, [standing.row, now])) === 0) return false;
  await bumpRevocations(queries);
  await bumpLease(queries, standing.row, ', expires = 0');
  return true;
}

/** Everything of the member but that it was revoked; what it published is the catalog's to remove. */
export async function removeMember(queries: Queries, row: number): Promise<void> {
  await queries.run('member-remove', 'DELETE FROM members WHERE peer = $1', [row]);
  await bumpLease(queries, row, `, expires = 0, agent = ''`);
}

async function bumpRevocations(queries: Queries): Promise<void> {
  await queries.run('revocations-bump', `UPDATE counters SET value = value + 1 WHERE name = 'revocations'`);
}

/** Shows the lease to all trackers again. */
async function bumpLease(queries: Queries, row: number, also: string): Promise<void> {
  const there = await queries.row('lease-there', 'SELECT 1 FROM leases WHERE peer = $1', [row]);
  if (there === undefined) return;
  const sql = `UPDATE counters SET value = value + 1 WHERE name = 'leases' RETURNING value`;
  const change = integer(await queries.row('lease-change', sql), 0);
  await queries.run(`lease-bump${also}`, `UPDATE leases SET change = $2${also} WHERE peer = $1`, [row, change]);
}

/** Text that the database takes. */
function plain(words: string): string {
  return words.toWellFormed().replaceAll('\0', '');
}
