/**
 * What a member may do. Guests publish nothing, but serve what they fetch; admins also invite, revoke and withdraw;
 * `tracker` is the role of a tracker's own credential.
 */
export const ROLES = ['admin', 'member', 'guest', 'tracker'] as const;
export type Role = (typeof ROLES)[number];

/** Roles that an invite can give. */
export const INVITED_ROLES = ['admin', 'member', 'guest'] as const satisfies readonly Role[];
export type InvitedRole = (typeof INVITED_ROLES)[number];

export type Action = 'browse' | 'hold' | 'publish' | 'administer';

const ALLOWED: Record<Role, readonly Action[]> = {
  admin: ['browse', 'hold', 'publish', 'administer'],
  member: ['browse', 'hold', 'publish'],
  guest: ['browse', 'hold'],
  tracker: [],
};

export function may(role: Role, action: Action): boolean {
  return ALLOWED[role].includes(action);
}
