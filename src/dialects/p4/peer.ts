import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { GrpcCall } from '../shared/rpc/grpc-answers.ts';
import { MemoryBudget } from '../shared/memory-budget.ts';
import { GrpcServer } from '../shared/rpc/grpc-server.ts';
import { Gate, type Require } from './gate.ts';
import {
  decodeFileRequest,
  DEFAULT_MAX_MESSAGE,
  FileBytesBuffer,
  MAX_MESSAGE_METADATA,
  messageLength,
  METHODS,
} from './greeter.ts';
import { MasterClient } from './master-client.ts';

export interface P4PeerOptions {
  /** What callers without a token have to be; `address`. */
  readonly require?: Require;
  /** Whom to ask; may be left out where nothing is required. */
  readonly master?: { readonly host: string; readonly port: number };
  /** ms for the master's answer; 10 s. */
  readonly masterMs?: number;
  /** ms until a call's request is there; 20 s. */
  readonly requestMs?: number;
  /** ms in which a caller has to take a message; 60 s. */
  readonly stallMs?: number;
}

interface Components {
  readonly clock: Clock;
  readonly log: Logger;
  readonly share: FlatShare;
}

/** Bytes of one message of the unary call, whatever a caller takes: it has to be in memory whole. */
const MAX_UNARY = 32 * 1024 * 1024;
/** Bytes of all of them that are under way. */
const UNARY_BUDGET = 64 * 1024 * 1024;
/**
 * Bytes of a file in one message of the stream. gRPC makes a new buffer for each message, on both sides, and what those
 * leave behind until memory is cleaned up grows with them: by 30 MB with these, by 80 MB with 512 KiB, for the same speed.
 */
const PART = 32 * 1024;
/** Bytes of a request, which holds a name. */
const MAX_REQUEST = 64 * 1024;

/** `getFile` and `getFileStream` over a share. */
class Greeter {
  readonly #share: FlatShare;
  readonly #gate: Gate;
  readonly #budget = new MemoryBudget(UNARY_BUDGET);

  constructor({ share, gate }: { readonly share: FlatShare; readonly gate: Gate }) {
    this.#share = share;
    this.#gate = gate;
  }

  async getFile(request: Uint8Array, call: GrpcCall): Promise<Buffer> {
    await using file = await this.#open(request, call);
    const limit = Math.min(announcedLimit(call) ?? DEFAULT_MAX_MESSAGE, MAX_UNARY);
    if (messageLength(file.size) > limit) {
      throw new AyniError(
        'too-large',
        `${file.name} has ${file.size} bytes and does not fit into one message of ${limit}: call ${METHODS.getFileStream}`,
      );
    }
    await this.#budget.take(file.size, call.signal);
    const buffer = new FileBytesBuffer(file.size);
    const { room } = buffer;
    for (let position = 0; position < file.size;) {
      const read = await file.read(room.subarray(position), position, { signal: call.signal });
      if (read === 0) throw shorter(file);
      position += read;
    }
    return buffer.message(file.size);
  }

  async *getFileStream(request: Uint8Array, call: GrpcCall): AsyncGenerator<Buffer, void, undefined> {
    await using file = await this.#open(request, call);
    yield* messagesOf(file, Math.min(file.size, PART), call.signal);
  }

  async #open(request: Uint8Array, call: GrpcCall): Promise<OpenFlatFile> {
    await this.#gate.check({ address: call.address, authorization: call.metadata('authorization') }, call.signal);
    const path = decodeFileRequest(request);
    // Some programs take the path of the address, which begins with a slash.
    const name = path.startsWith('/') ? path.slice(1) : path;
    const file = name === '' ? undefined : await this.#openNamed(name, call.signal);
    if (file === undefined) throw new AyniError('not-found', 'File not found');
    return file;
  }

  async #openNamed(name: string, signal: AbortSignal): Promise<OpenFlatFile | undefined> {
    try {
      return await this.#share.open(name, { signal });
    } catch (error) {
      if (AyniError.is(error, 'file-vanished') || AyniError.is(error, 'not-found')) return undefined;
      throw error;
    }
  }
}

/** Reads the next part while one is on its way. */
async function* messagesOf(
  file: OpenFlatFile,
  size: number,
  signal: AbortSignal,
): AsyncGenerator<Buffer, void, undefined> {
  let [now, next] = [new FileBytesBuffer(size), new FileBytesBuffer(size)];
  let reading = file.size === 0 ? undefined : file.read(now.room, 0, { signal });
  for (let position = 0; reading !== undefined;) {
    const read: number = await reading;
    if (read === 0) throw shorter(file);
    const length = Math.min(read, file.size - position);
    position += length;
    reading = position < file.size ? file.read(next.room, position, { signal }) : undefined;
    // Where nobody takes the message nobody waits for it.
    reading?.catch(() => undefined);
    yield now.message(length);
    [now, next] = [next, now];
  }
}

function shorter({ name }: OpenFlatFile): AyniError {
  return new AyniError('content-changed', `${name} became shorter while it was sent.`);
}

/** What the caller takes in one message, where it says so. */
function announcedLimit(call: GrpcCall): number | undefined {
  const told = call.metadata(MAX_MESSAGE_METADATA);
  return told !== undefined && /^\d{1,12}$/.test(told) ? Number(told) : undefined;
}

export function p4Peer({ clock, log, share }: Components, options: ListenOptions & P4PeerOptions): DialectServer {
  const { require = 'address', master: at, masterMs = 10_000 } = options;
  const master = at === undefined ? undefined : new MasterClient(at, { timeoutMs: masterMs });
  const greeter = new Greeter({ share, gate: new Gate({ clock, master }, { require }) });
  const methods = [
    { path: METHODS.getFile, unary: (request: Uint8Array, call: GrpcCall) => greeter.getFile(request, call) },
    {
      path: METHODS.getFileStream,
      stream: (request: Uint8Array, call: GrpcCall) => greeter.getFileStream(request, call),
    },
  ];
  return new GrpcServer({ methods, log }, { ...options, maxRequest: MAX_REQUEST });
}
