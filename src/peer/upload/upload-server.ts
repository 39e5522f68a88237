import type { Server, Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
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
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';
import { HttpFront } from '../../net/http/http-front.ts';
import { peerIdOfSocket, type Identity } from '../../net/identity/identity.ts';
import { createSpeakersServer, listen } from '../../net/tls/server.ts';
import { BatchAnswers, type BatchLibrary } from './batch-answers.ts';
import { ContentAnswers } from './content-answers.ts';
import { ContentFiles } from './content-files.ts';
import { errorAnswer } from './error-answer.ts';
import { Requester, type Authorize } from './requester.ts';
import { noSuchRoute, parseRoute } from './route.ts';
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
  /** Default 256. Those that showed no credential yet make room for others. */
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

const LIVE: HttpAnswer = {
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: '{"status":"live"}',
};

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
  readonly #http1: HttpFront;
  readonly #http2: H2Door;
  readonly #server: Server;
  /** As many as the server lets in. */
  readonly #requesters = new Map<TLSSocket, Requester>();
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
    this.#answers = new ContentAnswers({ ...sending, files, spread });
    this.#batches = new BatchAnswers(sending);
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
          authorize: (socket, header) => this.#authorized(this.#requesterOf(socket), header),
          answered: (operation, { peer }, error) => {
            this.#requests++;
            this.#answered({ peer, operation }, error === undefined ? 200 : statusOfError(error.code), error);
          },
        },
        { idleMs: KEEP_ALIVE_MS, requestMs: requestTimeoutMs, stallMs },
      );
    });
    this.#http1 = new HttpFront(
      (socket) => {
        const requester = this.#requesterOf(socket);
        return (request) => this.#answer(request, requester);
      },
      { headMs: requestTimeoutMs, bodyMs: requestTimeoutMs, idleMs: KEEP_ALIVE_MS, stallMs },
    );
    const isStranger = (socket: TLSSocket): boolean => this.#requesters.get(socket)?.known !== true;
    const limits = { maxConnections, handshakeTimeoutMs: requestTimeoutMs, isStranger, onExcess };
    const server = createSpeakersServer(identity, limits, {
      http1: (socket) => this.#http1.accept(socket),
      http2: (socket) => {
        this.#requesterOf(socket);
        void this.#http2.accept(socket);
      },
    });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
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
    for (const socket of this.#requesters.keys()) socket.destroy();
    for (const socket of this.#sockets) socket.destroy();
    this.#pace.stop();
    await Promise.all([closed, this.#http1.stop(0), this.#http2.stop(0)]);
    await Promise.all([this.#files.settled(), this.#batches.settled()]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Closes the connections of peers that may no longer fetch; that they don't come back is up to `authorize`. */
  revoke(peers: ReadonlySet<PeerId>): void {
    for (const { socket, peer } of this.#requesters.values()) {
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
      connections: this.#requesters.size,
      excess: this.#excess,
      answers: Object.fromEntries(this.#statuses),
    };
  }

  #requesterOf(socket: TLSSocket): Requester {
    let requester = this.#requesters.get(socket);
    if (requester === undefined) {
      requester = new Requester(socket, peerIdOfSocket(socket));
      this.#requesters.set(socket, requester);
      socket.once('close', () => this.#requesters.delete(socket));
    }
    return requester;
  }

  /** @throws {AyniError} as `Requester.authorize` */
  async #authorized(requester: Requester, header: string | undefined): Promise<Authorization> {
    try {
      return await requester.authorize(header, this.#authorize, this.#clock);
    } catch (error) {
      this.#log.info({ peer: requester.peer, code: AyniError.from(error).code }, 'refused a requester');
      throw error;
    }
  }

  async #answer(request: HttpRequest, requester: Requester): Promise<HttpAnswer> {
    this.#requests++;
    const { method, target } = request.head;
    let answer: HttpAnswer;
    let failure: unknown;
    try {
      answer = await this.#dispatch(request, requester);
    } catch (cause) {
      failure = cause;
      answer = errorAnswer(AyniError.from(cause));
    }
    const { begun = answer.status } = request;
    this.#answered({ peer: requester.peer, method, path: target.slice(0, 160) }, begun, failure);
    // Whoever shows no credential has nothing to keep a connection for, which a member may need.
    return requester.known ? answer : { ...answer, close: true };
  }

  #answered(facts: object, status: number, failure: unknown): void {
    if (failure !== undefined && AyniError.from(failure).code === 'internal') {
      this.#log.error({ err: failure, ...facts }, 'a request failed');
    }
    this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + 1);
    this.#log.debug({ ...facts, status }, 'answered');
  }

  async #dispatch(request: HttpRequest, requester: Requester): Promise<HttpAnswer> {
    const { method, target, headers } = request.head;
    const route = parseRoute(method, target);
    if (route === undefined) throw noSuchRoute();
    if (route.kind === 'live') return LIVE;
    const viewer = await this.#authorized(requester, headers.get('authorization'));
    if (route.kind === 'invalid') throw route.error;
    return route.kind === 'batch'
      ? this.#batches.answer(viewer, request)
      : this.#answers.answer(route, viewer, request);
  }
}
