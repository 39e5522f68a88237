import { Metadata, ServerInterceptingCall, ServerListenerBuilder, status, type ServerInterceptor } from '@grpc/grpc-js';
import { AyniError } from '../../core/errors.ts';
import { peerIdOfSocket } from '../identity/identity.ts';
import { Gate } from '../http/gate.ts';
import { REQUEST_ID_HEADER, requestId } from '../../platform/request-id.ts';
import { statusOfError, REQUEST_KEY } from '../../wire/grpc/status.ts';
import type { Connections } from './connections.ts';
import type { GrpcCaller } from './grpc-method.ts';

/** Calls of one caller whose message is read, or that are answered with a single one: each may hold a whole message. */
const AT_ONCE = 8;

export interface EntranceRules {
  readonly connections: Connections;
  /**
   * Whether the caller may call this.
   * @returns for whom the call counts
   * @throws {AyniError} what the caller is told
   */
  readonly admit: (path: string, caller: GrpcCaller) => Promise<string>;
  /** Told of each call that was not let in. */
  readonly refused: (path: string, caller: GrpcCaller, error: AyniError) => void;
  /** ms within which a message must be there. */
  readonly requestMs: number;
}

const STATUSES = Object.values(status).filter((value) => typeof value === 'number');

/** An error as grpc-js sends it. */
export function toStatus(error: unknown): { code: status; details: string; metadata: Metadata } {
  const { code: number, details, metadata } = statusOfError(AyniError.from(error));
  const code = STATUSES[number] ?? status.UNKNOWN;
  const trailer = new Metadata();
  for (const [name, value] of Object.entries(metadata)) trailer.set(name, value);
  return { code, details, metadata: trailer };
}

/** What follows an answer. */
export function trailerOf({ request }: GrpcCaller): Metadata {
  const trailer = new Metadata();
  trailer.set(REQUEST_KEY, request);
  return trailer;
}

/** Who made the calls that got in; the same metadata goes to the method. */
export type Admitted = WeakMap<Metadata, GrpcCaller>;

/**
 * Where each call comes in: whoever may not is told before its message is read, at most so many messages of a caller
 * are in memory at once, and a message that does not come has a deadline.
 */
export function entrance(
  admitted: Admitted,
  { connections, admit, refused, requestMs }: EntranceRules,
): ServerInterceptor {
  const gate = new Gate(AT_ONCE);
  return (method, call) => {
    const over = new AbortController();
    let leave: (() => void) | undefined;
    let timer: NodeJS.Timeout | undefined;
    const left = (): void => {
      leave?.();
      leave = undefined;
    };

    const enter = async (metadata: Metadata): Promise<void> => {
      const socket = connections.find(call.getConnectionInfo());
      if (socket === undefined) throw new AyniError('cut-off', 'This connection has ended.');
      const request = requestId(firstOf(metadata, REQUEST_ID_HEADER));
      const caller = {
        socket,
        peer: peerIdOfSocket(socket),
        request,
        metadata: (name: string) => firstOf(metadata, name),
      };
      admitted.set(metadata, caller);
      try {
        leave = await gate.enter(await admit(method.path, caller), over.signal);
      } catch (error) {
        refused(method.path, caller, AyniError.from(error));
        throw AyniError.from(error).ofRequest(request);
      }
      if (over.signal.aborted) left();
      else timer = setTimeout(() => call.sendStatus(toStatus(tooSlow(requestMs).ofRequest(request))), requestMs);
    };

    return new ServerInterceptingCall(call, {
      start(next) {
        next(
          new ServerListenerBuilder()
            .withOnReceiveMetadata((metadata, pass) => {
              enter(metadata).then(
                () => pass(metadata),
                (error: unknown) => call.sendStatus(toStatus(error)),
              );
            })
            .withOnReceiveMessage((message, pass) => {
              if (method.requestStream) clearTimeout(timer);
              if (method.responseStream) left();
              pass(message);
            })
            .withOnReceiveHalfClose((pass) => {
              clearTimeout(timer);
              pass();
            })
            .withOnCancel(() => {
              clearTimeout(timer);
              over.abort(new AyniError('cut-off', 'The caller ended this call.'));
              left();
            })
            .build(),
        );
      },
    });
  };
}

function firstOf(metadata: Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return value === undefined ? undefined : value.toString();
}

function tooSlow(ms: number): AyniError {
  return new AyniError('timeout', `The message of this call is not complete after ${ms / 1000} s.`);
}
