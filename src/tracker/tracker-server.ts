import type { Server, Socket } from 'node:net';
import { AyniError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { NO_TRACING, type Tracing } from '../core/tracing/tracing.ts';
import { H2Door } from '../net/grpc/h2-door.ts';
import { HttpFront } from '../net/http/http-front.ts';
import type { Identity } from '../net/identity/identity.ts';
import { createSpeakersServer, listen } from '../net/tls/server.ts';
import { restFront } from './rest/rest-front.ts';
import { NOBODY, type RequestObserver } from './request-observer.ts';
import type { TrackerService } from './tracker-service.ts';

export interface TrackerServerOptions {
  /** All addresses where absent. */
  readonly host?: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Connections at once; more are answered 503 with Retry-After. 1,024. */
  readonly maxConnections?: number;
  /** ms for the headers of a request; 10 s. */
  readonly headersTimeoutMs?: number;
  /** ms for a whole request; 60 s. */
  readonly requestTimeoutMs?: number;
  /** ms in which a caller of gRPC has to take a message; 60 s. */
  readonly stallMs?: number;
  /** ms that requests get to end when the server stops; 5 s. */
  readonly drainMs?: number;
}

/** Heartbeats come every 20 s over a kept connection, and this is a few of them. */
const KEEP_ALIVE_MS = 75_000;
const HEADERS_MS = 10_000;
const REQUEST_MS = 60_000;
const STALL_MS = 60_000;
/** The tracker on a port: TLS 1.3, client certificates, REST over HTTP/1.1 and gRPC over HTTP/2. */
export class TrackerServer {
  readonly #service: TrackerService;
  readonly #identity: Identity;
  readonly #log: Logger;
  readonly #options: TrackerServerOptions;
  readonly #http1: HttpFront;
  readonly #http2: H2Door;
  #server: Server | undefined;
  /** Also those that do not speak HTTP (yet), which its server does not know; as many as are let in. */
  readonly #sockets = new Set<Socket>();

  constructor(
    components: {
      readonly service: TrackerService;
      readonly identity: Identity;
      readonly log: Logger;
      readonly observe?: RequestObserver;
      readonly tracing?: Tracing;
    },
    options: TrackerServerOptions,
  ) {
    this.#service = components.service;
    this.#identity = components.identity;
    this.#log = components.log;
    this.#options = options;
    const { observe = NOBODY, tracing = NO_TRACING } = components;
    const watched = { ...components, observe, tracing };
    const { requestTimeoutMs: requestMs = REQUEST_MS, stallMs = STALL_MS, headersTimeoutMs = HEADERS_MS } = options;
    const deadlines = { headMs: headersTimeoutMs, bodyMs: requestMs, idleMs: KEEP_ALIVE_MS, stallMs };
    this.#http1 = new HttpFront(restFront(watched), deadlines);
    this.#http2 = new H2Door(components, async () => {
      const { trackerGrpc } = await import('./grpc/tracker-grpc.ts');
      return trackerGrpc(watched, { idleMs: KEEP_ALIVE_MS, requestMs, stallMs });
    });
  }

  /** @throws {AyniError} `port-in-use`, `no-permission`, `io-failed` */
  async start(): Promise<{ readonly port: number }> {
    if (this.#server !== undefined) throw new AyniError('internal', 'This server was started before.');
    const { host, port, maxConnections = 1024 } = this.#options;
    const onExcess = () => this.#log.warn({ maxConnections }, 'refused a connection: all are taken');
    const server = createSpeakersServer(
      this.#identity,
      { maxConnections, onExcess },
      { http1: (socket) => this.#http1.accept(socket), http2: (socket) => void this.#http2.accept(socket) },
    );
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    const listening = await listen(server, { port, ...(host === undefined ? {} : { host }) });
    this.#server = server;
    this.#service.start();
    this.#log.info({ port: listening }, 'tracker listens');
    return { port: listening };
  }

  /** Takes no more connections, ends event streams, lets running requests end for a while, and closes. */
  async stop(): Promise<void> {
    const server = this.#server;
    if (server === undefined) return;
    this.#server = undefined;
    const closed = new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
    const { drainMs = 5_000 } = this.#options;
    // At once, so that every answer from now on says that its connection ends.
    await Promise.all([this.#service.stop(), this.#http1.stop(drainMs), this.#http2.stop(drainMs)]);
    // Those that never began TLS, and calls of gRPC whose last words are not taken.
    const overdue = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, drainMs);
    await closed;
    clearTimeout(overdue);
    this.#log.info({}, 'tracker stopped');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
