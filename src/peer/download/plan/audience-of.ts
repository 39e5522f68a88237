import { EVERYONE, type Audience } from '../../../core/access/audience.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId, PeerId } from '../../../core/ids.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';

/** Nobody but who fetched it: for a content whose share cannot be found out. */
export const NOBODY: Audience = { kind: 'restricted', groups: [], peers: [] };
/** Shares that publish a content and are looked at for their audience. */
const MAX_SHARES = 16;

/** Who may see a share, as its peer publishes it; undefined where nobody tells. */
export async function audienceOfShare(
  tracker: Pick<TrackerOperations, 'browse'>,
  peer: PeerId,
  share: string,
  { signal }: { signal: AbortSignal },
): Promise<Audience | undefined> {
  let cursor: string | undefined;
  do {
    const page = await tracker.browse(
      { peer, path: '', recursive: false, limit: 5000, ...(cursor === undefined ? {} : { cursor }) },
      { signal },
    );
    const found = page.items.find((item) => item.path === share);
    if (found !== undefined) return found.audience;
    // A list that does not move on does not end.
    if (page.items.length === 0 || page.cursor === cursor) return undefined;
    cursor = page.cursor;
  } while (cursor !== undefined);
  return undefined;
}

/** Admits nobody whom one of them does not admit: what comes of several shares opens none of them. */
export function commonAudience(audiences: readonly Audience[]): Audience {
  const restricted = audiences.filter((audience) => audience.kind === 'restricted');
  const [first] = restricted;
  if (first === undefined) return EVERYONE;
  return {
    kind: 'restricted',
    groups: first.groups.filter((group) => restricted.every(({ groups }) => groups.includes(group))),
    peers: first.peers.filter((peer) => restricted.every(({ peers }) => peers.includes(peer))),
  };
}

/**
 * Who may have a content, and its size: the audiences of the shares that publish it, together, since whom one of them
 * admits may fetch it already. A content under no name that we see is for nobody else.
 */
export async function namesOfContent(
  tracker: Pick<TrackerOperations, 'browse' | 'namesOf'>,
  content: ContentId,
  { signal }: { signal: AbortSignal },
): Promise<{ readonly audience: Audience; readonly size: number | undefined }> {
  const names = await tracker.namesOf({ content }, { signal });
  const shares = new Map(names.map(({ peer, path }) => [`${peer}/${path.split('/')[0]}`, { peer, path }]));
  const groups = new Set<string>();
  const peers = new Set<PeerId>();
  for (const { peer, path } of [...shares.values()].slice(0, MAX_SHARES)) {
    try {
      const audience = await audienceOfShare(tracker, peer, path.split('/')[0] ?? '', { signal });
      if (audience?.kind === 'everyone') return { audience: EVERYONE, size: names[0]?.size };
      for (const group of audience?.groups ?? []) groups.add(group);
      for (const one of audience?.peers ?? []) peers.add(one);
    } catch (error) {
      // Gone between the two questions.
      if (!AyniError.is(error, 'not-found')) throw error;
    }
  }
  return { audience: { kind: 'restricted', groups: [...groups], peers: [...peers] }, size: names[0]?.size };
}
