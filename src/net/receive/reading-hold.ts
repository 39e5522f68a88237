import type { TLSSocket } from 'node:tls';

import type { PeerId } from '../../core/ids.ts';
import type { Pace } from '../../core/transfer/pace.ts';

/** A limit that changes is heard of within this time, ms. */
const MAX_HOLD_MS = 250;

/**
 * Keeps one connection to its limits by not reading for a while: TCP then slows its source down. A few records that
 * were decrypted already still come after a pause began (48 KiB were seen); they count, and the pause is the longer.
 */
export class ReadingHold {
  readonly #pace: Pace;
  readonly #peer: PeerId;
  readonly #onOver: (ms: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #since = 0;

  /** @param onOver is told how long nothing was read, ms: that is not for the source to answer for */
  constructor(pace: Pace, peer: PeerId, onOver: (ms: number) => void) {
    this.#pace = pace;
    this.#peer = peer;
    this.#onOver = onOver;
  }

  get held(): boolean {
    return this.#timer !== undefined;
  }

  /** Bytes came on this socket. */
  came(socket: TLSSocket, bytes: number): void {
    if (this.#pace.rate === undefined) return;
    this.#pace.took(this.#peer, bytes);
    if (this.held || this.#pace.dueIn(this.#peer) < 1) return;
    this.#since = performance.now();
    socket.pause();
    this.#wait(socket);
  }

  /** The socket is given up. */
  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #wait(socket: TLSSocket): void {
    const ms = Math.min(MAX_HOLD_MS, Math.max(1, this.#pace.dueIn(this.#peer)));
    this.#timer = setTimeout(() => {
      if (this.#pace.dueIn(this.#peer) >= 1) {
        this.#wait(socket);
        return;
      }
      this.#timer = undefined;
      this.#onOver(performance.now() - this.#since);
      socket.resume();
    }, ms);
  }
}
