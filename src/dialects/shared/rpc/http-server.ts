import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { Logger } from '../../../core/log.ts';
import { listen } from '../../../net/tls/server.ts';
import type { DialectServer, ListenOptions } from '../../parts.ts';

// As a module it would bring all that it exports (docs/decisions, 5).
const { createServer } = process.getBuiltinModule('node:http');

/** Connections over the limit that are told so at the same time; more are closed without a word. */
const MAX_EXCESS = 64;
/** Requests that a connection may send ahead of the answers; programs of the dialects send none. */
const MAX_AHEAD = 100;
/** How long a refused connection may take to read its answer, ms. */
const REFUSAL_MS = 2_000;

export interface HttpServerOptions extends ListenOptions {
  /** ms until the headers of a request are there, also of a connection that says nothing; 10 s. */
  readonly headersMs?: number | undefined;
  /** ms until a request is there with its body; 30 s, 0 for no limit where the answer sets its own. */
  readonly requestMs?: number | undefined;
  /** ms in which a requester has to take what is left of an answer when all of it was written; 60 s. */
  readonly takeMs?: number | undefined;
}

/** What a dialect says with a status: the type of its body and the body. */
export interface PlainBody {
  readonly type: string;
  readonly text: string;
}

interface Components {
  readonly log: Logger;
  /** Answers one request; where it throws, status 500 or a cut connection follows. */
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  /** What a request asks for, from a bounded set. */
  readonly verbOf: (request: IncomingMessage) => string;
  /** The body of what is answered to no proper request: 400, 408, 431, 500, 503. */
  readonly refusal: (status: number) => PlainBody;
}

const REASON: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
};
const STATUS_OF: Readonly<Record<string, number>> = { ERR_HTTP_REQUEST_TIMEOUT: 408, HPE_HEADER_OVERFLOW: 431 };

/** HTTP/1.1 without TLS: with a limit on connections, deadlines for requests, and the dialect's own refusals. */
export class HttpServer implements DialectServer {
  readonly #components: Components;
  readonly #options: HttpServerOptions;
  readonly #server: Server;
  /** Of each connection: how many requests have no answer yet, and when the last of them has one. */
  readonly #waiting = new WeakMap<Socket, { requests: number; last: Promise<void> }>();
  #accepted = 0;

  constructor(components: Components, options: HttpServerOptions) {
    this.#components = components;
    this.#options = options;
    const { headersMs = 10_000, requestMs = 30_000 } = options;
    this.#server = createServer(
      {
        headersTimeout: requestMs === 0 ? headersMs : Math.min(headersMs, requestMs),
        requestTimeout: requestMs,
        connectionsCheckingInterval: Math.min(headersMs, 1_000),
        noDelay: true,
      },
      (request, response) => this.#enqueue(request, response),
    );
    this.#limitConnections();
    this.#server.on('clientError', (error: Error & { readonly code?: string }, socket) => {
      if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy();
      else this.#refuse(socket, STATUS_OF[error.code ?? ''] ?? 400);
    });
  }

  async start(): Promise<number> {
    return listen(this.#server, this.#options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    await closed;
  }

  /** One after the other: else a connection could have as many files open as it has sent requests. */
  #enqueue(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    const waiting = this.#waiting.get(socket) ?? { requests: 0, last: Promise.resolve() };
    this.#waiting.set(socket, waiting);
    if (++waiting.requests > MAX_AHEAD) {
      socket.destroy();
      return;
    }
    const before = waiting.last;
    const answer = async (): Promise<void> => {
      await before;
      if (!socket.destroyed) await this.#answer(request, response);
      waiting.requests--;
    };
    waiting.last = answer();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.on('error', () => undefined);
    this.#options.watch?.asked(this.#components.verbOf(request));
    try {
      await this.#components.answer(request, response);
    } catch (error) {
      if (!response.destroyed) this.#components.log.error({ err: error, url: request.url }, 'a request failed');
      if (response.headersSent) response.destroy();
      else sendPlain(response, 500, this.#components.refusal(500));
    }
    this.#limitTaking(response);
  }

  /** Node itself waits for ever for who reads nothing, and keeps the answer. */
  #limitTaking(response: ServerResponse): void {
    if (response.writableFinished || response.destroyed) return;
    const overdue = setTimeout(() => response.destroy(), this.#options.takeMs ?? 60_000);
    response.once('close', () => clearTimeout(overdue));
  }

  #limitConnections(): void {
    // What the HTTP server does with a connection, put behind the limit.
    const admit = this.#server.listeners('connection');
    this.#server.removeAllListeners('connection');
    this.#server.on('connection', (socket: Socket) => {
      const { watch, maxConnections } = this.#options;
      this.#accepted++;
      socket.once('close', () => this.#accepted--);
      socket.on('error', () => undefined);
      const excess = this.#accepted - maxConnections;
      if (excess > 0) watch?.refused();
      else {
        watch?.connected();
        socket.once('close', () => watch?.ended());
      }
      if (excess > MAX_EXCESS) socket.destroy();
      else if (excess > 0) {
        // The request is read away: closing with unread bytes would reset the connection and lose the answer.
        socket.resume();
        this.#refuse(socket, 503);
      } else for (const listener of admit) listener.call(this.#server, socket);
    });
  }

  #refuse(socket: NodeJS.WritableStream & { destroy(): unknown }, status: number): void {
    const { type, text } = this.#components.refusal(status);
    const overdue = setTimeout(() => socket.destroy(), REFUSAL_MS);
    socket.once('close', () => clearTimeout(overdue));
    socket.end(
      `HTTP/1.1 ${status} ${REASON[status] ?? 'Error'}\r\nContent-Type: ${type}\r\n` +
        `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
  }
}

/** A whole answer at once. */
export function sendPlain(
  response: ServerResponse,
  status: number,
  { type, text }: PlainBody,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) }).end(text);
}
