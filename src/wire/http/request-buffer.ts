import { AyniError } from '../../core/errors.ts';
import type { RequestBody } from './request-body.ts';
import { checkHeadBegins, MAX_REQUEST_HEAD, parseRequestHead, type RequestHead } from './request-head.ts';

const HEAD_END = '\r\n\r\n';
const NOTHING = Buffer.alloc(0);

/** What came on a connection and was not read yet. Its owner stops what sends where it grows too long. */
export class RequestBuffer {
  #bytes: Buffer = NOTHING;
  #at = 0;
  /** Most heads of a client are the same. */
  #last: { readonly text: string; readonly head: RequestHead } | undefined;

  /** Bytes. */
  get length(): number {
    return this.#bytes.length - this.#at;
  }

  push(bytes: Buffer): void {
    this.#bytes = this.length === 0 ? bytes : Buffer.concat([this.#bytes.subarray(this.#at), bytes]);
    this.#at = 0;
  }

  clear(): void {
    this.#bytes = NOTHING;
    this.#at = 0;
  }

  /**
   * Takes the head that comes next; undefined where it is not complete.
   * @throws {AyniError} `bad-request`, `too-large`
   */
  takeHead(): RequestHead | undefined {
    if (this.length === 0) {
      // Else whoever idles keeps the memory of what it asked last.
      this.clear();
      return undefined;
    }
    const found = this.#bytes.indexOf(HEAD_END, this.#at, 'latin1');
    const end = found < 0 ? this.#bytes.length : found;
    if (end - this.#at > MAX_REQUEST_HEAD) {
      throw new AyniError('too-large', 'The headers of this request are over the limit.');
    }
    const text = this.#bytes.toString('latin1', this.#at, end);
    if (found < 0) {
      checkHeadBegins(text);
      return undefined;
    }
    this.#at = end + HEAD_END.length;
    if (this.#last?.text !== text) this.#last = { text, head: parseRequestHead(text) };
    return this.#last.head;
  }

  /**
   * Hands a body what belongs to it.
   * @throws {AyniError} as `RequestBody.push`
   */
  feed(body: RequestBody): void {
    this.#at = body.push(this.#bytes, this.#at);
  }
}
