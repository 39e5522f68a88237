/** Words of one part: 1 MiB. */
const PART = 2 ** 18;
/** Longer lists are for others to keep. */
export const MAX_WORDS = 512;
const NOTHING = new Uint32Array(0);

/** Memory for many short lists of words, outside of the heap that V8 looks through; what one list leaves another takes. */
export class WordHeap {
  readonly #parts: Uint32Array[] = [];
  /** By length: where the list that was freed last begins, plus one; its first word tells of the one before. */
  readonly #freed = new Uint32Array(MAX_WORDS + 1);
  /** Words that are taken in the newest part. */
  #used = PART;

  get bytes(): number {
    return this.#parts.length * PART * Uint32Array.BYTES_PER_ELEMENT;
  }

  /** Where a list of `length` words may be put, at most `MAX_WORDS`. */
  allocate(length: number): number {
    const freed = this.#freed[length] ?? 0;
    if (freed > 0) {
      this.#freed[length] = this.partOf(freed - 1)[this.offsetOf(freed - 1)] ?? 0;
      return freed - 1;
    }
    if (this.#used + length > PART) {
      this.#parts.push(new Uint32Array(PART));
      this.#used = 0;
    }
    const at = (this.#parts.length - 1) * PART + this.#used;
    this.#used += length;
    return at;
  }

  free(at: number, length: number): void {
    this.partOf(at)[this.offsetOf(at)] = this.#freed[length] ?? 0;
    this.#freed[length] = at + 1;
  }

  /** The words among which a list is, and where there. */
  partOf(at: number): Uint32Array {
    return this.#parts[Math.floor(at / PART)] ?? NOTHING;
  }

  offsetOf(at: number): number {
    return at % PART;
  }

  clear(): void {
    this.#parts.length = 0;
    this.#freed.fill(0);
    this.#used = PART;
  }
}
