import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { FastifyInstance } from 'fastify';
import { AyniError } from '../core/errors.ts';
import type { Logger } from '../core/log.ts';
import { H2Door } from '../net/grpc/h2-door.ts';
import type { Identity } from '../net/identity/identity.ts';
import { createTlsServer, listen } from '../net/tls/server.ts';
import { restApp } from './rest/rest-app.ts';
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
const REQUEST_MS = 60_000;
const STALL_MS = 60_000;
const MAX_HEADERS = 64;
/** How often Node looks for requests whose time is over, ms. */
const CHECK_MS = 1000;

/** The tracker on a port: TLS 1.3, client certificates, REST over HTTP/1.1 and gRPC over HTTP/2. */
export class TrackerServer {
  readonly #service: TrackerService;
  readonly #identity: Identity;
  readonly #log: Logger;
  readonly #observe: RequestObserver;
  readonly #options: TrackerServerOptions;
  readonly #http2: H2Door;
  #app: FastifyInstance | undefined;
  /** Also those that do not speak HTTP (yet), which its server does not know; as many as are let in. */
  readonly #sockets = new Set<Socket>();

  constructor(
    components: {
      readonly service: TrackerService;
      readonly identity: Identity;
      readonly log: Logger;
      readonly observe?: RequestObserver;
    },
    options: TrackerServerOptions,
  ) {
    this.#service = components.service;
    this.#identity = components.identity;
    this.#log = components.log;
    const observe = components.observe ?? NOBODY;
    this.#observe = observe;
    this.#options = options;
    this.#http2 = new H2Door(components, async () => {
      const { trackerGrpc } = await import('./grpc/tracker-grpc.ts');
      const { requestTimeoutMs: requestMs = REQUEST_MS, stallMs = STALL_MS } = options;
      return trackerGrpc({ ...components, observe }, { idleMs: KEEP_ALIVE_MS, requestMs, stallMs });
    });
  }

  /** @throws {AyniError} `port-in-use`, `no-permission`, `io-failed` */
  async start(): Promise<{ readonly port: number }> {
    if (this.#app !== undefined) throw new AyniError('internal', 'This server was started before.');
    const { host, port, maxConnections = 1024 } = this.#options;
    const app = restApp({ service: this.#service, log: this.#log, observe: this.#observe }, (handler) => {
      const onExcess = () => this.#log.warn({ maxConnections }, 'refused a connection: all are taken');
      const onHttp2 = (socket: TLSSocket) => void this.#http2.accept(socket);
      const server = createTlsServer(this.#identity, { maxConnections, onExcess }, handler, onHttp2);
      server.headersTimeout = this.#options.headersTimeoutMs ?? 10_000;
      server.requestTimeout = this.#options.requestTimeoutMs ?? REQUEST_MS;
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.maxHeadersCount = MAX_HEADERS;
      server.on('connection', (socket: Socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
      });
      // Read when listening begins; 30 s by default, which would be what the two deadlines above are worth.
      return Object.assign(server, { connectionsCheckingInterval: CHECK_MS });
    });
    await app.ready();
    let listening: number;
    try {
      listening = await listen(app.server, { port, ...(host === undefined ? {} : { host }) });
    } catch (error) {
      await app.close();
      throw error;
    }
    this.#app = app;
    this.#service.start();
    this.#log.info({ port: listening }, 'tracker listens');
    return { port: listening };
  }

  /** Takes no more connections, ends event streams, lets running requests end for a while, and closes. */
  async stop(): Promise<void> {
    const app = this.#app;
    if (app === undefined) return;
    this.#app = undefined;
    const closed = new Promise<void>((resolve) => {
      app.server.close(() => resolve());
    });
    await this.#service.stop();
    const { drainMs = 5_000 } = this.#options;
    await this.#http2.stop(drainMs);
    const overdue = setTimeout(() => this.#closeAll(), drainMs);
    // Connections that a request just left turn idle after `close` looked.
    const idle = setInterval(() => closeIdle(app), 50);
    closeIdle(app);
    await closed;
    clearTimeout(overdue);
    clearInterval(idle);
    await app.close();
    this.#log.info({}, 'tracker stopped');
  }

  #closeAll(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function closeIdle({ server }: FastifyInstance): void {
  server.closeIdleConnections();
}
