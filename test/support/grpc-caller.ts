import type { TestContext } from 'node:test';
import {
  Client,
  credentials,
  Metadata,
  type ClientReadableStream,
  type ServiceError,
  type StatusObject,
} from '@grpc/grpc-js';
import { AyniError } from '../../src/core/errors.ts';
import type { Identity } from '../../src/net/identity/identity.ts';
import { decodeMessage, encodeMessage } from '../../src/wire/grpc/message-coding.ts';
import { pathOf, serviceType, typesOf } from '../../src/wire/grpc/proto-types.ts';
import { codeInMetadata } from '../../src/wire/grpc/status.ts';

const asIs = (bytes: Buffer): Buffer => bytes;

/** What a call that failed was told: its status and trailing metadata. */
export interface GrpcFailure {
  readonly status: number;
  readonly trailer: Readonly<Record<string, string>>;
  readonly details: string;
}

export function failureOf(error: StatusObject): GrpcFailure {
  const trailer = Object.entries(error.metadata.getMap()).map(([name, value]) => [name, value.toString()]);
  return { status: error.code, trailer: Object.fromEntries(trailer) as Record<string, string>, details: error.details };
}

/** As the error that the other side had. */
function errorOf(error: ServiceError): AyniError {
  const { trailer, status, details } = failureOf(error);
  const facts = Object.entries(trailer).flatMap(([key, value]) => {
    if (!key.startsWith('ayni-')) return [];
    const name = key.slice(5).replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
    return [[name, /^\d+$/.test(value) ? Number(value) : decodeURIComponent(value)]];
  });
  return new AyniError(codeInMetadata(trailer['ayni-code']) ?? 'bad-answer', `${status} ${details}`, {
    context: Object.fromEntries(facts),
    cause: error,
  });
}

/** A method of `schema/ayni.proto` or of gRPC’s own services, by its path. */
function methodOf(path: string) {
  const [, service = '', name = ''] = path.split('/');
  const method = serviceType(service).methods[name];
  if (method === undefined) throw new Error(`There is no method ${path}.`);
  return { path: pathOf(method), ...typesOf(method) };
}

export interface GrpcCallOptions {
  readonly credential?: string;
  /** ms; 20 s. */
  readonly timeoutMs?: number;
}

/** Calls over gRPC as a well-behaved program makes them, with one connection for all. */
export class GrpcCaller {
  readonly client: Client;

  constructor(t: TestContext, port: number, as?: Identity) {
    const [key, cert] = as === undefined ? [null, null] : [Buffer.from(as.key), Buffer.from(as.cert)];
    const tls = credentials.createSsl(null, key, cert, {
      // The server's certificate is self-signed; what it proves is not the matter of these tests.
      rejectUnauthorized: false,
      checkServerIdentity: () => undefined,
    });
    this.client = new Client(`127.0.0.1:${port}`, tls, {
      'grpc.max_receive_message_length': 64 * 2 ** 20,
      'grpc.ssl_target_name_override': 'ayni',
      'grpc.use_local_subchannel_pool': 1,
    });
    t.after(() => this.client.close());
  }

  /** One message for one, as bytes. @throws {ServiceError} */
  raw(path: string, message: Uint8Array, options: GrpcCallOptions = {}): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.client.makeUnaryRequest(
        path,
        asIs,
        asIs,
        Buffer.from(message),
        metadataOf(options),
        { deadline: Date.now() + (options.timeoutMs ?? 20_000) },
        (error, answer) => {
          if (error !== null) reject(error);
          else resolve(answer ?? Buffer.alloc(0));
        },
      );
    });
  }

  /** @throws {AyniError} */
  async call(path: string, request: unknown, options: GrpcCallOptions = {}): Promise<unknown> {
    const method = methodOf(path);
    try {
      return decodeMessage(
        method.response,
        await this.raw(method.path, encodeMessage(method.request, request), options),
      );
    } catch (error) {
      throw error instanceof Error && 'metadata' in error ? errorOf(error as ServiceError) : error;
    }
  }

  /** Many messages for one. */
  stream(path: string, request: unknown, options: GrpcCallOptions = {}) {
    const method = methodOf(path);
    const stream = this.client.makeServerStreamRequest<Buffer, Buffer>(
      method.path,
      asIs,
      asIs,
      encodeMessage(method.request, request),
      metadataOf(options),
      { deadline: Date.now() + (options.timeoutMs ?? 60_000) },
    );
    stream.on('error', () => undefined);
    return stream;
  }

  /** The messages of a stream as they come. @throws {AyniError} */
  async *each(path: string, request: unknown, options: GrpcCallOptions = {}): AsyncGenerator {
    const stream = this.stream(path, request, options);
    const { response } = methodOf(path);
    try {
      for await (const bytes of stream) yield decodeMessage(response, bytes as Buffer);
    } catch (error) {
      throw error instanceof Error && 'metadata' in error ? errorOf(error as ServiceError) : error;
    } finally {
      stream.cancel();
    }
  }

  /** A stream in both directions, of bytes. */
  dialog(path: string, options: GrpcCallOptions = {}) {
    const stream = this.client.makeBidiStreamRequest<Buffer, Buffer>(path, asIs, asIs, metadataOf(options), {
      deadline: Date.now() + (options.timeoutMs ?? 20_000),
    });
    stream.on('error', () => undefined);
    return stream;
  }
}

function metadataOf({ credential }: GrpcCallOptions): Metadata {
  const metadata = new Metadata();
  if (credential !== undefined) metadata.set('authorization', `Bearer ${credential}`);
  return metadata;
}

/** How a call ended; what comes until then is thrown away. */
export function outcomeOf(stream: ClientReadableStream<Buffer>): Promise<GrpcFailure> {
  stream.resume();
  return new Promise((resolve) => stream.once('status', (status) => resolve(failureOf(status))));
}
