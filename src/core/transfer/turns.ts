import type { PeerId } from '../ids.ts';
import type { Pace } from './pace.ts';

/** Bytes of one turn: many a second, so that it flows evenly, and few enough that nobody waits long. */
const MIN_TURN = 4 * 1024;
const TURNS_A_SECOND = 16;

interface Waiter {
  readonly most: number;
  readonly go: (bytes: number) => void;
}

/**
 * Who may send next, under a limit: peers take turns, however many requests each of them has. Knows no timer: whoever
 * owns it calls `run` when something waits, and again when it says.
 */
export class Turns {
  readonly #pace: Pace;
  /** In the order of their turns; each with at least one. As many as there are requests under way. */
  readonly #waiting = new Map<PeerId, Waiter[]>();

  constructor(pace: Pace) {
    this.#pace = pace;
  }

  /** @param go is called, with how many bytes of `most` may be sent, when it is this peer's turn */
  wait(peer: PeerId, most: number, go: (bytes: number) => void): void {
    const queue = this.#waiting.get(peer);
    if (queue === undefined) this.#waiting.set(peer, [{ most, go }]);
    else queue.push({ most, go });
  }

  /** Lets go who is due. @returns ms until somebody may be due; undefined where nobody waits */
  run(): number | undefined {
    for (;;) {
      if (this.#waiting.size === 0) return undefined;
      const pause = this.#pace.allDueIn();
      if (pause > 0) return pause;
      let soonest = Infinity;
      let found: PeerId | undefined;
      for (const peer of this.#waiting.keys()) {
        const due = this.#pace.dueIn(peer);
        soonest = Math.min(soonest, due);
        if (due > 0) continue;
        found = peer;
        break;
      }
      if (found === undefined) return soonest;
      this.#turn(found);
    }
  }

  #turn(peer: PeerId): void {
    const queue = this.#waiting.get(peer) ?? [];
    const next = queue.shift();
    this.#waiting.delete(peer);
    if (queue.length > 0) this.#waiting.set(peer, queue);
    if (next === undefined) return;
    const { rate } = this.#pace;
    const bytes = rate === undefined ? next.most : Math.min(next.most, turnBytes(rate));
    this.#pace.took(peer, bytes);
    next.go(bytes);
  }
}

function turnBytes(rate: number): number {
  return Math.max(MIN_TURN, Math.floor(rate / TURNS_A_SECOND));
}
