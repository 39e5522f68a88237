import type { ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';

/** The paths of this machine are nobody's business. */
function withoutPaths(error: AyniError): AyniError {
  if (error.code === 'internal')
    return new AyniError('internal', 'Something failed here; the log of this peer tells what.');
  const { path: _path, ...context } = error.context;
  return new AyniError(error.code, error.message, { context });
}

/** Answers with an error; where the answer has begun, the connection is cut, so that it cannot be taken for complete. */
export function answerError(response: ServerResponse, error: AyniError): void {
  if (response.headersSent || response.destroyed) {
    response.socket?.destroy();
    return;
  }
  const { retryAfter, size } = error.context;
  const body = Buffer.from(JSON.stringify(errorBody(withoutPaths(error))));
  response.writeHead(statusOfError(error.code), {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    ...(typeof retryAfter === 'number' ? { 'Retry-After': retryAfter } : {}),
    ...(error.code === 'range-invalid' && typeof size === 'number' ? { 'Content-Range': `bytes */${size}` } : {}),
  });
  response.end(body);
}

/** What Node's parser found, in our words. */
const MALFORMED: ReadonlyMap<string, readonly [status: string, code: ErrorCode, message: string]> = new Map([
  ['HPE_HEADER_OVERFLOW', ['431 Request Header Fields Too Large', 'too-large', 'The headers are too large.']],
  ['ERR_HTTP_REQUEST_TIMEOUT', ['408 Request Timeout', 'timeout', 'The request took too long to arrive.']],
]);
const BAD_REQUEST = ['400 Bad Request', 'bad-request', 'This is not an HTTP request.'] as const;

/** Answers what is no request, and closes the connection. What never came to speak HTTP gets no answer. */
export function answerMalformed(error: Error, socket: Duplex): void {
  const found = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (!socket.writable || !/^(HPE|ERR_HTTP)_/.test(found)) {
    socket.destroy();
    return;
  }
  const [status, code, message] = MALFORMED.get(found) ?? BAD_REQUEST;
  const body = JSON.stringify(errorBody(new AyniError(code, message)));
  // The other side may go on sending without end: it gets its answer and a closed door.
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Connection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
