import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { Backoff } from '../../core/backoff.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import { sleep } from './sleep.ts';

/** Whoever does not want it any more may want it again soon: the stream is kept for so long, ms. */
const LINGER_MS = 30_000;
/** After the tracker ended the stream, ms. */
const AGAIN = { firstMs: 5000, maxMs: 60_000 } as const;

export interface EventFollowerOptions {
  /** The first event that is told comes after this one; -1 for those that come from now on. */
  readonly after: number;
  /** Whether what came while nobody wanted to know is told once somebody does again. */
  readonly missed: boolean;
  /** Default 30,000. */
  readonly lingerMs?: number;
}

/** Follows the tracker's events, but only while somebody wants to know: a peer that waits for nothing asks for nothing. */
export class EventFollower implements AsyncDisposable {
  readonly #tracker: Pick<TrackerOperations, 'events'>;
  readonly #log: Logger;
  readonly #take: (event: SwarmEvent, signal: AbortSignal) => Promise<void>;
  readonly #options: EventFollowerOptions;
  #after: number;
  #leaving: NodeJS.Timeout | undefined;
  #following: { readonly end: AbortController; readonly ended: Promise<void> } | undefined;

  /** @param take called with each event; the next one waits for it */
  constructor(
    components: { readonly tracker: Pick<TrackerOperations, 'events'>; readonly log: Logger },
    take: (event: SwarmEvent, signal: AbortSignal) => Promise<void>,
    options: EventFollowerOptions,
  ) {
    this.#tracker = components.tracker;
    this.#log = components.log;
    this.#take = take;
    this.#options = options;
    this.#after = options.after;
  }

  /** Whether somebody wants to know. */
  wanted(isWanted: boolean): void {
    const { after, missed, lingerMs = LINGER_MS } = this.#options;
    if (!isWanted) {
      if (this.#following !== undefined) this.#leaving ??= setTimeout(() => void this.stop(), lingerMs).unref();
      return;
    }
    clearTimeout(this.#leaving);
    this.#leaving = undefined;
    if (this.#following !== undefined) return;
    if (!missed) this.#after = after;
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

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const backoff = new Backoff(AGAIN);
    while (!signal.aborted) {
      const passed = (id: number) => (this.#after = id);
      try {
        for await (const event of this.#tracker.events({ after: this.#after }, { signal, passed })) {
          this.#after = event.id;
          backoff.reset();
          await this.#take(event, signal);
        }
      } catch (error) {
        if (!signal.aborted) this.#log.debug({ error: AyniError.from(error).message }, 'no news from the tracker');
      }
      await sleep(backoff.next(), { signal });
    }
  }
}
