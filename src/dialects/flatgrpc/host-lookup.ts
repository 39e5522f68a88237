import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import type { Clock } from '../../core/clock.ts';

/** Hosts that wait to be looked up; of more than these nothing is known. */
const MAX_WAITING = 1_000;
/** Answers that are remembered, and how long, ms. */
const MAX_KNOWN = 10_000;
const KNOWN_MS = 10 * 60_000;

/**
 * Tells which host names have an address. The system looks one up on a thread of the pool that reads files, too, and
 * may take seconds: so one at a time, in the background.
 */
export class HostLookup {
  readonly #clock: Clock;
  readonly #resolve: (host: string) => Promise<unknown>;
  readonly #known = new Map<string, { readonly resolves: Promise<boolean>; readonly until: number }>();
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** @param resolve rejects for a host without an address */
  constructor({ clock }: { clock: Clock }, resolve: (host: string) => Promise<unknown> = lookup) {
    this.#clock = clock;
    this.#resolve = resolve;
  }

  /** Whether the host has an address; false also where too many wait. Never rejects. */
  resolves(host: string): Promise<boolean> {
    if (isIP(host) !== 0) return Promise.resolve(true);
    const now = this.#clock.now();
    const known = this.#known.get(host);
    if (known !== undefined && known.until > now) return known.resolves;
    if (this.#waiting >= MAX_WAITING) return Promise.resolve(false);
    const resolves = this.#enqueue(host);
    this.#known.delete(host);
    this.#known.set(host, { resolves, until: now + KNOWN_MS });
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    return resolves;
  }

  #enqueue(host: string): Promise<boolean> {
    this.#waiting++;
    const resolves = this.#last.then(async () => {
      try {
        await this.#resolve(host);
        return true;
      } catch {
        return false;
      } finally {
        this.#waiting--;
      }
    });
    this.#last = resolves;
    return resolves;
  }
}
