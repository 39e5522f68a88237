import { ROLES, type Role } from '../core/access/role.ts';
import { AyniError } from '../core/errors.ts';

/** A role as a database has it. @throws {AyniError} `io-failed` */
export function roleOf(value: string): Role {
  const role = ROLES.find((each) => each === value);
  if (role === undefined) throw new AyniError('io-failed', `The tracker's database is damaged: role "${value}".`);
  return role;
}
