import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { FRAME_HEAD_BYTES, FrameReader, type FrameSink } from '../../../wire/http/content-frames.ts';
import { errorOfAnswer, MAX_ERROR_BODY } from '../../../wire/http/error-body.ts';
import { ResponseHeadParser, type ResponseHead } from '../../../wire/http/response-head.ts';
import type { FlyingReader } from '../flying.ts';

/** Reads the answer to one batch. */
export class BatchReader implements FlyingReader {
  readonly #count: number;
  readonly #frames: FrameReader;
  readonly #who: string;
  readonly #parser = new ResponseHeadParser();
  #head: ResponseHead | undefined;
  /** Bytes of body still to come. */
  #left = 0;
  #error: Uint8Array | undefined;
  #discarding = false;

  begun = false;
  done = false;
  refusal: AyniError | undefined;

  /** @param count contents that were asked for */
  constructor(count: number, sink: FrameSink, piece: Uint8Array, who: string) {
    this.#count = count;
    this.#frames = new FrameReader(count, sink, piece);
    this.#who = who;
  }

  get keepAlive(): boolean {
    return this.#head?.keepAlive ?? true;
  }

  /** Bytes of content that came. */
  get received(): number {
    return this.#frames.contentBytes;
  }

  /** Frames that are complete. */
  get frames(): number {
    return this.#frames.frames;
  }

  discard(): boolean {
    this.#discarding = true;
    return this.#head !== undefined && this.#left <= PIECE_SIZE;
  }

  /** Contents are small: several come with one call. */
  room(): undefined {
    return undefined;
  }

  filled(): void {
    throw new AyniError('internal', 'A batch lends no room.');
  }

  /** @throws {AyniError} `bad-answer`, and what the sink throws */
  take(bytes: Buffer, start: number, end: number): number {
    this.begun = true;
    let at = start;
    if (this.#head === undefined) {
      at = this.#parser.push(bytes, start, end);
      this.#head = this.#parser.head;
      if (this.#head === undefined) return at;
      this.#begin(this.#head);
    }
    const count = Math.min(end - at, this.#left);
    this.#left -= count;
    if (this.#error !== undefined)
      this.#error.set(bytes.subarray(at, at + count), this.#error.length - this.#left - count);
    else {
      if (!this.#discarding) this.#frames.push(bytes, at, at + count);
    }
    if (this.#left === 0) this.#finish(this.#head);
    return at + count;
  }

  #begin(head: ResponseHead): void {
    this.#left = head.contentLength;
    if (head.status >= 300) {
      if (head.contentLength > MAX_ERROR_BODY) throw this.#bad('sends an error of enormous size');
      this.#error = new Uint8Array(head.contentLength);
      return;
    }
    if (head.status !== 200) throw this.#bad(`answers with status ${head.status}`);
    const most = this.#count * (FRAME_HEAD_BYTES + PIECE_SIZE);
    if (head.contentLength < this.#count * FRAME_HEAD_BYTES || head.contentLength > most) {
      throw this.#bad('sends something else than the contents that were asked for');
    }
  }

  #finish(head: ResponseHead): void {
    this.done = true;
    if (this.#error !== undefined) {
      const retryAfter = head.headers.get('retry-after');
      this.refusal = errorOfAnswer({ status: head.status, body: this.#error, retryAfter }, this.#who);
    } else if (!this.#discarding && !this.#frames.complete) {
      throw this.#bad('ends its answer within a content');
    }
  }

  #bad(what: string): AyniError {
    return new AyniError('bad-answer', `${this.#who} ${what}.`);
  }
}
