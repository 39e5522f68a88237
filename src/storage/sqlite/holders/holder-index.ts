import type { HolderList } from './holder-list.ts';
import { KeyedHash } from './keyed-hash.ts';
import { MAX_WORDS, WordHeap } from './word-heap.ts';

/** Of each content: four words of its hash, where its list begins plus one (0 for none), and how long that is. */
const RECORD = 6;
const LIST = 4;
const LENGTH = 5;
/** Records of one part, of contents whose rows follow one another. */
const PART = 2 ** 14;
const FIRST_CELLS = 2 ** 12;
/** Bytes that the index takes at most; what does not fit is looked up in the database. */
const MAX_BYTES = 192 * 2 ** 20;

/**
 * Who has which content, in memory: a hash leads to a list of a few words. It knows some contents or all of them, and
 * of those it knows all holders. Whoever changes the database has it forget what may have changed, and the next to ask
 * reads that again. A content is told by 128 bits of its hash: nobody makes two contents that agree in those.
 */
export class HolderIndex {
  readonly #heap = new WordHeap();
  readonly #hash = new KeyedHash();
  readonly #records: (Uint32Array | undefined)[] = [];
  readonly #maxBytes: number;
  /** Rows of contents, each at the number that its hash is sent to or after it; 0 for none. Some were forgotten. */
  #cells = new Uint32Array(FIRST_CELLS);
  #used = 0;
  #recordBytes = 0;

  #onEmptied: (() => void) | undefined;

  constructor({ maxBytes = MAX_BYTES }: { readonly maxBytes?: number } = {}) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#heap.bytes + this.#recordBytes + this.#cells.byteLength;
  }

  /** Whether it takes no more. */
  get isFull(): boolean {
    return this.bytes >= this.#maxBytes;
  }

  /** Calls back whenever it was told to forget everything. */
  onEmptied(listener: () => void): void {
    this.#onEmptied = listener;
  }

  /** Undefined where it does not know; good until it is told something. @param hash 32 bytes */
  find(hash: Uint8Array): HolderList | undefined {
    const words = wordsOf(hash);
    const cell = this.#cellOf(words);
    const row = this.#cells[cell] ?? 0;
    const record = row === 0 ? undefined : this.#records[Math.floor(row / PART)];
    if (record === undefined) return undefined;
    const at = (row % PART) * RECORD;
    const list = record[at + LIST] ?? 0;
    if (list === 0) return undefined;
    const start = this.#heap.offsetOf(list - 1);
    return { words: this.#heap.partOf(list - 1), start, end: start + (record[at + LENGTH] ?? 0) };
  }

  /** Learns who has a content, which has no second row. @param row of the content */
  put(row: number, hash: Uint8Array, list: HolderList): void {
    const length = list.end - list.start;
    if (length > MAX_WORDS || this.isFull) return;
    this.#drop(row);
    const words = wordsOf(hash);
    const record = this.#recordsOf(row);
    const at = (row % PART) * RECORD;
    const start = this.#heap.allocate(length);
    this.#heap.partOf(start).set(list.words.subarray(list.start, list.end), this.#heap.offsetOf(start));
    record.set(words, at);
    record[at + LIST] = start + 1;
    record[at + LENGTH] = length;
    const cell = this.#cellOf(words);
    if (this.#cells[cell] !== 0) return;
    this.#cells[cell] = row;
    if (++this.#used > this.#cells.length / 2) this.#rehash();
  }

  /** These may have other holders now. @param rows of contents; absent for all */
  forget(rows?: Iterable<number>): void {
    if (rows === undefined) {
      this.#heap.clear();
      this.#records.length = 0;
      this.#recordBytes = 0;
      this.#cells = new Uint32Array(FIRST_CELLS);
      this.#used = 0;
      this.#onEmptied?.();
      return;
    }
    for (const row of rows) this.#drop(row);
  }

  #drop(row: number): void {
    const record = this.#records[Math.floor(row / PART)];
    const at = (row % PART) * RECORD;
    const list = record?.[at + LIST] ?? 0;
    if (record === undefined || list === 0) return;
    this.#heap.free(list - 1, record[at + LENGTH] ?? 0);
    record[at + LIST] = 0;
  }

  /** The cell of the content with this hash, or the free one where it belongs. */
  #cellOf(words: Uint32Array): number {
    const mask = this.#cells.length - 1;
    for (let cell = this.#hash.of(words) & mask; ; cell = (cell + 1) & mask) {
      const row = this.#cells[cell] ?? 0;
      if (row === 0 || this.#hasHash(row, words)) return cell;
    }
  }

  #hasHash(row: number, words: Uint32Array): boolean {
    const record = this.#records[Math.floor(row / PART)];
    const at = (row % PART) * RECORD;
    return (
      record !== undefined &&
      record[at] === words[0] &&
      record[at + 1] === words[1] &&
      record[at + 2] === words[2] &&
      record[at + 3] === words[3]
    );
  }

  #recordsOf(row: number): Uint32Array {
    const part = Math.floor(row / PART);
    // Without holes, which the engine would take for a dictionary.
    while (this.#records.length < part) this.#records.push(undefined);
    let record = this.#records[part];
    if (record === undefined) {
      record = new Uint32Array(PART * RECORD);
      this.#records[part] = record;
      this.#recordBytes += record.byteLength;
    }
    return record;
  }

  /** Twice as many cells, or as many where most are of contents that were forgotten. */
  #rehash(): void {
    const rows: number[] = [];
    for (const [part, record] of this.#records.entries()) {
      if (record === undefined) continue;
      for (let at = 0; at < record.length; at += RECORD) {
        if (record[at + LIST] !== 0) rows.push(part * PART + at / RECORD);
      }
    }
    this.#used = rows.length;
    this.#cells = new Uint32Array(rows.length > this.#cells.length / 4 ? this.#cells.length * 2 : this.#cells.length);
    for (const row of rows) {
      const at = (row % PART) * RECORD;
      const words = this.#recordsOf(row).subarray(at, at + LIST);
      this.#cells[this.#cellOf(words)] = row;
    }
  }
}

const scratch = new Uint32Array(LIST);

/** The first 128 bits of a hash; the same words each time. */
function wordsOf(hash: Uint8Array): Uint32Array {
  for (let at = 0; at < LIST; at++) {
    const byte = at * 4;
    scratch[at] =
      ((hash[byte] ?? 0) << 24) | ((hash[byte + 1] ?? 0) << 16) | ((hash[byte + 2] ?? 0) << 8) | (hash[byte + 3] ?? 0);
  }
  return scratch;
}
