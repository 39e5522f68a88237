/**
 * What a member may do. Guests publish nothing, but serve what they fetch; admins also invite, revoke and withdraw;
 * `tracker` is the role of a tracker's own credential, and `foreign` stands for a program of another system, which has
 * no credential: its dialect's front-end speaks for it.
 */
export const ROLES = ['admin', 'member', 'guest', 'tracker', 'foreign'] as const;
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
  foreign: [],
};

export function may(role: Role, action: Action): boolean {
  return ALLOWED[role].includes(action);
}
