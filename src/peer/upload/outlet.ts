import type { ServerResponse } from 'node:http';
import { AyniError } from '../../core/errors.ts';

/** Where the bytes of one answer go out: one write at a time, with a deadline for each. */
export class Outlet {
  readonly #response: ServerResponse;
  readonly #timer: NodeJS.Timeout;
  #reject: ((error: AyniError) => void) | undefined;
  #closed = false;

  /** @param stallMs a requester that does not take what was written for this long loses its connection */
  constructor(response: ServerResponse, stallMs: number) {
    this.#response = response;
    this.#timer = setTimeout(() => response.socket?.destroy(), stallMs);
    response.once('close', () => {
      this.#closed = true;
      clearTimeout(this.#timer);
      this.#reject?.(gone());
    });
  }

  /**
   * Resolves when the connection took the bytes, from when on their buffer may be used again.
   * @throws {AyniError} `cut-off`
   */
  async write(bytes: Uint8Array): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      if (this.#closed) return reject(gone());
      this.#reject = reject;
      this.#timer.refresh();
      this.#response.write(bytes, (error) => (error ? reject(gone()) : resolve()));
    });
    this.#reject = undefined;
  }

  /** Resolves when the answer is complete and handed over, or its connection gone. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (this.#closed) return resolve();
      this.#response.once('close', resolve);
      this.#timer.refresh();
      this.#response.end();
    });
  }
}

function gone(): AyniError {
  return new AyniError('cut-off', 'The requester closed the connection.');
}
