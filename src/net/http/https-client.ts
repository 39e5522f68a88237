import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';

import { formatAddress, type Address } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import { errorOfAnswer, MAX_ERROR_BODY } from '../../wire/http/error-body.ts';
import { errnoOf } from '../../platform/errno.ts';
import { peerIdOfSocket, type Identity } from '../identity/identity.ts';
import { Gate } from './gate.ts';
import { PinnedAgent, type PinnedRequest } from './pinned-agent.ts';

const MAX_HEADERS = 16 * 1024;

export interface HttpsRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With query, beginning with `/`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object travels as JSON. */
  readonly body?: object | Uint8Array;
  /** Who must answer; anybody where absent. Nothing is sent to anybody else. */
  readonly expected?: PeerId | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface BoundedRequest extends HttpsRequest {
  /** Of the answer's body. */
  readonly maxBytes: number;
  /** ms for all of it, connecting included. */
  readonly timeoutMs: number;
}

export interface StreamRequest extends HttpsRequest {
  /** ms without a byte after which the stream counts as dead. */
  readonly idleMs: number;
}

export interface HttpsAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Who answered: its certificate was proven. */
  readonly peer: PeerId;
}

/**
 * HTTP/1.1 over TLS to trackers and peers whose certificate is their name. Connections are kept; redirects are answers
 * like any other; the error body of an answer is left to the caller (`errorOfAnswer`).
 */
export class HttpsClient {
  readonly #agent: PinnedAgent;
  readonly #gate: Gate;
  readonly #log: Logger;
  readonly #traceparent: () => string | undefined;
  readonly #onLost = new Set<(address: Address) => void>();

