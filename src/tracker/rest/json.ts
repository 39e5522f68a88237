import { isUtf8 } from 'node:buffer';
import { AyniError } from '../../core/errors.ts';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';

const JSON_TYPE = 'application/json; charset=utf-8';

/** An answer that is JSON. */
export function json(status: number, value: unknown, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return jsonText(status, JSON.stringify(value), headers);
}

/** The same, where it is text already. */
export function jsonText(status: number, body: string, headers: HttpAnswer['headers'] = {}): HttpAnswer {
  return { status, headers: { 'content-type': JSON_TYPE, ...headers }, body };
}

/**
 * What a request brings along.
 * @param limit bytes
 * @throws {AyniError} `bad-request`, `too-large`
 */
export async function jsonBody(request: HttpRequest, limit: number): Promise<unknown> {
  const { body, headers } = request.head;
  if (body === 0) throw new AyniError('bad-request', 'This request needs a body.');
  if (!/^application\/json[ \t]*(?:;|$)/i.test(headers.get('content-type') ?? '')) {
    throw new AyniError('bad-request', 'The body of a request must be application/json.');
  }
  const bytes = await request.body(limit);
  try {
    if (isUtf8(bytes)) return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString());
  } catch {
    // Said below: a parser's own words are of no use to whoever sent it.
  }
  throw new AyniError('bad-request', 'The body of this request is no JSON.');
}
