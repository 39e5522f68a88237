import type { AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { Tracing } from '../../core/tracing/tracing.ts';
import type { GrpcCaller, GrpcMethod } from '../../net/grpc/grpc-method.ts';
import { GrpcServer } from '../../net/grpc/grpc-server.ts';
import { healthMethods, isHealthCheck } from '../../net/grpc/health.ts';
import { reflectionMethods } from '../../net/grpc/reflection.ts';
import type { RequestObserver } from '../request-observer.ts';
import type { TrackerService } from '../tracker-service.ts';
import { callerOf, operationOf, TRACKER_SERVICE, trackerMethods } from './tracker-methods.ts';

const SERVICES = [TRACKER_SERVICE, 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection'];
const HEARTBEAT = operationOf('heartbeat').path;
const JOIN_PATHS: readonly string[] = [operationOf('identify').path, operationOf('join').path];

export interface TrackerGrpcOptions {
  /** ms after which a connection without a call is closed. */
  readonly idleMs: number;
  /** ms for a whole request. */
  readonly requestMs: number;
  /** ms in which a caller has to take a message. */
  readonly stallMs: number;
}

/** The tracker's gRPC front-end: its service, health and reflection. */
export function trackerGrpc(
  {
    service,
    log,
    observe,
    tracing,
  }: {
    readonly service: TrackerService;
    readonly log: Logger;
    readonly observe: RequestObserver;
    readonly tracing: Tracing;
  },
  options: TrackerGrpcOptions,
): GrpcServer {
  /** Who gets where: no certificate, the health check; an unknown one, also `Identify` and `Join`; a member, everything. */
  const admit = async (path: string, from: GrpcCaller): Promise<string> => {
    const stranger = `stranger at ${from.socket.remoteAddress}`;
    if (isHealthCheck(path)) return stranger;
    const { peer } = callerOf(from);
    if (JOIN_PATHS.includes(path)) return stranger;
    await service.member(peer);
    return peer;
  };
  const ready = async (from: GrpcCaller): Promise<boolean> => {
    await service.member(callerOf(from).peer);
    return service.ready().then(
      () => true,
      () => false,
    );
  };
  const answered = (path: string, { peer, request }: GrpcCaller, error: AyniError | undefined, ms: number): void => {
    // Callers write paths as they like.
    observe('grpc', paths.has(path) ? path : 'other', error?.code ?? 'ok', ms / 1000);
    const facts = {
      request,
      ...(peer === undefined ? {} : { peer: shortId(peer) }),
      operation: `gRPC ${path}`,
      status: error?.code ?? 'ok',
      ms: Math.round(ms * 10) / 10,
    };
    if (error?.code === 'internal') log.error({ ...facts, err: error.cause ?? error }, 'a request failed');
    else if (error === undefined && (path === HEARTBEAT || isHealthCheck(path))) log.debug(facts, 'answered');
    else log.info(facts, 'answered');
  };
  const methods = [
    ...trackerMethods(service).map((method) => tracedMethod(method, tracing)),
    ...healthMethods({ services: SERVICES, ready }),
    ...reflectionMethods(SERVICES),
  ];
  const paths: ReadonlySet<string> = new Set(methods.map((method) => method.path));
  return new GrpcServer(methods, { admit, answered, ...options });
}

/** Streams last as long as their caller wants, and say nothing as spans. */
function tracedMethod(method: GrpcMethod, tracing: Tracing): GrpcMethod {
  if (!('unary' in method)) return method;
  const { path, unary } = method;
  return {
    path,
    unary: (message, call) => {
      const attributes = { 'rpc.system': 'grpc', 'ayni.request': call.request };
      const span = { kind: 'server', parent: call.metadata('traceparent'), attributes } as const;
      return tracing.run(path, span, () => unary(message, call));
    },
  };
}
