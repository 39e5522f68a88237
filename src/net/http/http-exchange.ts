import { AyniError } from '../../core/errors.ts';
import type { RequestHead } from '../../wire/http/request-head.ts';
import type { HttpAnswerStart } from './http-answer.ts';

/** Where the body of one answer goes out: one write at a time, with a deadline for each. */
export interface HttpOutlet {
  /**
   * Resolves when the connection took the bytes, from when on their memory may be used again.
   * @throws {AyniError} `cut-off`
   */
  write(bytes: Uint8Array): Promise<void>;
}

/** One request, for whoever answers it. */
export interface HttpRequest {
  readonly head: RequestHead;
  /** Aborts when the connection is gone. The same for all requests of a connection: whoever listens leaves again. */
  readonly signal: AbortSignal;
  /**
   * Reads the body, once; who waits for `100 Continue` is told to send it. It may be a view of what else came.
   * @param limit bytes
   * @throws {AyniError} `too-large`, `bad-request`; the connection ends with the answer then
   */
  body(limit: number): Promise<Uint8Array>;
  /**
   * Begins the answer, once, to which exactly `length` bytes are written then, or to HEAD none; where some are missing
   * when the handler is done, the connection is cut, so that it cannot be taken for complete.
   */
  begin(start: HttpAnswerStart): HttpOutlet;
  /** The status of an answer that has begun. */
  readonly begun: number | undefined;
}

/** What a request needs of its connection. */
export interface ExchangeConnection {
  readonly gone: () => AbortSignal;
  readonly read: (limit: number) => Promise<Uint8Array>;
  readonly begin: (start: HttpAnswerStart) => void;
  readonly write: (bytes: Uint8Array) => Promise<void>;
}

/** A request on its connection, which learns from it whether it knows where the next one begins. */
export class Exchange implements HttpRequest {
  readonly head: RequestHead;
  readonly #connection: ExchangeConnection;
  #body: 'unread' | 'reading' | 'read';
  #begun: number | undefined;
  /** Bytes of a begun answer that are not written. */
  #missing = 0;

  constructor(head: RequestHead, connection: ExchangeConnection) {
    this.head = head;
    this.#connection = connection;
    this.#body = head.body === 0 ? 'read' : 'unread';
  }

  get signal(): AbortSignal {
    return this.#connection.gone();
  }

  async body(limit: number): Promise<Uint8Array> {
    this.#body = 'reading';
    const bytes = await this.#connection.read(limit);
    this.#body = 'read';
    return bytes;
  }

  begin(start: HttpAnswerStart): HttpOutlet {
    if (this.#begun !== undefined) throw new AyniError('internal', 'This answer has begun already.');
    this.#begun = start.status;
    this.#missing = this.head.method === 'HEAD' ? 0 : start.length;
    this.#connection.begin(start);
    return { write: (bytes) => this.#write(bytes) };
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const left = this.#missing - bytes.length;
    if (left < 0) throw new AyniError('internal', 'This is more than the answer was said to have.');
    await this.#connection.write(bytes);
    this.#missing = left;
  }

  get begun(): number | undefined {
    return this.#begun;
  }

  /** Whether nothing is missing of an answer that has begun. */
  get written(): boolean {
    return this.#missing === 0;
  }

  get unread(): boolean {
    return this.#body === 'unread';
  }

  /**
   * Whether it is known where the request ends: where its body was read, or is short enough to be read away. Who waits
   * to be asked for a body may not send it.
   * @param skipped bytes that are read away
   */
  endsKnown(skipped: number): boolean {
    if (this.#body !== 'unread') return this.#body === 'read';
    const { body, expectsContinue } = this.head;
    return body !== 'chunked' && body <= skipped && !expectsContinue;
  }
}
