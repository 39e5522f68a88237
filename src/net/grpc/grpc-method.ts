import type { TLSSocket } from 'node:tls';
import type { PeerId } from '../../core/ids.ts';

/** Who calls. */
export interface GrpcCaller {
  readonly socket: TLSSocket;
  /** Whose certificate the handshake proved; undefined without one. */
  readonly peer: PeerId | undefined;
  /** The id of this request, which the log has and the caller is told. */
  readonly request: string;
  /** The first value of this metadata. */
  readonly metadata: (name: string) => string | undefined;
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

/**
 * Resolves when the connection took the message: the next one before that would wait in memory.
 * @throws {AyniError} `cut-off` when the call is over
 */
type SendMessage = (message: Buffer) => Promise<void>;

/** Many messages for one. The signal ends it too when the server stops. */
export interface StreamMethod {
  readonly path: string;
  readonly stream: (message: Uint8Array, call: GrpcCall, send: SendMessage) => Promise<void>;
}

/** One message for each. */
export interface DialogMethod {
  readonly path: string;
  readonly reply: (message: Uint8Array) => Buffer;
}
