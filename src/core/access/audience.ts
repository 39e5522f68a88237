import type { PeerId } from '../ids.ts';

/** Who may see and fetch a share. */
export type Audience =
  | { readonly kind: 'everyone' }
  | { readonly kind: 'restricted'; readonly groups: readonly string[]; readonly peers: readonly PeerId[] };

export const EVERYONE: Audience = { kind: 'everyone' };

/** Who is looking: every read of the catalog takes one. */
export interface Viewer {
  readonly peer: PeerId;
  readonly groups: readonly string[];
}

/** The owner of a share always may; the store adds that, since an audience does not know its owner. */
export function admits(audience: Audience, viewer: Viewer): boolean {
  return (
    audience.kind === 'everyone' ||
    audience.peers.includes(viewer.peer) ||
    audience.groups.some((group) => viewer.groups.includes(group))
  );
}

/** Audiences that admit the same viewers have the same key, however they were written. */
export function audienceKey(audience: Audience): string {
  if (audience.kind === 'everyone') return 'everyone';
  const sorted = (list: readonly string[]) => [...new Set(list)].toSorted();
  return JSON.stringify([sorted(audience.groups), sorted(audience.peers)]);
}
