import type { Clock } from '../core/clock.ts';
import { AyniError } from '../core/errors.ts';
import { parseIp, subnetOf } from '../core/swarm/ip-address.ts';

interface Window {
  readonly until: number;
  count: number;
}

/** Whoever has an IPv6 address has 2^64 of them. */
function addressKey(address: string): string {
  const ip = parseIp(address);
  return ip?.length === 16 ? subnetOf(ip) : address;
}

/** Counts something per address and minute, in a map of at most 10,000 addresses: the oldest is forgotten first. */
export class AttemptLimiter {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #windowMs: number;
  readonly #capacity: number;
  readonly #windows = new Map<string, Window>();

  constructor({ clock }: { readonly clock: Clock }, options: { limit: number; windowMs?: number; capacity?: number }) {
    this.#clock = clock;
    this.#limit = options.limit;
    this.#windowMs = options.windowMs ?? 60_000;
    this.#capacity = options.capacity ?? 10_000;
  }

  /** @throws {AyniError} `busy` (context: `retryAfter`, s) for an address that reached the limit */
  check(address: string): void {
    const window = this.#window(address);
    if (window === undefined || window.count < this.#limit) return;
    const retryAfter = Math.max(1, Math.ceil((window.until - this.#clock.now()) / 1000));
    throw new AyniError('busy', `Too many attempts from ${address}: try again in ${retryAfter} s.`, {
      context: { retryAfter },
    });
  }

  count(address: string): void {
    const window = this.#window(address);
    if (window !== undefined) {
      window.count++;
      return;
    }
    this.#windows.set(addressKey(address), { until: this.#clock.now() + this.#windowMs, count: 1 });
    if (this.#windows.size <= this.#capacity) return;
    for (const oldest of this.#windows.keys()) {
      this.#windows.delete(oldest);
      break;
    }
  }

  #window(address: string): Window | undefined {
    const key = addressKey(address);
    const window = this.#windows.get(key);
    if (window === undefined) return undefined;
    const left = window.until - this.#clock.now();
    // More than a window is left of one that began before the clock was set back.
    if (left > 0 && left <= this.#windowMs) return window;
    this.#windows.delete(key);
    return undefined;
  }
}
