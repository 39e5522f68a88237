import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import type { Authorization } from '../../core/access/authorization.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import type { Slots } from '../../core/swarm/catalog.ts';
import type { PaceRates } from '../../core/transfer/pace.ts';
import { PieceSpread } from '../../core/transfer/piece-spread.ts';
import { UploadSlots } from '../../core/transfer/upload-slots.ts';
import { H2Door } from '../../net/grpc/h2-door.ts';
import { peerIdOfSocket, type Identity } from '../../net/identity/identity.ts';
import { createTlsServer, listen } from '../../net/tls/server.ts';
import { Connection, type Authorize } from './connection.ts';
import { BatchAnswers, isBatchList, type BatchLibrary } from './batch-answers.ts';
import { ContentAnswers } from './content-answers.ts';
import { ContentFiles } from './content-files.ts';
import { answerError, answerMalformed } from './error-answers.ts';
import { noSuchRoute, parseRoute } from './route.ts';
import { bodyOf } from './request-body.ts';
import { UploadPace } from './upload-pace.ts';
import { RunningUploads, type Upload } from './running-uploads.ts';
import type { ServedLibrary } from './served-content.ts';
import { statusOfError } from '../../wire/http/status.ts';

export interface UploadServerComponents {
  readonly identity: Identity;
  readonly library: ServedLibrary & BatchLibrary;
  readonly authorize: Authorize;
  readonly clock: Clock;
  readonly log?: Logger;
}

export interface UploadServerOptions {
  /** 0 for any free one. */
  readonly port: number;
  /** All addresses, IPv6 and IPv4, where absent. */
  readonly host?: string;
  /** Peers that are served at once. Default 32: who has no slot has nothing to trade (docs/decisions, 6). */
  readonly slots?: number;
  /** Default 256. */
  readonly maxConnections?: number;
  /** ms from connecting until the request is complete, and for TLS. Default 10,000. */
  readonly requestTimeoutMs?: number;
  /** ms within which a requester must take 128 KiB. Default 60,000. */
  readonly stallMs?: number;
}

export interface UploadCounters {
  readonly bytesSent: number;
  readonly requests: number;
  readonly connections: number;
  /** Connections over the limit. */
  readonly excess: number;
  /** Answers by status. */
  readonly answers: Readonly<Record<number, number>>;
}

/** How long a connection may idle between two requests, ms; longer than a receiver keeps it. */
const KEEP_ALIVE_MS = 30_000;

const LIVE = '{"status":"live"}';
const NO_BODY = Promise.resolve(new Uint8Array(0));

/** Serves what the library has to members, over TLS: HTTP/1.1, and gRPC over HTTP/2. Strangers get 401 and 404. */
export class UploadServer {
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #authorize: Authorize;
  readonly #options: UploadServerOptions;
  readonly #slots: UploadSlots;
  readonly #uploads: RunningUploads;
  readonly #pace = new UploadPace();
  readonly #files: ContentFiles;
  readonly #answers: ContentAnswers;
  readonly #batches: BatchAnswers;
  readonly #http2: H2Door;
  readonly #server: Server;
  /** As many as the server lets in. */
  readonly #connections = new Map<TLSSocket, Connection>();
  readonly #sockets = new Set<Socket>();
  readonly #statuses = new Map<number, number>();
  #stopping: Promise<void> | undefined;
  #requests = 0;
  #excess = 0;

