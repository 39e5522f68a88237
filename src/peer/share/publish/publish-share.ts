import type { Clock } from '../../../core/clock.ts';
import { AyniError } from '../../../core/errors.ts';
import type { PublishBatch } from '../../../core/swarm/catalog.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';
import type { Library } from '../../library/library.ts';
import type { ShareRow } from '../../library/share-table.ts';

/** Entries and removals in a batch; the tracker takes up to 5,000. */
const BATCH = 2_000;
/** Full lists that are begun in a row when the tracker does not follow. */
const LISTS = 3;

export interface PublishComponents {
  readonly library: Library;
  readonly tracker: Pick<TrackerOperations, 'publish'>;
  readonly clock: Clock;
}

/**
 * Tells the tracker what it does not know of a share: what changed since the revision it has, or the full list where
 * it has none of ours. Nothing where nothing changed.
 * @throws {AyniError} what the tracker's operations throw
 */
export async function publishShare(
  key: number,
  components: PublishComponents,
  { signal }: { readonly signal: AbortSignal },
): Promise<void> {
  for (let lists = 0; lists < LISTS;) {
    const share = components.library.shareTable.get(key);
    if (share?.available !== true) return;
    try {
      if (share.revision === 0) {
        lists++;
        await sendList(share, components, signal);
      } else if (!(await sendDelta(share, components, signal))) return;
    } catch (error) {
      if (!AyniError.is(error, 'revision-mismatch')) throw error;
      components.library.shareTable.setRevision(key, 0);
    }
  }
  throw new AyniError('revision-mismatch', 'The tracker does not follow our list; it is sent again later.');
}

/** A revision that no other list of this share ever had: time goes on, also where the index was lost. */
function revisionAfter(base: number, clock: Clock): number {
  return Math.max(base + 1, clock.now());
}

/** Whether there was anything to send. */
async function sendDelta(
  share: ShareRow,
  { library, tracker, clock }: PublishComponents,
  signal: AbortSignal,
): Promise<boolean> {
  const delta = library.publication.unsent(share.key, BATCH);
  if (delta === undefined) return false;
  const next = revisionAfter(share.revision, clock);
  const { upsert, remove } = delta;
  await tracker.publish(
    { share: share.name, audience: share.audience, base: share.revision, next, upsert, remove },
    { signal },
  );
  library.publication.sent(share.key, delta, next);
  return true;
}

async function sendList(
  share: ShareRow,
  { library, tracker, clock }: PublishComponents,
  signal: AbortSignal,
): Promise<void> {
  const mark = library.publication.mark();
  let base = 0;
  let after: number | undefined = 0;
  for (let first = true; after !== undefined; first = false) {
    const page = library.publication.list(share.key, after, BATCH);
    const last = page.next === undefined;
    const full: PublishBatch['full'] = first ? (last ? 'only' : 'first') : last ? 'last' : 'middle';
    const next = revisionAfter(base, clock);
    const { name, audience } = share;
    await tracker.publish({ share: name, audience, base, next, full, upsert: page.entries, remove: [] }, { signal });
    base = next;
    after = page.next;
  }
  const now = library.shareTable.get(share.key);
  // Away or for others meanwhile: then the list is told anew.
  if (now?.available !== true || now.audience === undefined) return;
  if (JSON.stringify(now.audience) !== JSON.stringify(share.audience)) return;
  library.publication.listSent(share.key, mark, base);
}
