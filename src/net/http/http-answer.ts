import { STATUS_CODES } from 'node:http';

/** What a request is answered with. */
export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. Lengths, date and connection are the connection's. */
  readonly headers: Readonly<Record<string, string | number>>;
  /** A stream comes in chunks, at the reader's pace. */
  readonly body?: string | AsyncIterable<string>;
  /** Whether the connection ends with it. */
  readonly close?: boolean;
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
export function encodeAnswerHead({ status, headers }: HttpAnswer, framing: AnswerFraming): string {
  const { keepAlive, idleSeconds, date, length } = framing;
  let text = `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n`;
  for (const name in headers) text += `${name}: ${headers[name]}\r\n`;
  if (length === 'chunked') text += 'transfer-encoding: chunked\r\n';
  else if (length !== undefined && status !== 204) text += `content-length: ${length}\r\n`;
  const connection = keepAlive ? `keep-alive\r\nkeep-alive: timeout=${idleSeconds}` : 'close';
  return `${text}date: ${date}\r\nconnection: ${connection}\r\n\r\n`;
}
