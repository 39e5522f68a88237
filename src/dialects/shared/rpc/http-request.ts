import type { IncomingMessage } from 'node:http';

import { AyniError } from '../../../core/errors.ts';

const { request: httpRequest } = process.getBuiltinModule('node:http');

const MAX_HEADERS = 16 * 1024;

export interface PlainRequest {
  readonly method: 'GET' | 'POST';
  readonly host: string;
  readonly port: number;
  readonly path: string;
  /** Travels as JSON. */
  readonly body?: object;
  readonly signal: AbortSignal;
  /** ms until the head of the answer is there, connecting included. */
  readonly timeoutMs: number;
}

/**
 * Asks a foreign HTTP server, without TLS, on a connection of its own. The answer's body is still to come, from HTTP/1.0
 * and chunked as well; whoever does not read it destroys it. Redirects are answers like any other.
 * @throws {AyniError} `unreachable`, `timeout`, `bad-answer`, `cut-off`, `cancelled`
 */
export async function plainRequest(options: PlainRequest): Promise<IncomingMessage> {
  const { method, host, port, path, signal, timeoutMs } = options;
  const who = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const body = options.body === undefined ? undefined : JSON.stringify(options.body);
  const deadline = AbortSignal.timeout(timeoutMs);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const request = httpRequest({
    method,
    host,
    port,
    path,
    agent: false,
    maxHeaderSize: MAX_HEADERS,
    headers:
      body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': String(Buffer.byteLength(body)) },
  });
  const cancel = (): void => void request.destroy();
  signal.addEventListener('abort', cancel);
  deadline.addEventListener('abort', cancel);
  request.once('response', resolve);
  request.once('upgrade', (_answer, socket) => {
    socket.destroy();
    reject(new AyniError('bad-answer', `${who} answers with another protocol than HTTP.`));
  });
  request.on('error', (cause) => reject(failureOf(cause, { who, signal, deadline, timeoutMs })));
  if (signal.aborted) cancel();
  request.end(body);
  try {
    const answer = await promise;
    // From here on the body is the caller's; what cancels goes on to do so.
    answer.once('close', () => signal.removeEventListener('abort', cancel));
    answer.on('error', () => undefined);
    return answer;
  } catch (error) {
    signal.removeEventListener('abort', cancel);
    throw error;
  } finally {
    deadline.removeEventListener('abort', cancel);
  }
}

function failureOf(
  cause: Error & { readonly code?: string },
  asked: { who: string; signal: AbortSignal; deadline: AbortSignal; timeoutMs: number },
): AyniError {
  const { who, signal, deadline, timeoutMs } = asked;
  if (signal.aborted) return new AyniError('cancelled', `The request to ${who} was cancelled.`, { cause });
  if (deadline.aborted) {
    return new AyniError('timeout', `${who} did not answer within ${timeoutMs / 1000} s.`, { cause });
  }
  if (cause.code?.startsWith('HPE_') === true) {
    return new AyniError('bad-answer', `What ${who} answers is no HTTP.`, { cause });
  }
  if (cause.code === 'ECONNRESET') {
    return new AyniError('cut-off', `${who} ended the connection without an answer.`, { cause });
  }
  return new AyniError('unreachable', `Nobody answers at ${who} (${cause.code ?? cause.message}).`, { cause });
}
