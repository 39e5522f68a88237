import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { BITFIELD_HEADER } from '../../wire/http/bitfield-body.ts';
import { parseContentRange, type ByteRange } from '../../wire/http/content-range.ts';
import { errorOfAnswer, MAX_ERROR_BODY } from '../../wire/http/error-body.ts';
import { ResponseHeadParser, type ResponseHead } from '../../wire/http/response-head.ts';
import type { PieceSink } from './piece-sink.ts';

/** What the request asked for; `whole` went without `Range`. */
export interface AskedRange extends ByteRange {
  readonly size: number;
  readonly whole: boolean;
  /** The source chooses; whether it may choose this. */
  readonly choose?: (range: ByteRange) => boolean;
}

/**
 * Reads the answer to one run, wherever the network cuts it, and hands whole pieces to the sink. It throws what makes
 * the connection useless; a refusal leaves it sound, and stands in `refusal`.
 */
export class AnswerReader {
  readonly #asked: AskedRange;
  readonly #sink: PieceSink;
  /** One piece; of the connection, which reads one answer at a time. */
  readonly #piece: Uint8Array;
  readonly #who: string;
  readonly #onTold: (bitfield: Uint8Array) => void;
  readonly #parser = new ResponseHeadParser();
  #head: ResponseHead | undefined;
  /** Bytes of body still to come. */
  #left = 0;
  #fill = 0;
  #error: Uint8Array | undefined;
  #discarding = false;
  #begun = false;

  /** Bytes of content that came. */
  received = 0;
  done = false;
  refusal: AyniError | undefined;

  constructor(
    asked: AskedRange,
    sink: PieceSink,
    piece: Uint8Array,
    { who, onTold }: { readonly who: string; readonly onTold: (bitfield: Uint8Array) => void },
  ) {
    this.#asked = asked;
    this.#sink = sink;
    this.#piece = piece;
    this.#who = who;
    this.#onTold = onTold;
  }

  get keepAlive(): boolean {
    return this.#head?.keepAlive ?? true;
  }

  /** Whether any byte of the answer came. */
  get begun(): boolean {
    return this.#begun;
  }

  /** Nobody wants it any more. @returns whether it is worth reading it to its end for the sake of the connection */
  discard(): boolean {
    this.#discarding = true;
    const { start, end } = this.#asked;
    return (this.#head === undefined ? end - start : this.#left) <= PIECE_SIZE;
  }

  /**
   * Where the next bytes of the body belong, so that they can be put there at once; undefined where only `take` knows.
   * What is put elsewhere, or came after this changed, goes through `take`.
   */
  room(): Uint8Array | undefined {
    const isBody = this.#head !== undefined && this.#error === undefined && !this.#discarding && this.#left > 0;
    return isBody ? this.#piece.subarray(this.#fill, this.#sink.nextLength) : undefined;
  }

  /**
   * Bytes that lie in `room` already.
   * @throws {AyniError} `corrupt-piece`, and what the disk says
   */
  filled(count: number): void {
    this.#left -= count;
    this.received += count;
    this.#fill += count;
    this.#writeIfWhole();
    if (this.#left === 0 && this.#head !== undefined) this.#finish(this.#head);
  }

  /**
   * Takes what belongs to this answer of the bytes from `start` up to `end`.
   * @returns where it stopped
   * @throws {AyniError} `bad-answer`, `corrupt-piece`, and what the disk says
   */
  take(bytes: Buffer, start: number, end: number): number {
    this.#begun = true;
    let at = start;
    if (this.#head === undefined) {
      at = this.#parser.push(bytes, start, end);
      this.#head = this.#parser.head;
      if (this.#head === undefined) return at;
      this.#begin(this.#head);
    }
    while (at < end && this.#left > 0) at += this.#takeBody(bytes, at, end);
    if (this.#left === 0) this.#finish(this.#head);
    return at;
  }

  #begin(head: ResponseHead): void {
    const { size, whole, choose } = this.#asked;
    this.#left = head.contentLength;
    if (head.status >= 300) {
      if (head.contentLength > MAX_ERROR_BODY) throw this.#bad('sends an error of enormous size');
      this.#error = new Uint8Array(head.contentLength);
      return;
    }
    if (head.status !== (whole ? 200 : 206)) throw this.#bad(`answers with status ${head.status}`);
    const range = whole ? this.#asked : parseContentRange(head.headers.get('content-range') ?? '');
    const right = choose ?? ((given: ByteRange) => given.start === this.#asked.start && given.end === this.#asked.end);
    if (range?.size !== size || head.contentLength !== range.end - range.start || !right(range)) {
      throw this.#bad('sends other bytes than were asked for');
    }
    const told = head.headers.get(BITFIELD_HEADER.toLowerCase());
    if (told !== undefined) this.#onTold(Buffer.from(told, 'base64'));
  }

  #takeBody(bytes: Buffer, at: number, end: number): number {
    if (this.#error !== undefined) {
      const count = Math.min(end - at, this.#left);
      bytes.copy(this.#error, this.#error.length - this.#left, at, at + count);
      this.#left -= count;
      return count;
    }
    if (this.#discarding) {
      const count = Math.min(end - at, this.#left);
      this.#left -= count;
      return count;
    }
    const wanted = this.#sink.nextLength;
    const count = Math.min(end - at, wanted - this.#fill);
    bytes.copy(this.#piece, this.#fill, at, at + count);
    this.#fill += count;
    this.#left -= count;
    this.received += count;
    this.#writeIfWhole();
    return count;
  }

  #writeIfWhole(): void {
    const wanted = this.#sink.nextLength;
    if (this.#fill < wanted) return;
    this.#fill = 0;
    this.#sink.write(this.#piece.subarray(0, wanted));
  }

  #finish(head: ResponseHead): void {
    this.done = true;
    if (this.#error === undefined) return;
    const retryAfter = head.headers.get('retry-after');
    this.refusal = errorOfAnswer({ status: head.status, body: this.#error, retryAfter }, this.#who);
  }

  #bad(what: string): AyniError {
    return new AyniError('bad-answer', `${this.#who} ${what}.`);
  }
}
