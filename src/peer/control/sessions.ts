import { randomBytes } from 'node:crypto';

import type { Clock } from '../../core/clock.ts';

/** How long a link may wait for its browser, ms. */
const CODE_MS = 60_000;
/** Links that wait for a browser; the oldest goes. */
const MAX_CODES = 8;
/** How long a session lives without a request, ms: a page that is left open asks all the time. */
const SESSION_MS = 7 * 86_400_000;
/** Browsers that are let in at the same time; the one that was idle longest goes. */
const MAX_SESSIONS = 32;

/** 256 bits: what nobody guesses needs no slow hash and no lock-out. */
const secret = (): string => randomBytes(32).toString('base64url');

/**
 * Browsers that were let in: a code that works once becomes a session, which lives while it is used. Both are kept in
 * memory only, so a daemon that starts anew knows none.
 */
export class Sessions {
  readonly #clock: Clock;
  /** With the time when each ends, ms; the oldest first. */
  readonly #codes = new Map<string, number>();
  readonly #sessions = new Map<string, number>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** A code that opens one session within a minute. */
  invite(): string {
    const code = secret();
    put(this.#codes, code, this.#clock.now() + CODE_MS, MAX_CODES);
    return code;
  }

  /** @returns the id of a new session; undefined for a code that is unknown, was used or is too old */
  enter(code: string): string | undefined {
    const ends = this.#codes.get(code);
    this.#codes.delete(code);
    if (ends === undefined || ends < this.#clock.now()) return undefined;
    const id = secret();
    put(this.#sessions, id, this.#clock.now() + SESSION_MS, MAX_SESSIONS);
    return id;
  }

  /** Whether there is such a session; it lives on from now. */
  has(id: string): boolean {
    const ends = this.#sessions.get(id);
    this.#sessions.delete(id);
    if (ends === undefined || ends < this.#clock.now()) return false;
    this.#sessions.set(id, this.#clock.now() + SESSION_MS);
    return true;
  }
}

function put(map: Map<string, number>, key: string, ends: number, max: number): void {
  map.set(key, ends);
  for (const [oldest] of map) {
    if (map.size <= max) return;
    map.delete(oldest);
  }
}
