import type { PeerId } from '../../core/ids.ts';
import { Pace, type PaceRates } from '../../core/transfer/pace.ts';
import { Turns } from '../../core/transfer/turns.ts';
import { monotonicNs } from '../../platform/monotonic.ts';

/** Limits of what is sent: whoever is about to send waits for its turn. */
export class UploadPace {
  readonly #pace = new Pace(monotonicNs);
  readonly #turns = new Turns(this.#pace);
  #timer: NodeJS.Timeout | undefined;

  /** Holds for what is under way, too. */
  set(rates: PaceRates): void {
    this.#pace.set(rates);
    this.#run();
  }

  /** Whether anything is limited now. */
  get limited(): boolean {
    return this.#pace.rate !== undefined;
  }

  /** Lets everybody go who waits: they will find their connections closed. */
  stop(): void {
    this.set({});
  }

  /**
   * Resolves when this peer may send, with how many bytes: `most` where nothing is limited, else few enough to flow
   * evenly. Takes longer only by what the others get at the same time.
   */
  async turn(peer: PeerId, most: number): Promise<number> {
    if (!this.limited) return most;
    return new Promise((resolve) => {
      this.#turns.wait(peer, most, resolve);
      this.#run();
    });
  }

  /** The same for what goes out as a whole. */
  async whole(peer: PeerId, bytes: number): Promise<void> {
    for (let left = bytes; left > 0;) left -= await this.turn(peer, left);
  }

  #run(): void {
    clearTimeout(this.#timer);
    const pause = this.#turns.run();
    if (pause !== undefined) this.#timer = setTimeout(() => this.#run(), Math.max(1, pause));
  }
}
