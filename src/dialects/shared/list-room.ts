/** A million names and their digests. */
const MAX_BYTES = 128 * 1024 * 1024;
/** A thousand names: with a thousand connections at once these are 64 MiB. */
export const SMALL_LIST = 64 * 1024;

/** Room for lists while they come: all conversations of a tracker have it together. */
export class ListRoom {
  readonly #whole: ListRoom | undefined;
  readonly #own: number;
  #free: number;
  #taken = 0;

  /**
   * @param of where it takes from; a room of 128 MiB of its own unless given
   * @param own bytes that it has before it takes from there, so that who fills the whole room keeps no small list out
   */
  constructor(of?: ListRoom | number, own = 0) {
    this.#whole = of instanceof ListRoom ? of : undefined;
    this.#own = own;
    this.#free = typeof of === 'number' ? of : MAX_BYTES;
  }

  /** False where there is none. */
  take(bytes: number): boolean {
    if (this.#free < bytes || this.#whole?.take(this.#shared(this.#taken + bytes) - this.#shared()) === false) {
      return false;
    }
    this.#free -= bytes;
    this.#taken += bytes;
    return true;
  }

  /** What was taken is free again. */
  giveBack(): void {
    if (this.#whole !== undefined) this.#whole.#give(this.#shared());
    this.#give(this.#taken);
  }

  /** What of so many bytes is taken from the whole room. */
  #shared(taken = this.#taken): number {
    return Math.max(0, taken - this.#own);
  }

  #give(bytes: number): void {
    this.#free += bytes;
    this.#taken -= bytes;
  }
}
