import { INVITED_ROLES } from '../../../../src/core/access/role.ts';
import type { WORDS } from './words.ts';

/** A role in the words of the page; one that a newer tracker knows is shown as it comes. */
export function roleName(role: string, { roles }: Pick<(typeof WORDS)['en'], 'roles'>): string {
  const known = INVITED_ROLES.find((one) => one === role);
  return known === undefined ? role : roles[known];
}
