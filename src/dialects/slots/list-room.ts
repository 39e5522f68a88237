/** A million names and their digests. */
const MAX_BYTES = 128 * 1024 * 1024;

/** Room for lists while they come: all conversations of a tracker have it together. */
export class ListRoom {
  readonly #whole: ListRoom | undefined;
  #free: number;
  #taken = 0;

  /** @param of where it takes from; a room of 128 MiB of its own unless given */
  constructor(of?: ListRoom | number) {
    this.#whole = of instanceof ListRoom ? of : undefined;
    this.#free = typeof of === 'number' ? of : MAX_BYTES;
  }

  /** False where there is none. */
  take(bytes: number): boolean {
    if (this.#free < bytes || this.#whole?.take(bytes) === false) return false;
    this.#free -= bytes;
    this.#taken += bytes;
    return true;
  }

  /** What was taken is free again. */
  giveBack(): void {
    if (this.#whole !== undefined) this.#whole.#give(this.#taken);
    this.#give(this.#taken);
  }

  #give(bytes: number): void {
    this.#free += bytes;
    this.#taken -= bytes;
  }
}
