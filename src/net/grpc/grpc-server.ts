import {
  Server,
  ServerCredentials,
  type MethodDefinition,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import type { TLSSocket } from 'node:tls';
import { answerDialog, answerStream, answerUnary, type AnswerRules } from './answers.ts';
import { Connections } from './connections.ts';
import { entrance, type Admitted, type EntranceRules } from './entrance.ts';
import type { GrpcMethod } from './grpc-method.ts';
import type { H2Server } from './h2-door.ts';

export interface GrpcServerOptions {
  readonly admit: EntranceRules['admit'];
  readonly answered: AnswerRules['answered'];
  /** ms from a call's begin until its message is there. */
  readonly requestMs: number;
  /** ms in which a caller has to take a message, or loses its connection. */
  readonly stallMs: number;
  /** ms after which a connection without a call is closed. */
  readonly idleMs: number;
}

/** Bytes of a message that comes in; what gRPC itself has as its default. */
export const MAX_MESSAGE = 4 * 2 ** 20;
/** Calls of one connection at the same time. */
const MAX_CALLS = 100;
/** A connection is asked whether it lives this often, ms … */
const PING_MS = 30_000;
/** … and has so long to answer. */
const PONG_MS = 20_000;
/** MB that Node keeps for one connection before it refuses further calls. */
const SESSION_MEGABYTES = 64;

const asIs = (bytes: Buffer): Buffer => bytes;

/**
 * gRPC on connections that TLS and its limits let in. The certificate of a connection tells who calls.
 * @param methods of all services
 */
export class GrpcServer implements H2Server {
  readonly #connections = new Connections();
  readonly #ends = new AbortController();
  readonly #injector: ReturnType<Server['createConnectionInjector']>;

  constructor(methods: readonly GrpcMethod[], options: GrpcServerOptions) {
    const { admit, answered, requestMs, stallMs, idleMs } = options;
    const admitted: Admitted = new WeakMap();
    const refused: EntranceRules['refused'] = (path, caller, error) => answered(path, caller, error, 0);
    const server = new Server({
      'grpc.max_receive_message_length': MAX_MESSAGE,
      // What we send is bounded where it is made.
      'grpc.max_send_message_length': -1,
      'grpc.max_concurrent_streams': MAX_CALLS,
      'grpc.max_connection_idle_ms': idleMs,
      'grpc.keepalive_time_ms': PING_MS,
      'grpc.keepalive_timeout_ms': PONG_MS,
      'grpc-node.max_session_memory': SESSION_MEGABYTES,
      'grpc.enable_channelz': 0,
      interceptors: [entrance(admitted, { connections: this.#connections, admit, refused, requestMs })],
    });
    const rules: AnswerRules = { admitted, stallMs, ends: this.#ends.signal, answered };
    const implementation: UntypedServiceImplementation = {};
    const service: Record<string, MethodDefinition<Buffer, Buffer>> = {};
    for (const method of methods) {
      service[method.path] = definitionOf(method);
      implementation[method.path] =
        'unary' in method
          ? answerUnary(method, rules)
          : 'stream' in method
            ? answerStream(method, rules)
            : answerDialog(method, rules);
    }
    server.addService(service satisfies ServiceDefinition, implementation);
    // TLS stands already.
    this.#injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  }

  accept(socket: TLSSocket): void {
    if (this.#connections.add(socket)) this.#injector.injectConnection(socket);
    else socket.destroy();
  }

  stop(graceMs: number): void {
    this.#ends.abort();
    this.#injector.drain(graceMs);
    this.#injector.destroy();
  }
}

function definitionOf(method: GrpcMethod): MethodDefinition<Buffer, Buffer> {
  return {
    path: method.path,
    requestStream: 'reply' in method,
    responseStream: !('unary' in method),
    requestSerialize: asIs,
    requestDeserialize: asIs,
    responseSerialize: asIs,
    responseDeserialize: asIs,
  };
}
