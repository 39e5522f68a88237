import { createHash, randomBytes } from 'node:crypto';

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

/** What is written down of a session, which tells nobody its id. */
export interface KeptSession {
  /** SHA-256 of the id, hex. */
  readonly hash: string;
  /** When it ends, ms since the Unix epoch. */
  readonly ends: number;
}

const hashOf = (id: string): string => createHash('sha256').update(id).digest('hex');

/**
 * Browsers that were let in: a code that works once becomes a session, which lives while it is used. Codes are kept in
 * memory only.
 */
export class Sessions {
  readonly #clock: Clock;
  /** With the time when each ends, ms; the oldest first. */
  readonly #codes = new Map<string, number>();
  readonly #sessions = new Map<string, number>();

  constructor({ clock }: { readonly clock: Clock }) {
    this.#clock = clock;
  }

  /** Takes up what a daemon before this one has written down. */
  restore(kept: readonly KeptSession[]): void {
    for (const { hash, ends } of kept.toSorted((a, b) => a.ends - b.ends)) {
      if (ends > this.#clock.now()) put(this.#sessions, hash, ends, MAX_SESSIONS);
    }
  }

  /** To be written down. */
  kept(): readonly KeptSession[] {
    return Array.from(this.#sessions, ([hash, ends]) => ({ hash, ends }));
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
    put(this.#sessions, hashOf(id), this.#clock.now() + SESSION_MS, MAX_SESSIONS);
    return id;
  }

  /** Whether there is such a session; it lives on from now. */
  has(id: string): boolean {
    const hash = hashOf(id);
    const ends = this.#sessions.get(hash);
    this.#sessions.delete(hash);
    if (ends === undefined || ends < this.#clock.now()) return false;
    this.#sessions.set(hash, this.#clock.now() + SESSION_MS);
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
