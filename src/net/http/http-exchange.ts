import type { RequestHead } from '../../wire/http/request-head.ts';

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
}

/** A request on its connection, which learns from it whether it knows where the next one begins. */
export class Exchange implements HttpRequest {
  readonly head: RequestHead;
  readonly #gone: () => AbortSignal;
  readonly #read: (limit: number) => Promise<Uint8Array>;
  #body: 'unread' | 'reading' | 'read';

  constructor(
    head: RequestHead,
    connection: { readonly gone: () => AbortSignal; readonly read: (limit: number) => Promise<Uint8Array> },
  ) {
    this.head = head;
    this.#gone = connection.gone;
    this.#read = connection.read;
    this.#body = head.body === 0 ? 'read' : 'unread';
  }

  get signal(): AbortSignal {
    return this.#gone();
  }

  async body(limit: number): Promise<Uint8Array> {
    this.#body = 'reading';
    const bytes = await this.#read(limit);
    this.#body = 'read';
    return bytes;
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
