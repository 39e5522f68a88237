import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { Invite, Member, NewInvite } from '../../core/swarm/swarm-store.ts';
import { isAlready, roleOf } from '../member-role.ts';
import type { Queries } from './database.ts';
import { putMember, readMembers } from './members.ts';
import { standingOf } from './peer-rows.ts';
import { integer, strings, text, truth, type Row } from './row.ts';

const COLUMNS = 'id, role, groups, uses_left, expires, revoked';

function inviteOf(row: Row): Invite {
  return {
    id: text(row, 0),
    role: roleOf(text(row, 1)),
    groups: strings(row, 2),
    usesLeft: integer(row, 3),
    expires: integer(row, 4),
    revoked: truth(row, 5),
  };
}

function hashBytes(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new AyniError('invite-invalid', 'This is not the hash of a secret.');
  return Buffer.from(hex, 'hex');
}

export async function allInvites(queries: Queries): Promise<readonly Invite[]> {
  return (await queries.rows('invites', `SELECT ${COLUMNS} FROM invites ORDER BY expires, id`)).map(inviteOf);
}

/** @throws {AyniError} `conflict` */
export async function addInvite(queries: Queries, now: number, invite: NewInvite): Promise<Invite> {
  const { id, secretHash, role, groups, uses, lifetimeMs } = invite;
  const row = await queries.row(
    'invite-add',
    `INSERT INTO invites (id, secret_hash, role, groups, uses_left, expires) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    [id, hashBytes(secretHash), role, JSON.stringify(groups), uses, now + lifetimeMs],
  );
  if (!row) throw new AyniError('conflict', `An invite ${id}, or one with its secret, is there already.`);
  return inviteOf(row);
}

/** In a transaction. @throws {AyniError} `invite-invalid`, `revoked` */
export async function admit(
  queries: Queries,
  now: number,
  secretHash: string,
  peer: PeerId,
  name: string,
): Promise<Member> {
  const refuse = (why: string) => new AyniError('invite-invalid', `This invite ${why}: ask for a new one.`);
  const sql = `SELECT ${COLUMNS} FROM invites WHERE secret_hash = $1 FOR UPDATE`;
  const row = await queries.row('invite-by-secret', sql, [hashBytes(secretHash)]);
  if (!row) throw refuse('is unknown');
  const invite = inviteOf(row);
  if (invite.revoked) throw refuse('was revoked');
  if (invite.expires <= now) throw refuse('has expired');
  if (invite.usesLeft <= 0) throw refuse('is used up');
  if ((await standingOf(queries, peer))?.revoked === true) throw new AyniError('revoked', 'This member was revoked.');
  const before = (await readMembers(queries, [peer])).get(peer);
  if (before === undefined || !isAlready(before, invite)) {
    await queries.run('invite-take', 'UPDATE invites SET uses_left = uses_left - 1 WHERE id = $1', [invite.id]);
  }
  await putMember(queries, now, { peer, name, role: invite.role, groups: invite.groups });
  const member = (await readMembers(queries, [peer])).get(peer);
  if (!member) throw new AyniError('internal', 'The member that was just admitted is not there.');
  return member;
}

export async function revokeInvite(queries: Queries, id: string): Promise<boolean> {
  return (await queries.run('invite-revoke', 'UPDATE invites SET revoked = true WHERE id = $1', [id])) > 0;
}
