import type * as GrpcJs from '@grpc/grpc-js';

export type Grpc = typeof GrpcJs;

/** Loaded when the first dialect that speaks gRPC starts: a program without one does without these modules. */
export async function loadGrpc(): Promise<Grpc> {
  return import('@grpc/grpc-js');
}
