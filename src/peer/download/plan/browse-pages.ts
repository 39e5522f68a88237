import { AyniError } from '../../../core/errors.ts';
import type { PeerId } from '../../../core/ids.ts';
import type { BrowsedEntry, Page } from '../../../core/swarm/catalog.ts';
import type { TrackerOperations } from '../../../wire/tracker/operations.ts';

/** Few enough that their objects die young, here and at the tracker. */
const PAGE = 1000;
/** How long the tracker may take for one answer, ms. */
const ASK_MS = 30_000;

/**
 * All that a peer has published at and below a path, page by page; the tracker looks for the next page while one is read.
 * @throws {AyniError} `bad-answer` where the list does not end, and what the tracker says
 */
export async function* browsePages(
  tracker: Pick<TrackerOperations, 'browse'>,
  { peer, path }: { readonly peer: PeerId; readonly path: string },
  signal: AbortSignal,
): AsyncGenerator<readonly BrowsedEntry[], void, undefined> {
  const ask = (cursor?: string): Promise<Page<BrowsedEntry>> => {
    const from = cursor === undefined ? {} : { cursor };
    const options = { signal: AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]) };
    const asked = tracker.browse({ peer, path, recursive: true, limit: PAGE, ...from }, options);
    // Whoever reads the page hears of it.
    asked.catch(() => undefined);
    return asked;
  };
  let cursor: string | undefined;
  for (let asked: Promise<Page<BrowsedEntry>> | undefined = ask(); asked !== undefined;) {
    const { items, cursor: next }: Page<BrowsedEntry> = await asked;
    // A tracker that gives the same page for ever would fill the memory.
    if (next !== undefined && (items.length === 0 || next === cursor)) {
      throw new AyniError('bad-answer', `The tracker's list of ${path} does not end.`);
    }
    asked = next === undefined ? undefined : ask(next);
    cursor = next;
    yield items;
  }
}
