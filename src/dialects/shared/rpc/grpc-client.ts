import type { Client, Metadata, ServiceError } from '@grpc/grpc-js';

import { AyniError } from '../../../core/errors.ts';
import { errorOfStatus, GRPC_STATUS } from './grpc-status.ts';
import { IdleTimer } from './idle-timer.ts';
import { loadGrpc } from './load-grpc.ts';

export interface CallOptions {
  readonly signal: AbortSignal;
  /** ms for a whole unary call, or without a message of a stream. */
  readonly timeoutMs: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Bytes that may be under way to us in one call: the 64 KiB of HTTP/2 would wait for a round trip each. */
const WINDOW = 4 * 1024 * 1024;

const asIs = (bytes: Buffer): Buffer => bytes;

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' && 'details' in error;
}

/** Whether whoever was called has no such method. */
export function isUnimplemented(error: unknown): boolean {
  return AyniError.is(error) && error.context['status'] === GRPC_STATUS.unimplemented;
}

/** Calls to one foreign server, without TLS and without a proxy. Messages are bytes. */
export class GrpcClient implements Disposable {
  readonly #who: string;
  readonly #client: Client;
  readonly #newMetadata: () => Metadata;

  private constructor(who: string, client: Client, newMetadata: () => Metadata) {
    this.#who = who;
    this.#client = client;
    this.#newMetadata = newMetadata;
  }

  /** Loads gRPC; the connection is made by the first call. @param options.maxMessage bytes of an answer's message */
  static async open(host: string, port: number, { maxMessage }: { maxMessage: number }): Promise<GrpcClient> {
    const grpc = await loadGrpc();
    const who = `${host.includes(':') ? `[${host}]` : host}:${port}`;
    const client = new grpc.Client(`dns:${who}`, grpc.credentials.createInsecure(), {
      'grpc.max_receive_message_length': maxMessage,
      'grpc.max_send_message_length': -1,
      'grpc-node.flow_control_window': WINDOW,
      'grpc.enable_http_proxy': 0,
      'grpc.enable_retries': 0,
      'grpc.enable_channelz': 0,
      'grpc.max_reconnect_backoff_ms': 5_000,
      'grpc.service_config_disable_resolution': 1,
      // What is disposed closes its connection, and nobody else's.
      'grpc.use_local_subchannel_pool': 1,
    });
    return new GrpcClient(who, client, () => new grpc.Metadata());
  }

  /** @throws {AyniError} what the status says (`errorOfStatus`), `unreachable`, `timeout`, `cancelled` */
  async unary(path: string, message: Buffer, options: CallOptions): Promise<Buffer> {
    const { signal, timeoutMs } = options;
    signal.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
    const call = this.#client.makeUnaryRequest(
      path,
      asIs,
      asIs,
      message,
      this.#metadata(options),
      { deadline: Date.now() + timeoutMs },
      (error, answer) => {
        if (error !== null) reject(this.#failure(error, signal));
        else resolve(answer ?? Buffer.alloc(0));
      },
    );
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel);
    try {
      return await promise;
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }

  /**
   * The messages of a server's stream. Whoever stops reading cancels the call.
   * @throws {AyniError} as `unary`; `cut-off` where the connection ends before the stream does
   */
  async *stream(path: string, message: Buffer, options: CallOptions): AsyncGenerator<Buffer, void, undefined> {
    const { signal, timeoutMs } = options;
    signal.throwIfAborted();
    const call = this.#client.makeServerStreamRequest(path, asIs, asIs, message, this.#metadata(options), {});
    let begun = false;
    using idle = new IdleTimer(timeoutMs, () => call.cancel());
    const cancel = (): void => call.cancel();
    signal.addEventListener('abort', cancel);
    try {
      for await (const part of call) {
        begun = true;
        idle.work();
        if (Buffer.isBuffer(part)) yield part;
        idle.wait();
      }
    } catch (error) {
      if (idle.fired)
        throw new AyniError('timeout', `${this.#who} sent nothing for ${timeoutMs / 1000} s.`, { cause: error });
      const failure = this.#failure(error, signal);
      if (begun && failure.code === 'unreachable') {
        throw new AyniError('cut-off', `${this.#who} ended the connection before the file was whole.`, {
          cause: error,
        });
      }
      throw failure;
    } finally {
      signal.removeEventListener('abort', cancel);
      call.cancel();
    }
  }

  [Symbol.dispose](): void {
    this.#client.close();
  }

  #metadata({ metadata = {} }: CallOptions): Metadata {
    const made = this.#newMetadata();
    for (const [name, value] of Object.entries(metadata)) made.set(name, value);
    return made;
  }

  #failure(error: unknown, signal: AbortSignal): AyniError {
    if (signal.aborted) return new AyniError('cancelled', `The call to ${this.#who} was cancelled.`, { cause: error });
    if (!isServiceError(error)) return AyniError.from(error);
    const code: number = error.code;
    if (code === GRPC_STATUS.unavailable) {
      return new AyniError('unreachable', `Nobody answers gRPC at ${this.#who}: ${error.details}`, { cause: error });
    }
    return errorOfStatus(code, error.details, this.#who, error);
  }
}
