import type { Clock } from '../../core/clock.ts';
import type { Database } from './database.ts';

/** An estimate this old gives way to a new one even if that was measured less well, ms. */
const MAX_AGE_MS = 60_000;

/**
 * The database's clock, read now and then and counted on by this machine's monotonic one: trackers whose clocks differ
 * agree about when a lease is over, to within a round trip.
 */
export class DatabaseClock implements Clock {
  #offset = 0;
  #roundTrip = Infinity;
  #measured = 0;

  now(): number {
    return Math.floor(performance.now() + this.#offset);
  }

  async measure(database: Pick<Database, 'now'>): Promise<void> {
    const asked = performance.now();
    const there = await database.now();
    const answered = performance.now();
    const roundTrip = answered - asked;
    if (roundTrip > this.#roundTrip && answered - this.#measured < MAX_AGE_MS) return;
    this.#offset = there - (asked + answered) / 2;
    this.#roundTrip = roundTrip;
    this.#measured = answered;
  }
}