  /**
   * @param components.traceparent the header of the trace that is running (W3C Trace Context)
   * @param options.maxSockets for each address; 8
   */
  constructor(
    {
      identity,
      log = SILENT,
      traceparent = () => undefined,
    }: { identity: Identity; log?: Logger; traceparent?: () => string | undefined },
    { maxSockets = 8, idleMs = 30_000, dialTimeoutMs = 10_000 } = {},
  ) {
    const onLost = (address: Address): void => {
      for (const listener of this.#onLost) listener(address);
    };
    this.#agent = new PinnedAgent({ identity }, { maxSockets, idleMs, dialTimeoutMs, onLost });
    this.#gate = new Gate(maxSockets);
    this.#log = log;
    this.#traceparent = traceparent;
  }

  /**
   * @throws {AyniError} `unreachable`, `timeout`, `wrong-peer`, `cut-off`, `cancelled`, and `bad-answer` for what is no
   * HTTP or over its cap. Any status is an answer.
   */
  async request(address: Address, request: BoundedRequest): Promise<HttpsAnswer> {
    const deadline = new AyniError(
      'timeout',
      `${formatAddress(address)} did not answer ${request.method} ${request.path} within ${request.timeoutMs / 1000} s.`,
    );
    const ends = new AbortController();
    const timer = setTimeout(() => ends.abort(deadline), request.timeoutMs);
    const unlink = follow(request, ends);
    let leave: (() => void) | undefined;
    try {
      leave = await this.#gate.enter(gateKey(address, request), ends.signal);
      const { message, peer } = await this.#open(address, request, ends);
      const body = await collect(message, request.maxBytes, formatAddress(address), ends.signal);
      return { status: message.statusCode ?? 0, headers: message.headers, body, peer };
    } finally {
      leave?.();
      unlink();
      clearTimeout(timer);
    }
  }

  /**
   * The body as it comes, for server-sent events.
   * @throws {AyniError} as `request`, and the error of the answer where its status is not 200
   */
  async *stream(address: Address, request: StreamRequest): AsyncGenerator<Uint8Array, void, undefined> {
    const where = formatAddress(address);
    const ends = new AbortController();
    const silent = new AyniError('timeout', `${where} sent nothing for ${request.idleMs / 1000} s.`);
    const timer = setTimeout(() => ends.abort(silent), request.idleMs);
    const unlink = follow(request, ends);
    let leave: (() => void) | undefined;
    let opened: IncomingMessage | undefined;
    try {
      leave = await this.#gate.enter(gateKey(address, request), ends.signal);
      const { message } = await this.#open(address, request, ends);
      opened = message;
      if (message.statusCode !== 200) {
        const body = await collect(message, MAX_ERROR_BODY, where, ends.signal);
        throw errorOfAnswer(
          { status: message.statusCode ?? 0, body, retryAfter: message.headers['retry-after'] },
          where,
        );
      }
      try {
        for await (const chunk of message) {
          timer.refresh();
          if (chunk instanceof Uint8Array) yield chunk;
        }
      } catch (error) {
        throw failure(error, ends.signal, where);
      }
    } finally {
      opened?.destroy();
      leave?.();
      unlink();
      clearTimeout(timer);
    }
  }

  /**
   * Whenever a connection ends that was kept or at work: the other side may be gone, or may just not want to wait, or a
   * request on it was given up.
   * @returns what to call to listen no more
   */
  onLost(listener: (address: Address) => void): () => void {
    this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  /** Ends every connection; requests that run fail. */
  close(): void {
    this.#agent.destroy();
  }

  async #open(address: Address, request: HttpsRequest, ends: AbortController, again = true): Promise<Opened> {
    const where = formatAddress(address);
    const traceparent = this.#traceparent();
    const headers = { ...request.headers, ...(traceparent === undefined ? {} : { traceparent }) };
    const attempt = new Attempt(this.#agent, address, { ...request, headers }, ends.signal);
    try {
      return await attempt.opened;
    } catch (error) {
      // The server closed an idle connection just as we took it: nothing was done there, so a reading request goes again.
      const stale = attempt.reused && request.method === 'GET' && errnoOf(error) === 'ECONNRESET';
      if (stale && again && !ends.signal.aborted) {
        this.#log.debug({ address: where }, 'the kept connection was closed, connecting again');
        return this.#open(address, request, ends, false);
      }
      throw failure(error, ends.signal, where);
    }
  }
}

function gateKey(address: Address, request: HttpsRequest): string {
  return `${formatAddress(address)} ${request.expected ?? ''}`;
}

/** The caller's signal ends the request too. @returns what to call when done */
function follow(request: HttpsRequest, ends: AbortController): () => void {
  const { signal, method, path } = request;
  const cancel = (): void => ends.abort(new AyniError('cancelled', `${method} ${path} was cancelled.`));
  if (signal?.aborted === true) cancel();
  else signal?.addEventListener('abort', cancel, { once: true });
  return () => signal?.removeEventListener('abort', cancel);
}

interface Opened {
  readonly message: IncomingMessage;
  readonly peer: PeerId;
}

/** One request on its way until the head of its answer is there. */
class Attempt {
  reused = false;
  readonly opened: Promise<Opened>;

  constructor(agent: PinnedAgent, address: Address, request: HttpsRequest, signal: AbortSignal) {
    const { body } = request;
    const bytes = body === undefined || body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body));
    const headers: OutgoingHttpHeaders = { ...request.headers, host: formatAddress(address) };
    if (body !== undefined && !(body instanceof Uint8Array)) headers['content-type'] = 'application/json';
    if (bytes !== undefined) headers['content-length'] = bytes.length;
    const options: PinnedRequest = {
      target: address,
      expected: request.expected,
      agent,
      method: request.method,
      path: request.path,
      headers,
      maxHeaderSize: MAX_HEADERS,
      signal,
      ends: signal,
    };
    this.opened = new Promise<Opened>((resolve, reject) => {
      const sent = httpsRequest(options, (message) => {
        const peer = message.socket instanceof TLSSocket ? peerIdOfSocket(message.socket) : undefined;
        if (peer !== undefined) resolve({ message, peer });
        else sent.destroy(new AyniError('internal', 'An answer over a connection without a certificate.'));
      });
      sent.on('error', (error) => {
        this.reused = sent.reusedSocket;
        reject(error);
      });
      sent.end(bytes);
    });
  }
}

async function collect(
  message: IncomingMessage,
  maxBytes: number,
  where: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of message) {
      if (!(chunk instanceof Uint8Array)) continue;
      length += chunk.length;
      if (length > maxBytes) {
        throw new AyniError('bad-answer', `${where} answers with more than the ${maxBytes} bytes allowed here.`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    message.destroy();
    throw failure(error, signal, where);
  }
  return Buffer.concat(chunks, length);
}

/** What Node threw, in our words. */
function failure(error: unknown, signal: AbortSignal, where: string): AyniError {
  if (AyniError.is(signal.reason)) return signal.reason;
  if (error instanceof AyniError) return error;
  const code = errnoOf(error);
  if (code?.startsWith('HPE_') === true) {
    return new AyniError('bad-answer', `${where} does not answer with HTTP.`, { cause: error });
  }
  return new AyniError('cut-off', `${where} closed the connection before its answer ended.`, { cause: error });
}
