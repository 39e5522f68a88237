import { AyniError } from '../errors.ts';

/** How many bits of a byte are set. */
const ONES = Uint8Array.from({ length: 256 }, (_, byte) => byte.toString(2).replaceAll('0', '').length);

/** Which pieces of a content are there: bit 0 is the highest of byte 0, spare bits are 0 (as in BEP 3). */
export class Bitfield {
  readonly length: number;
  readonly #bytes: Uint8Array;
  #count = 0;

  /** @param length number of pieces */
  constructor(length: number) {
    this.length = length;
    this.#bytes = new Uint8Array(Math.ceil(length / 8));
  }

  static full(length: number): Bitfield {
    const field = new Bitfield(length);
    field.#bytes.fill(0xff);
    if (length % 8 !== 0) field.#bytes[field.#bytes.length - 1] = (0xff << (8 - (length % 8))) & 0xff;
    field.#count = length;
    return field;
  }

  /** @throws {AyniError} `bad-answer` where the bytes are not those of `length` pieces */
  static fromBytes(length: number, bytes: Uint8Array): Bitfield {
    const field = new Bitfield(length);
    const spare = length % 8 === 0 ? 0 : 0xff >>> (length % 8);
    if (bytes.length !== field.#bytes.length || ((bytes.at(-1) ?? 0) & spare) !== 0) {
      throw new AyniError('bad-answer', `These ${bytes.length} bytes are no bitfield of ${length} pieces.`);
    }
    field.#bytes.set(bytes);
    for (let at = 0; at < bytes.length; at++) field.#count += ONES[bytes[at] ?? 0] ?? 0;
    return field;
  }

  /** How many pieces are there. */
  get count(): number {
    return this.#count;
  }

  get complete(): boolean {
    return this.#count === this.length;
  }

  has(index: number): boolean {
    return ((this.#bytes[index >>> 3] ?? 0) & (0x80 >>> (index & 7))) !== 0;
  }

  /** Whether there is a piece here that `other`, of the same length, lacks. */
  exceeds(other: Bitfield): boolean {
    return this.#bytes.some((byte, at) => (byte & ~(other.#bytes[at] ?? 0)) !== 0);
  }

  /** Whether this changed anything. */
  set(index: number): boolean {
    if (index < 0 || index >= this.length || this.has(index)) return false;
    this.#bytes[index >>> 3] = (this.#bytes[index >>> 3] ?? 0) | (0x80 >>> (index & 7));
    this.#count++;
    return true;
  }

  clear(index: number): boolean {
    if (!this.has(index)) return false;
    this.#bytes[index >>> 3] = (this.#bytes[index >>> 3] ?? 0) & ~(0x80 >>> (index & 7));
    this.#count--;
    return true;
  }

  /** The first run of absent pieces at or after `from`, at most `limit` long, or undefined when none is absent. */
  nextMissing(from: number, limit: number): { first: number; count: number } | undefined {
    let first = from;
    while (first < this.length && this.has(first)) {
      // Whole bytes at once: large contents are mostly there or mostly not.
      first += (first & 7) === 0 && this.#bytes[first >>> 3] === 0xff ? 8 : 1;
    }
    if (first >= this.length) return undefined;
    let end = first + 1;
    while (end < this.length && end - first < limit && !this.has(end)) end++;
    return { first, count: end - first };
  }

  /** The 32 pieces from 32 × `at` on, the first one in the highest bit; 0 for those beyond the end. */
  word(at: number): number {
    const bytes = this.#bytes;
    const from = 4 * at;
    return (
      ((bytes[from] ?? 0) << 24) |
      ((bytes[from + 1] ?? 0) << 16) |
      ((bytes[from + 2] ?? 0) << 8) |
      (bytes[from + 3] ?? 0)
    );
  }

  /** Likewise 1 for those that are absent. */
  absentWord(at: number): number {
    const spare = 32 * (at + 1) - this.length;
    return spare <= 0 ? ~this.word(at) : ~this.word(at) & ~(2 ** spare - 1);
  }

  /** A copy of the bytes. */
  toBytes(): Uint8Array {
    return this.#bytes.slice();
  }
}
