import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';

/** What fastify throws, by its own code; other failures of its that are the client's fault are `bad-request`. */
const FRAMEWORK: Readonly<Record<string, readonly ['too-large' | 'bad-request', string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 'This request’s body is over the limit: send less at once.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['bad-request', 'The body of a request must be application/json.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['bad-request', 'This request needs a body.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['bad-request', 'The body of this request is no JSON.'],
  FST_ERR_BAD_URL: ['bad-request', 'The path of this request is badly encoded.'],
};

function factsOf(error: unknown): { readonly code?: unknown; readonly statusCode?: unknown } {
  return typeof error === 'object' && error !== null ? error : {};
}

/** Anything thrown while a request was served, as what its sender is told. */
function errorForClient(error: unknown): AyniError {
  if (error instanceof AyniError) return error;
  const { code, statusCode: status } = factsOf(error);
  const known = typeof code === 'string' ? FRAMEWORK[code] : undefined;
  if (known !== undefined) return new AyniError(known[0], known[1], { cause: error });
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new AyniError('bad-request', 'This request is badly formed.', { cause: error });
  }
  return new AyniError('internal', 'The tracker failed at this request: its log tells more.', { cause: error });
}

export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): void {
  const told = errorForClient(error);
  if (told.code === 'internal') log.error({ request: request.id, err: error }, 'a request failed');
  const { retryAfter } = told.context;
  if (typeof retryAfter === 'number') reply.header('retry-after', retryAfter);
  // A body that is too large is not read to its end, and whoever may nothing here keeps no connection from a member.
  if (told.code === 'too-large' || statusOfError(told.code) === 401) reply.header('connection', 'close');
  reply.code(statusOfError(told.code)).send(errorBody(told.ofRequest(request.id)));
}

const TOO_SLOW = new AyniError('timeout', 'This request took too long to arrive.');
const HEADERS_TOO_LARGE = new AyniError('too-large', 'The headers of this request are over the limit.');
const NOT_HTTP = new AyniError('bad-request', 'This is not HTTP/1.1.');

/** Answers what is no request: headers that are too slow, too large, or none. */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, told] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', TOO_SLOW]
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', HEADERS_TOO_LARGE]
        : ['400 Bad Request', NOT_HTTP];
  const body = JSON.stringify(errorBody(told));
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
