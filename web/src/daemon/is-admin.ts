import type { Answer } from './routes.ts';

/** Whether admins' doings are offered: to admins, and where a tracker runs alone. The tracker decides in the end. */
export function isAdmin(status: Answer<'status'> | undefined): boolean {
  if (status?.peer === undefined) return status?.tracker !== undefined;
  return status.peer.role === 'admin';
}
