import { AyniError } from '../../core/errors.ts';
import { errorOfAnswer, MAX_ERROR_BODY } from '../../wire/http/error-body.ts';
import { ResponseHeadParser, type ResponseHead } from '../../wire/http/response-head.ts';
import type { FlyingReader } from './flying.ts';

/** Reads one answer whose body is wanted as a whole, wherever the network cuts it. */
export class BodyReader implements FlyingReader {
  readonly #maxBytes: number;
  readonly #who: string;
  readonly #parser = new ResponseHeadParser();
  #head: ResponseHead | undefined;
  #fill = 0;

  body: Uint8Array = new Uint8Array(0);
  begun = false;
  done = false;
  refusal: AyniError | undefined;

  /** @param maxBytes of the body @param who for errors */
  constructor(maxBytes: number, who: string) {
    this.#maxBytes = maxBytes;
    this.#who = who;
  }

  get keepAlive(): boolean {
    return this.#head?.keepAlive ?? true;
  }

  /** It is always little. */
  discard(): boolean {
    return true;
  }

  room(): undefined {
    return undefined;
  }

  filled(): void {
    throw new AyniError('internal', 'Nothing was to be put elsewhere.');
  }

  take(bytes: Buffer, start: number, end: number): number {
    this.begun = true;
    let at = start;
    if (this.#head === undefined) {
      at = this.#parser.push(bytes, start, end);
      this.#head = this.#parser.head;
      if (this.#head === undefined) return at;
      const { status, contentLength } = this.#head;
      if (contentLength > (status === 200 ? this.#maxBytes : MAX_ERROR_BODY)) {
        throw new AyniError('bad-answer', `${this.#who} sends ${contentLength} bytes where few were asked for.`);
      }
      this.body = new Uint8Array(contentLength);
    }
    const count = Math.min(end - at, this.body.length - this.#fill);
    bytes.copy(this.body, this.#fill, at, at + count);
    this.#fill += count;
    if (this.#fill === this.body.length) this.#finish(this.#head);
    return at + count;
  }

  #finish({ status, headers }: ResponseHead): void {
    this.done = true;
    if (status === 200) return;
    this.refusal = errorOfAnswer({ status, body: this.body, retryAfter: headers.get('retry-after') }, this.#who);
  }
}
