import type { Logger } from '../../core/log.ts';
import type { Database } from './database.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { PostgresStore } from './postgres-store.ts';
import { integer } from './row.ts';

/** What another tracker did is known here after so long, ms. */
const EVERY_MS = 300;
/** The clocks are compared once in so many looks. */
const CLOCK_LOOKS = 30;

/** Looks again and again for what other trackers changed: leases, events, revocations. */
export class Watching {
  readonly #database: Database;
  readonly #store: PostgresStore;
  readonly #clock: DatabaseClock | undefined;
  readonly #log: Logger;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;
  #events = -1;
  #looks = 0;

  constructor(parts: {
    readonly database: Database;
    readonly store: PostgresStore;
    readonly clock: DatabaseClock | undefined;
    readonly log: Logger;
  }) {
    this.#database = parts.database;
    this.#store = parts.store;
    this.#clock = parts.clock;
    this.#log = parts.log;
  }

  start(): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.look()
        .catch((error: unknown) => this.#log.warn({ err: error }, 'looking for the changes of other trackers failed'))
        .finally(() => this.start());
    }, EVERY_MS);
    this.#timer.unref();
  }

  async look(): Promise<void> {
    this.#looks++;
    const sql = `SELECT (SELECT value FROM counters WHERE name = 'events'),
      (SELECT value FROM counters WHERE name = 'revocations')`;
    const row = await this.#database.row('watch', sql);
    this.#store.learnRevocations(integer(row, 1));
    await this.#store.leases.look();
    if (integer(row, 0) !== this.#events) this.#store.tell();
    this.#events = integer(row, 0);
    if (this.#looks % CLOCK_LOOKS === 0) await this.#clock?.measure(this.#database);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }
}
