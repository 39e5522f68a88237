import { createServer, type Server as NetServer, type Socket } from 'node:net';
import type { MethodDefinition, Server, UntypedServiceImplementation } from '@grpc/grpc-js';

import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import { listen } from '../../../net/tls/server.ts';
import type { DialectServer, ListenOptions } from '../../parts.ts';
import { answerStream, answerUnary, type CallRules, type GrpcMethod } from './grpc-answers.ts';
import { afterPreface } from './http2-preface.ts';
import { loadGrpc } from './load-grpc.ts';
import { requestDeadline } from './request-deadline.ts';
import { RequestRoom, type PlacedRequest } from './request-room.ts';

export interface GrpcServerOptions extends ListenOptions {
  /** Bytes of a request; 4 MiB, as gRPC has it. */
  readonly maxRequest?: number | undefined;
  /** Bytes of all requests that are coming or being answered; 128 MiB. */
  readonly requestBytes?: number | undefined;
  /** ms from a call's begin until its request is there, and from a connection's until it shows HTTP/2; 20 s. */
  readonly requestMs?: number | undefined;
  /** ms in which a caller has to take a message, or loses its connection; 60 s. */
  readonly stallMs?: number | undefined;
}

/** A connection without a call is closed after this, ms. */
const IDLE_MS = 10 * 60_000;
/** A connection is asked whether it lives this often, ms … */
const PING_MS = 60_000;
/** … and has so long to answer. */
const PONG_MS = 20_000;
/** Calls of one connection at the same time. */
const MAX_CALLS = 100;
/** Bytes that may be under way to us: more than the 64 KiB of HTTP/2, so that a long list arrives quickly. */
const WINDOW = 1024 * 1024;

const asIs = (bytes: Buffer): Buffer => bytes;

/** gRPC without TLS, on a listener of ours: with a limit on connections, and a deadline for what is half said. */
export class GrpcServer implements DialectServer {
  readonly #methods: readonly GrpcMethod[];
  readonly #log: Logger;
  readonly #options: GrpcServerOptions;
  readonly #sockets = new Map<string, Socket>();
  readonly #ends = new AbortController();
  readonly #room: RequestRoom;
  #grpc: Server | undefined;
  #listener: NetServer | undefined;

  constructor({ methods, log }: { methods: readonly GrpcMethod[]; log: Logger }, options: GrpcServerOptions) {
    this.#methods = methods;
    this.#log = log;
    this.#options = options;
    this.#room = new RequestRoom(options.requestBytes);
  }

  async start(): Promise<number> {
    const { maxRequest = 4 * 1024 * 1024, requestMs = 20_000, maxConnections } = this.#options;
    const grpc = await loadGrpc();
    const server = new grpc.Server({
      'grpc.max_receive_message_length': maxRequest,
      // What we send is bounded where it is made.
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': MAX_CALLS,
      'grpc.max_connection_idle_ms': IDLE_MS,
      'grpc.keepalive_time_ms': PING_MS,
      'grpc.keepalive_timeout_ms': PONG_MS,
      'grpc-node.flow_control_window': WINDOW,
      'grpc.enable_channelz': 0,
      interceptors: [requestDeadline(grpc, requestMs, (peer) => this.#place(peer))],
    });
    this.#serve(server);
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    const listener = createServer({ noDelay: true }, (socket) => {
      this.#keep(socket);
      afterPreface(socket, requestMs, () => injector.injectConnection(socket));
    });
    listener.maxConnections = maxConnections;
    listener.on('drop', (dropped) => {
      this.#options.watch?.refused();
      this.#log.warn({ address: dropped?.remoteAddress }, 'too many connections');
    });
    this.#grpc = server;
    this.#listener = listener;
    return listen(listener, this.#options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ends.abort(new AyniError('cancelled', 'This server ends.'));
    const listener = this.#listener;
    const closed = new Promise<void>((resolve) => {
      if (listener === undefined) resolve();
      else listener.close(() => resolve());
    });
    this.#grpc?.forceShutdown();
    for (const socket of this.#sockets.values()) socket.destroy();
    this.#room[Symbol.dispose]();
    await closed;
  }

  #place(peer: string): PlacedRequest | undefined {
    const socket = this.#sockets.get(peer);
    return socket === undefined ? undefined : this.#room.begin(socket);
  }

  #keep(socket: Socket): void {
    const peer = `${socket.remoteAddress}:${socket.remotePort}`;
    this.#sockets.set(peer, socket);
    socket.on('error', () => undefined);
    this.#options.watch?.connected();
    socket.once('close', () => {
      this.#sockets.delete(peer);
      this.#options.watch?.ended();
    });
  }

  #serve(server: Server): void {
    const rules: CallRules = {
      log: this.#log,
      stallMs: this.#options.stallMs ?? 60_000,
      ends: this.#ends.signal,
      asked: (path) => this.#options.watch?.asked(path.slice(path.lastIndexOf('/') + 1)),
      // The connection is all that can be taken from who takes no bytes: a status would wait behind them.
      cut: (peer) => this.#sockets.get(peer)?.destroy(),
    };
    const implementation: UntypedServiceImplementation = {};
    for (const method of this.#methods) {
      implementation[method.path] = 'unary' in method ? answerUnary(method, rules) : answerStream(method, rules);
    }
    server.addService(
      Object.fromEntries(this.#methods.map((method) => [method.path, definitionOf(method)])),
      implementation,
    );
  }
}

function definitionOf(method: GrpcMethod): MethodDefinition<Buffer, Buffer> {
  return {
    path: method.path,
    requestStream: false,
    responseStream: 'stream' in method,
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}