  constructor(components: UploadServerComponents, options: UploadServerOptions) {
    const { identity, library, authorize, clock, log = SILENT } = components;
    const { slots = 32, maxConnections = 256, requestTimeoutMs = 10_000, stallMs = 60_000 } = options;
    this.#clock = clock;
    this.#log = log;
    this.#authorize = authorize;
    this.#options = options;
    this.#slots = new UploadSlots(clock, { total: slots });
    this.#uploads = new RunningUploads(clock);
    const spread = new PieceSpread();
    const sending = { library, slots: this.#slots, uploads: this.#uploads, pace: this.#pace, clock, log };
    const files = new ContentFiles(sending);
    this.#files = files;
    this.#answers = new ContentAnswers({ ...sending, files, spread }, { stallMs });
    this.#batches = new BatchAnswers(sending, { stallMs });
    const onExcess = (): void => {
      this.#excess++;
      log.warn({ maxConnections }, 'refused a connection over the limit');
    };
    this.#http2 = new H2Door({ log }, async () => {
      const { peerGrpc } = await import('./grpc/peer-grpc.ts');
      return peerGrpc(
        {
          ...sending,
          files,
          spread,
          authorize: (socket, header) => this.#authorized(this.#connectionOf(socket), header),
          answered: (operation, { peer }, error) => {
            this.#requests++;
            this.#answered({ peer, operation }, error === undefined ? 200 : statusOfError(error.code), error);
          },
        },
        { idleMs: KEEP_ALIVE_MS, requestMs: requestTimeoutMs, stallMs },
      );
    });
    const onHttp2 = (socket: TLSSocket): void => {
      this.#connectionOf(socket);
      void this.#http2.accept(socket);
    };
    const limits = { maxConnections, handshakeTimeoutMs: requestTimeoutMs, onExcess };
    const onRequest = (request: IncomingMessage, response: ServerResponse): void => this.#onRequest(request, response);
    const server = createTlsServer(identity, limits, onRequest, onHttp2);
    server.headersTimeout = requestTimeoutMs;
    server.requestTimeout = requestTimeoutMs;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.maxHeadersCount = 64;
    server.timeout = stallMs;
    // Node reads this when it begins to listen, and only then looks for requests that take too long.
    Object.assign(server, { connectionsCheckingInterval: Math.max(100, requestTimeoutMs / 5) });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
    server.on('clientError', answerMalformed);
    // No `Expect: 100-continue`: no request of ours has a body that is worth a question.
    server.on('checkContinue', onRequest);
    this.#server = server;
  }

  /** @throws {AyniError} `port-in-use`, `no-permission` */
  async start(): Promise<{ port: number }> {
    const { host, port } = this.#options;
    return { port: await listen(this.#server, { port, ...(host === undefined ? {} : { host }) }) };
  }

  /** Ends all connections at once: a receiver has verified what it has and goes on elsewhere. */
  async stop(): Promise<void> {
    if (this.#server.listening) this.#stopping ??= this.#stop();
    await this.#stopping;
  }

  async #stop(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const socket of this.#connections.keys()) socket.destroy();
    for (const socket of this.#sockets) socket.destroy();
    this.#pace.stop();
    await Promise.all([closed, this.#http2.stop(0)]);
    await Promise.all([this.#files.settled(), this.#batches.settled()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Closes the connections of peers that may no longer fetch; that they don't come back is up to `authorize`. */
  revoke(peers: ReadonlySet<PeerId>): void {
    for (const { socket, peer } of this.#connections.values()) {
      if (peer === undefined || !peers.has(peer)) continue;
      this.#log.info({ peer }, 'closed a connection of a revoked peer');
      socket.destroy();
    }
    for (const peer of peers) this.#slots.drop(peer);
  }

  /** Limits all uploads together, and those to each peer, from now on. */
  setRates(rates: PaceRates): void {
    this.#pace.set(rates);
  }

  /** @param total peers that are served at once; who is served now stays */
  setSlots(total: number): void {
    this.#slots.setTotal(total);
  }

  slots(): Slots {
    return this.#slots.slots();
  }

  uploads(): readonly Upload[] {
    return this.#uploads.list();
  }

  counters(): UploadCounters {
    return {
      bytesSent: this.#answers.bytesSent + this.#files.bytesSent + this.#batches.bytesSent,
      requests: this.#requests,
      connections: this.#connections.size,
      excess: this.#excess,
      answers: Object.fromEntries(this.#statuses),
    };
  }

  #onRequest(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request;
    if (!(socket instanceof TLSSocket)) {
      socket.destroy();
      return;
    }
    const connection = this.#connectionOf(socket);
    // Taken at once, whenever its turn comes: the requests behind it could not be read else.
    const body = request.method === 'POST' ? bodyOf(request) : NO_BODY;
    connection.enqueue(() => this.#answer(request, response, connection, body));
  }

  #connectionOf(socket: TLSSocket): Connection {
    let connection = this.#connections.get(socket);
    if (connection === undefined) {
      connection = new Connection(socket, peerIdOfSocket(socket));
      this.#connections.set(socket, connection);
      socket.once('close', () => this.#connections.delete(socket));
    }
    return connection;
  }

  /** @throws {AyniError} as `Connection.authorize` */
  async #authorized(connection: Connection, header: string | undefined): Promise<Authorization> {
    try {
      return await connection.authorize(header, this.#authorize, this.#clock);
    } catch (error) {
      this.#log.info({ peer: connection.peer, code: AyniError.from(error).code }, 'refused a requester');
      throw error;
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    body: Promise<Uint8Array>,
  ): Promise<void> {
    this.#requests++;
    const { method = '', url = '' } = request;
    let failure: unknown;
    try {
      await this.#dispatch(request, response, connection, body);
    } catch (cause) {
      failure = cause;
      answerError(response, AyniError.from(cause));
    }
    this.#answered({ peer: connection.peer, method, path: url.slice(0, 160) }, response.statusCode, failure);
  }

  #answered(facts: object, status: number, failure: unknown): void {
    if (failure !== undefined && AyniError.from(failure).code === 'internal') {
      this.#log.error({ err: failure, ...facts }, 'a request failed');
    }
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#log.debug({ ...facts, status }, 'answered');
  }

  async #dispatch(
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    body: Promise<Uint8Array>,
  ): Promise<void> {
    const route = parseRoute(request.method ?? '', request.url ?? '');
    const { shouldKeepAlive } = response;
    // What follows a body can only be told where that was read to its end.
    if (hasBody(request)) response.shouldKeepAlive = false;
    if (route === undefined) throw noSuchRoute();
    if (route.kind === 'live') {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': LIVE.length }).end(LIVE);
      return;
    }
    let viewer: Authorization;
    try {
      viewer = await this.#authorized(connection, request.headers.authorization);
    } catch (error) {
      // Whoever failed once begins anew, with a handshake: trying credentials must not be cheap.
      response.shouldKeepAlive = false;
      throw error;
    }
    if (route.kind === 'invalid') throw route.error;
    if (route.kind === 'next' || route.kind === 'wanted' || (route.kind === 'batch' && isBatchList(request))) {
      await body;
      response.shouldKeepAlive = shouldKeepAlive;
    }
    if (route.kind === 'batch') await this.#batches.answer(viewer, request, response, body);
    else await this.#answers.answer(route, viewer, request, response, connection, body);
  }
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}
