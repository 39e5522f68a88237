import { AyniError } from '../../core/errors.ts';
import type { RequestHead } from './request-head.ts';

/** A length in hexadecimal of at most seven digits, CR, LF. */
const MAX_SIZE_LINE = 9;

/** Bytes that are kept ready at first for a body that does not come at once. */
const FIRST_BYTES = 16 * 1024;

const CR = 13;
const LF = 10;

function badChunk(): AyniError {
  return new AyniError('bad-request', 'The body of this request does not come in proper chunks.');
}

function tooLarge(): AyniError {
  return new AyniError('too-large', 'This request’s body is over the limit: send less at once.');
}

/**
 * Gathers the body of one request, told by its length or in chunks (RFC 9112, 6 and 7.1), wherever the network cuts it.
 * Chunks have no extensions and no trailer here.
 */
export class RequestBody {
  readonly #limit: number;
  readonly #chunked: boolean;
  /** Grows as the body comes, since what a stranger says of its length is no reason to take memory. */
  #bytes: Uint8Array = new Uint8Array(0);
  #length = 0;
  /** Bytes that are missing of the body, or of the chunk that comes. */
  #missing: number;
  #line = '';
  #state: 'size' | 'content' | 'chunk-end' | 'last-line' | 'done';

  /** @throws {AyniError} `too-large` where it says so itself */
  constructor(framing: RequestHead['body'], limit: number) {
    this.#limit = limit;
    this.#chunked = framing === 'chunked';
    this.#missing = framing === 'chunked' ? 0 : framing;
    if (this.#missing > limit) throw tooLarge();
    this.#state = this.#chunked ? 'size' : this.#missing === 0 ? 'done' : 'content';
  }

  /** Present once the body is complete; a view of what was pushed where all of it came at once. */
  get complete(): Uint8Array | undefined {
    return this.#state === 'done' ? this.#bytes.subarray(0, this.#length) : undefined;
  }

  /**
   * Takes the bytes from `start` on, or as many as belong to the body.
   * @returns where the next request begins, or the length of `bytes`
   * @throws {AyniError} `bad-request`, `too-large`; it is of no use afterwards
   */
  push(bytes: Uint8Array, start = 0): number {
    let at = start;
    while (at < bytes.length && this.#state !== 'done') {
      if (this.#state === 'content') at = this.#take(bytes, at);
      else this.#takeLine(bytes[at++] ?? 0);
    }
    return at;
  }

  #take(bytes: Uint8Array, at: number): number {
    const part = bytes.subarray(at, at + this.#missing);
    this.#missing -= part.length;
    if (this.#length === 0 && this.#missing === 0 && !this.#chunked) this.#bytes = part;
    else this.#append(part);
    this.#length += part.length;
    if (this.#missing === 0) this.#state = this.#chunked ? 'chunk-end' : 'done';
    return at + part.length;
  }

  #append(part: Uint8Array): void {
    const needed = this.#length + part.length;
    if (needed > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(FIRST_BYTES, Math.min(2 * needed, this.#limit)));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(part, this.#length);
  }

  #takeLine(byte: number): void {
    this.#line += String.fromCharCode(byte);
    if (byte !== LF) {
      const before = this.#line.at(-2);
      if (this.#line.length >= MAX_SIZE_LINE || before === '\r' || (byte !== CR && this.#state !== 'size')) {
        throw badChunk();
      }
      return;
    }
    const line = this.#line;
    this.#line = '';
    if (this.#state === 'size') {
      const [, digits] = /^([0-9a-f]{1,7})\r\n$/i.exec(line) ?? [];
      if (digits === undefined) throw badChunk();
      this.#missing = Number.parseInt(digits, 16);
      if (this.#length + this.#missing > this.#limit) throw tooLarge();
      this.#state = this.#missing === 0 ? 'last-line' : 'content';
      return;
    }
    if (line !== '\r\n') throw badChunk();
    this.#state = this.#state === 'chunk-end' ? 'size' : 'done';
  }
}
