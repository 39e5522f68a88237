import type { Clock } from '../clock.ts';

/** Bytes per second as an exponentially weighted mean over time: what happened `halfLifeMs` ago counts half. */
export class SpeedMeter {
  readonly #clock: Clock;
  readonly #halfLifeMs: number;
  #rate = 0;
  /** How much of the window was filled since the start, 0 to 1: without it a young meter shows too little. */
  #weight = 0;
  #pending = 0;
  #at: number;

  constructor(clock: Clock, { halfLifeMs = 3000 }: { halfLifeMs?: number } = {}) {
    this.#clock = clock;
    this.#halfLifeMs = halfLifeMs;
    this.#at = clock.now();
  }

  add(bytes: number): void {
    this.#pending += bytes;
    // Not for each packet: a very short interval says nothing.
    if (this.#clock.now() - this.#at >= 100) this.#settle();
  }

  /** Bytes per second; 0 where nothing was measured. */
  value(): number {
    if (this.#clock.now() - this.#at >= 100) this.#settle();
    return this.#weight > 0 ? this.#rate / this.#weight : 0;
  }

  /** Forgets the pause between two transfers, which would else count as slowness. */
  restart(): void {
    this.#at = this.#clock.now();
    this.#pending = 0;
  }

  #settle(): void {
    const now = this.#clock.now();
    const elapsed = now - this.#at;
    // A clock that was set back measures nothing.
    if (elapsed > 0) {
      const keep = 0.5 ** (elapsed / this.#halfLifeMs);
      this.#rate = this.#rate * keep + (this.#pending / elapsed) * 1000 * (1 - keep);
      this.#weight = this.#weight * keep + (1 - keep);
    }
    this.#pending = 0;
    this.#at = now;
  }
}
