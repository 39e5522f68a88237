import { ROLES, type Role } from '../core/access/role.ts';
import { AyniError } from '../core/errors.ts';
import type { Invite, Member } from '../core/swarm/swarm-store.ts';

/** A role as a database has it. @throws {AyniError} `io-failed` */
export function roleOf(value: string): Role {
  const role = ROLES.find((each) => each === value);
  if (role === undefined) throw new AyniError('io-failed', `The tracker's database is damaged: role "${value}".`);
  return role;
}

/** Whether a member is what an invite would make of it. */
export function isAlready(member: Pick<Member, 'role' | 'groups'>, invite: Pick<Invite, 'role' | 'groups'>): boolean {
  const groups = new Set(member.groups);
  return member.role === invite.role && groups.symmetricDifference(new Set(invite.groups)).size === 0;
}
