import type { TLSSocket } from 'node:tls';
import type { PeerId } from '../../core/ids.ts';

/** Who calls. */
export interface GrpcCaller {
  readonly socket: TLSSocket;
  /** Whose certificate the handshake proved; undefined without one. */
  readonly peer: PeerId | undefined;
  /** The first value of this metadata. */
  metadata(name: string): string | undefined;
}

export interface GrpcCall extends GrpcCaller {
  /** Aborted when the call is over for whatever reason: its caller is gone, or its deadline passed. */
  readonly signal: AbortSignal;
}

/**
 * A method by its path, `/package.Service/Method`. Messages are bytes here: what they mean is for the method. What it
 * throws is answered with that error's status.
 */
export type GrpcMethod = UnaryMethod | StreamMethod | DialogMethod;

export interface UnaryMethod {
  readonly path: string;
  readonly unary: (message: Uint8Array, call: GrpcCall) => Promise<Buffer>;
}

/** Many messages for one. The signal ends it too when the server stops. */
export interface StreamMethod {
  readonly path: string;
  /** The next message is asked for when the connection took the one before. */
  readonly stream: (message: Uint8Array, call: GrpcCall) => AsyncIterable<Buffer>;
}

/** One message for each. */
export interface DialogMethod {
  readonly path: string;
  readonly reply: (message: Uint8Array) => Buffer;
}
