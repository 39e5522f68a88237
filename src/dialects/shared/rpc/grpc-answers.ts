import type { EventEmitter } from 'node:events';
import type {
  handleServerStreamingCall,
  handleUnaryCall,
  Metadata,
  ServerUnaryCall,
  ServerWritableStream,
} from '@grpc/grpc-js';

import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import { plainAddress } from './local-address.ts';
import { statusOfError } from './grpc-status.ts';

/** Who calls, and with what beside the message. */
export interface GrpcCall {
  /** Of the caller; IPv4 as such, also on a socket of both families. */
  readonly address: string;
  /** The first value of this metadata. */
  metadata(name: string): string | undefined;
  /** Aborted when the caller is gone, its own deadline is over, or the server ends. */
  readonly signal: AbortSignal;
}

/** A method by its path. Messages are bytes here: what they mean is for the dialect's codec. */
export type GrpcMethod = UnaryMethod | StreamMethod;

interface UnaryMethod {
  readonly path: string;
  readonly unary: (message: Uint8Array, call: GrpcCall) => Promise<Buffer>;
}

interface StreamMethod {
  readonly path: string;
  /** The buffer of one message may be used again once the next is asked for. */
  readonly stream: (message: Uint8Array, call: GrpcCall) => AsyncIterable<Buffer>;
}

export interface CallRules {
  readonly log: Logger;
  readonly stallMs: number;
  readonly ends: AbortSignal;
  /** Told of each call, by its method's path. */
  readonly asked: (path: string) => void;
  /** Closes the connection of this peer, `address:port`. */
  readonly cut: (peer: string) => void;
}

/** What both kinds of call have. */
type Call = Pick<ServerUnaryCall<Buffer, Buffer>, 'getPeer' | 'metadata'> & EventEmitter;

/** The address of `address:port`, which for IPv6 comes without brackets. */
function addressOf(peer: string): string {
  return plainAddress(peer.slice(0, peer.lastIndexOf(':')).replace(/^\[|\]$/g, ''));
}

function firstOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return value === undefined ? undefined : value.toString();
}

/** @param over aborted when the call is */
function contextOf(call: Call, over: AbortSignal, ends: AbortSignal): GrpcCall {
  return {
    address: addressOf(call.getPeer()),
    metadata: (name) => firstOf(call.metadata, name),
    signal: AbortSignal.any([over, ends]),
  };
}

/** Aborted when the call is over, for whatever reason: grpc-js calls each end a cancellation. */
function endOf(call: Call): AbortSignal {
  const over = new AbortController();
  call.once('cancelled', () => over.abort(new AyniError('cut-off', 'The caller ended this call.')));
  return over.signal;
}

function failureOf(error: unknown, path: string, log: Logger): { code: number; details: string } {
  const failure = AyniError.from(error);
  if (failure.code === 'internal') log.error({ err: error, path }, 'a gRPC call failed');
  return statusOfError(failure);
}

export function answerUnary(method: UnaryMethod, rules: CallRules): handleUnaryCall<Buffer, Buffer> {
  return (call, callback) => {
    rules.asked(method.path);
    const over = endOf(call);
    const answer = async (): Promise<void> => {
      try {
        const message = await method.unary(call.request, contextOf(call, over, rules.ends));
        if (over.aborted) return;
        const stalled = setTimeout(() => rules.cut(call.getPeer()), rules.stallMs);
        over.addEventListener('abort', () => clearTimeout(stalled));
        callback(null, message);
      } catch (error) {
        callback(failureOf(error, method.path, rules.log));
      }
    };
    void answer();
  };
}

export function answerStream(method: StreamMethod, rules: CallRules): handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    rules.asked(method.path);
    const over = endOf(call);
    const answer = async (): Promise<void> => {
      try {
        for await (const message of method.stream(call.request, contextOf(call, over, rules.ends))) {
          await taken(call, message, over, rules);
        }
        call.end();
      } catch (error) {
        if (!over.aborted) call.emit('error', failureOf(error, method.path, rules.log));
      }
    };
    void answer();
  };
}

/** Resolves when the connection took the message. @throws {AyniError} `cut-off` */
async function taken(
  call: ServerWritableStream<Buffer, Buffer>,
  message: Buffer,
  over: AbortSignal,
  rules: CallRules,
): Promise<void> {
  const gone = Promise.withResolvers<never>();
  const leave = (): void => gone.reject(over.reason);
  const stalled = setTimeout(() => rules.cut(call.getPeer()), rules.stallMs);
  over.addEventListener('abort', leave);
  try {
    over.throwIfAborted();
    // Of a call that has ended grpc-js tells nothing: only its end does.
    await Promise.race([gone.promise, new Promise<void>((resolve) => call.write(message, () => resolve()))]);
  } finally {
    clearTimeout(stalled);
    over.removeEventListener('abort', leave);
  }
}
