import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { Backoff } from '../../core/transfer/backoff.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import { sleep } from './sleep.ts';

/** Many who wait hear the same news at the same time: each asks the tracker after a pause of its own, ms. */
const SPREAD_MS = 500;
/** Nobody waits while a job tries again: the stream is kept for so long, ms. */
const LINGER_MS = 30_000;
/** After the tracker ended the stream, ms. */
const AGAIN = { firstMs: 5000, maxMs: 60_000 } as const;

/**
 * Hears from the tracker who comes online and what is published, but only while somebody waits for that: a peer that
 * waits for nothing asks for nothing.
 */
export class NetworkNews {
  readonly #tracker: Pick<TrackerOperations, 'events'>;
  readonly #log: Logger;
  readonly #onNews: () => void;
  readonly #lingerMs: number;
  #leaving: NodeJS.Timeout | undefined;
  #following: { readonly end: AbortController; readonly ended: Promise<void> } | undefined;

  /** @param onNews called when there may be a source that was not there before */
  constructor(
    components: { readonly tracker: Pick<TrackerOperations, 'events'>; readonly log: Logger },
    onNews: () => void,
    { lingerMs = LINGER_MS } = {},
  ) {
    this.#lingerMs = lingerMs;
    this.#tracker = components.tracker;
    this.#log = components.log;
    this.#onNews = onNews;
  }

  /** Whether somebody waits. */
  wanted(isWanted: boolean): void {
    if (!isWanted) {
      if (this.#following !== undefined) this.#leaving ??= setTimeout(() => void this.stop(), this.#lingerMs).unref();
      return;
    }
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    if (this.#following !== undefined) return;
    const end = new AbortController();
    this.#following = { end, ended: this.#follow(end.signal) };
  }

  async stop(): Promise<void> {
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    const following = this.#following;
    this.#following = undefined;
    following?.end.abort();
    await following?.ended;
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(AGAIN);
    let after = -1;
    while (!signal.aborted) {
      try {
        for await (const { id, kind } of this.#tracker.events({ after }, { signal })) {
          after = id;
          backoff.reset();
          if (kind !== 'online' && kind !== 'published') continue;
          await sleep(Math.random() * SPREAD_MS, { signal });
          if (!signal.aborted) this.#onNews();
        }
      } catch (error) {
        // Whoever waits looks again by itself, only later.
        if (!signal.aborted) this.#log.debug({ error: AyniError.from(error).message }, 'no news from the tracker');
      }
      await sleep(backoff.next(), { signal });
    }
  }
}
