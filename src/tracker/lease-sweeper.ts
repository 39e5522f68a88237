import { shortId } from '../core/ids.ts';
import type { Logger } from '../core/log.ts';
import type { SwarmStore } from '../core/swarm/swarm-store.ts';
import type { EventFeed } from './event-feed.ts';

/**
 * Clears away leases that ran out and tells who went. Nobody depends on it for correctness: the store compares times
 * at each question.
 */
export class LeaseSweeper {
  readonly #store: SwarmStore;
  readonly #events: EventFeed;
  readonly #log: Logger;
  readonly #everyMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #busy = false;

  constructor(
    components: { readonly store: SwarmStore; readonly events: EventFeed; readonly log: Logger },
    { everyMs }: { readonly everyMs: number },
  ) {
    this.#store = components.store;
    this.#events = components.events;
    this.#log = components.log;
    this.#everyMs = everyMs;
  }

  start(): void {
    this.#timer ??= setInterval(() => {
      // A sweep that takes longer than the interval is not overtaken by the next.
      if (this.#busy) return;
      this.#busy = true;
      this.#running = this.sweep()
        .catch((error: unknown) => this.#log.error({ err: error }, 'sweeping leases failed'))
        .finally(() => {
          this.#busy = false;
        });
    }, this.#everyMs);
  }

  async sweep(): Promise<void> {
    for (const peer of await this.#store.sweepLeases()) {
      this.#log.info({ peer: shortId(peer) }, 'lease ran out');
      await this.#events.append({ kind: 'offline', peer });
    }
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#running;
  }
}
