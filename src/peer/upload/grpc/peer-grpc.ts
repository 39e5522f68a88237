import type { TLSSocket } from 'node:tls';
import type { Viewer } from '../../../core/access/audience.ts';
import type { AyniError } from '../../../core/errors.ts';
import type { GrpcCaller } from '../../../net/grpc/grpc-method.ts';
import { GrpcServer } from '../../../net/grpc/grpc-server.ts';
import { healthMethods, isHealthCheck } from '../../../net/grpc/health.ts';
import { reflectionMethods } from '../../../net/grpc/reflection.ts';
import { fetchMethod, type FetchComponents } from './fetch-method.ts';

const SERVICES = ['ayni.v1.Peer', 'grpc.health.v1.Health', 'grpc.reflection.v1.ServerReflection'];

export interface PeerGrpcComponents extends Omit<FetchComponents, 'authorize'> {
  /** Who asks over this connection, with this header. @throws {AyniError} as `Requester.authorize` */
  readonly authorize: (socket: TLSSocket, header: string | undefined) => Promise<Viewer>;
  /** Told of each call that was answered, with the error if it failed. */
  readonly answered: (path: string, caller: GrpcCaller, error: AyniError | undefined) => void;
}

export interface PeerGrpcOptions {
  readonly idleMs: number;
  readonly requestMs: number;
  readonly stallMs: number;
}

/** The peer's gRPC front-end: `Fetch`, health and reflection. */
export function peerGrpc(components: PeerGrpcComponents, options: PeerGrpcOptions): GrpcServer {
  const { answered } = components;
  const authorize = ({ socket, metadata }: GrpcCaller): Promise<Viewer> =>
    components.authorize(socket, metadata('authorization'));
  /** Whoever shows no good credential may ask whether this peer lives, and nothing else. */
  const admit = async (path: string, caller: GrpcCaller): Promise<string> => {
    if (isHealthCheck(path)) return `stranger at ${caller.socket.remoteAddress}`;
    return (await authorize(caller)).peer;
  };
  const ready = async (caller: GrpcCaller): Promise<boolean> => {
    await authorize(caller);
    return true;
  };
  const methods = [
    fetchMethod({ ...components, authorize }),
    ...healthMethods({ services: SERVICES, ready }),
    ...reflectionMethods(SERVICES),
  ];
  return new GrpcServer(methods, { admit, answered, ...options });
}
