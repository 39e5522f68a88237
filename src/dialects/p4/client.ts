import { AyniError } from '../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../wire/dialects/foreign-client.ts';
import { GrpcClient, isUnimplemented, type CallOptions } from '../shared/rpc/grpc-client.ts';
import { decodeFileBytes, encodeFileRequest, MAX_MESSAGE_METADATA, METHODS } from './greeter.ts';
import type { P4Session } from './session.ts';

export interface P4ClientOptions {
  /** The `genericToken` of the master. */
  readonly secret?: string;
  /** What we register as; a number is added where that is taken. By default a name that nobody else has. */
  readonly clientId?: string;
  /** Where others reach us; by default the address from which this machine reaches the master. */
  readonly host?: string;
  /** Shared by the part that registers and the part that fetches, which shows its token. */
  readonly session?: P4Session;
  /** ms between looks at the share and signs of life; 30 s. */
  readonly refreshMs?: number;
  /** ms for a call, and without a byte of a stream; 30 s. */
  readonly timeoutMs?: number;
}

export const TIMEOUT_MS = 30_000;
/** Bytes of a message of peers without the stream: it is in memory whole. */
const MAX_MESSAGE = 64 * 1024 * 1024;
/** Bytes that are handed on at once. */
const MAX_PART = 1024 * 1024;

/** Fetches from peers of this system: by the stream, or from programs that have none by the unary call. */
export class P4Fetch implements ForeignFetch {
  readonly #timeoutMs: number;
  readonly #session: P4Session | undefined;

  constructor({ timeoutMs = TIMEOUT_MS, session }: P4ClientOptions) {
    this.#timeoutMs = timeoutMs;
    this.#session = session;
  }

  async fetch({ name, host, port }: ForeignSource, { signal }: { signal: AbortSignal }): Promise<ForeignAnswer> {
    const client = await GrpcClient.open(host, port, { maxMessage: MAX_MESSAGE });
    const token = this.#session?.token;
    const call: CallOptions = {
      signal,
      timeoutMs: this.#timeoutMs,
      metadata: token === undefined ? {} : { authorization: `Bearer ${token}` },
    };
    try {
      return (await streamed(client, name, call)) ?? (await whole(client, name, call));
    } catch (error) {
      client[Symbol.dispose]();
      throw error;
    }
  }
}

/** Undefined where the peer has no stream. */
async function streamed(client: GrpcClient, name: string, call: CallOptions): Promise<ForeignAnswer | undefined> {
  const messages = client.stream(METHODS.getFileStream, encodeFileRequest(name), call);
  try {
    const first = await messages.next();
    return {
      chunks: partsOf(first, messages),
      endIsKnown: true,
      async [Symbol.asyncDispose]() {
        // Closing ends what waits for a message; the stream would wait for it first.
        client[Symbol.dispose]();
        await messages.return();
      },
    };
  } catch (error) {
    if (isUnimplemented(error)) return undefined;
    throw error;
  }
}

async function whole(client: GrpcClient, name: string, call: CallOptions): Promise<ForeignAnswer> {
  const metadata = { ...call.metadata, [MAX_MESSAGE_METADATA]: String(MAX_MESSAGE) };
  const message = await client.unary(METHODS.getFile, encodeFileRequest(name), { ...call, metadata });
  const bytes = fileBytes(message);
  client[Symbol.dispose]();
  return { size: bytes.length, chunks: cut(bytes), endIsKnown: true, async [Symbol.asyncDispose]() {} };
}

async function* partsOf(
  first: IteratorResult<Buffer, void>,
  rest: AsyncGenerator<Buffer, void, undefined>,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (first.done === true) return;
  yield* cut(fileBytes(first.value));
  for await (const message of rest) yield* cut(fileBytes(message));
}

async function* cut(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += MAX_PART) yield bytes.subarray(at, at + MAX_PART);
}

function fileBytes(message: Uint8Array): Uint8Array {
  try {
    return decodeFileBytes(message);
  } catch (cause) {
    throw new AyniError('bad-answer', 'The peer answers with something else than its messages.', { cause });
  }
}
