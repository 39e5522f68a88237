import { STATUS_CODES } from 'node:http';

/** What a request is answered with. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. Lengths, date and connection are the connection's. */
  readonly headers: Readonly<Record<string, string | number>>;
  /** A stream comes in chunks, at the reader's pace. */
  readonly body?: string | HttpBytes | AsyncIterable<string>;
  /** Whether the connection ends with it. */
  readonly close?: boolean;
}

/** The beginning of an answer whose body is written bit by bit. */
export interface HttpAnswerStart extends Pick<HttpAnswer, 'status' | 'headers'> {
  /** Bytes of body. */
  readonly length: number;
}

/**
 * A body that is in memory. With room before it, the head is put there, and both go out in one write without a copy.
 */
export class HttpBytes {
  readonly memory: Uint8Array;
  /** Where the body begins. */
  readonly start: number;
  readonly #onEnd: ((taken: boolean) => void) | undefined;

  /**
   * @param options.start bytes of `memory` before the body, which may be overwritten; 0 where absent
   * @param options.onEnd is told once whether the connection took the body: if so, `memory` may be used again; else
   * something may still read it
   */
  constructor(
    memory: Uint8Array,
    options: { readonly start?: number; readonly onEnd?: (taken: boolean) => void } = {},
  ) {
    this.memory = memory;
    this.start = options.start ?? 0;
    this.#onEnd = options.onEnd;
  }

  get length(): number {
    return this.memory.length - this.start;
  }

  /** For the connection to call. */
  ended(taken: boolean): void {
    this.#onEnd?.(taken);
  }
}

/** How the connection goes on, as its reader is told. */
export interface AnswerFraming {
  readonly keepAlive: boolean;
  /** Seconds that it may idle. */
  readonly idleSeconds: number;
  /** As in the header. */
  readonly date: string;
  /** Bytes of body, or chunks; undefined for a body that ends with the connection. */
  readonly length: number | 'chunked' | undefined;
}

/** The part of an answer before its body (RFC 9112), all of it ASCII. */
export function encodeAnswerHead(
  { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>,
  framing: AnswerFraming,
): string {
  const { keepAlive, idleSeconds, date, length } = framing;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  if (length === 'chunked') text += 'transfer-encoding: chunked\r\n';
  else if (length !== undefined && status !== 204) text += `content-length: ${length}\r\n`;
  const connection = keepAlive ? `keep-alive\r\nkeep-alive: timeout=${idleSeconds}` : 'close';
  return `${text}date: ${date}\r\nconnection: ${connection}\r\n\r\n`;
}
