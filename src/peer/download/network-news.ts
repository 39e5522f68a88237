import type { Logger } from '../../core/log.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import { EventFollower } from './event-follower.ts';
import { sleep } from './sleep.ts';

/** Many who wait hear the same news at the same time: each asks the tracker after a pause of its own, ms. */
const SPREAD_MS = 500;

/**
 * Hears from the tracker who comes online and what is published, while somebody waits for that. Whoever waits looks
 * again by itself, too, only later.
 */
export class NetworkNews {
  readonly #follower: EventFollower;

  /** @param onNews called when there may be a source that was not there before */
  constructor(
    components: { readonly tracker: Pick<TrackerOperations, 'events'>; readonly log: Logger },
    onNews: () => void,
    options: { readonly lingerMs?: number } = {},
  ) {
    const take = async ({ kind }: { readonly kind: string }, signal: AbortSignal): Promise<void> => {
      if (kind !== 'online' && kind !== 'published') return;
      await sleep(Math.random() * SPREAD_MS, { signal });
      if (!signal.aborted) onNews();
    };
    this.#follower = new EventFollower(components, take, { after: -1, missed: false, ...options });
  }

  /** Whether somebody waits. */
  wanted(isWanted: boolean): void {
    this.#follower.wanted(isWanted);
  }

  stop(): Promise<void> {
    return this.#follower.stop();
  }
}
