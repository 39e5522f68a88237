import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Clock } from '../../core/clock.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignSource, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import { GrpcClient, isUnimplemented } from '../shared/rpc/grpc-client.ts';
import { KeepUp } from '../shared/rpc/keep-up.ts';
import { localAddressTowards } from '../shared/rpc/local-address.ts';
import { TIMEOUT_MS, type FlatgrpcClientOptions } from './client.ts';
import { decodeNames, decodeSuccess, encodeName, encodeRegister, METHODS } from './codec.ts';
import { addressOfPeerId, peerIdOfAddress } from './peer-id.ts';

/** A list that has not changed is registered again after this, ms: the tracker may have been started anew. */
const AGAIN_MS = 5 * 60_000;
/** Bytes of an answer: a list may be longer than the 4 MiB of gRPC. */
const MAX_ANSWER = 64 * 1024 * 1024;
/** For saying goodbye, ms. */
const LEAVE_MS = 2_000;

interface Components {
  readonly clock: Clock;
  readonly log: Logger;
  readonly share: FlatShare;
}

interface Place {
  readonly host: string;
  readonly port: number;
  readonly peerPort: number;
}

/** A native peer at a tracker of this system. */
export class FlatgrpcForeignTracker implements ForeignTracker {
  readonly #components: Components;
  readonly #at: Place;
  readonly #options: FlatgrpcClientOptions;
  readonly #timeoutMs: number;
  #client: Promise<GrpcClient> | undefined;
  #keepUp: KeepUp | undefined;
  #peerId: string | undefined;
  #registered = { names: '', at: 0 };

  constructor(components: Components, at: Place, options: FlatgrpcClientOptions) {
    this.#components = components;
    this.#at = at;
    this.#options = options;
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  }

  /** What the tracker knows this peer as; undefined before it is registered. */
  get peerId(): string | undefined {
    return this.#peerId;
  }

  /** @throws {AyniError} also `conflict` where the tracker does not take this peer's id */
  async start({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#register(signal);
    this.#keepUp ??= new KeepUp(this.#components, this.#options.refreshMs ?? 30_000, (ends) => this.#register(ends));
  }

  /** At a tracker without a list, whether somebody has a file of this very name. */
  async search(text: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]> {
    const names = await this.list({ signal });
    if (names !== undefined) return names.filter((name) => name.includes(text)).map((name) => ({ name }));
    if (text === '' || (await this.owners(text, { signal })).length === 0) return [];
    return [{ name: text }];
  }

  async locate(name: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]> {
    const sources: ForeignSource[] = [];
    for (const id of await this.owners(name, { signal })) {
      const address = id === this.#peerId ? undefined : addressOfPeerId(id);
      if (address !== undefined) sources.push({ name, ...address });
    }
    return sources;
  }

  /** All names; undefined at a tracker that has no list, as those of the original have none. */
  async list({ signal }: { readonly signal: AbortSignal }): Promise<readonly string[] | undefined> {
    try {
      return answered(decodeNames, await this.#call(METHODS.listFiles, Buffer.alloc(0), signal));
    } catch (error) {
      if (isUnimplemented(error)) return undefined;
      throw error;
    }
  }

  /** The ids of those that have a file of this name. */
  async owners(name: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly string[]> {
    return answered(decodeNames, await this.#call(METHODS.searchFile, encodeName(name), signal));
  }

  /** @returns whether the tracker knew this peer */
  async leave({ signal }: { readonly signal: AbortSignal }): Promise<boolean> {
    await this.#keepUp?.[Symbol.asyncDispose]();
    this.#keepUp = undefined;
    const id = this.#peerId;
    this.#peerId = undefined;
    if (id === undefined) return false;
    return answered(decodeSuccess, await this.#call(METHODS.leavePeer, encodeName(id), signal));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.leave({ signal: AbortSignal.timeout(LEAVE_MS) }).catch(() => undefined);
    (await this.#client)?.[Symbol.dispose]();
    this.#client = undefined;
  }

  async #register(signal: AbortSignal): Promise<void> {
    const { share, clock } = this.#components;
    const files = (await share.files()).map(({ name }) => name);
    const names = files.join('\0');
    const now = clock.now();
    if (this.#peerId !== undefined && names === this.#registered.names && now < this.#registered.at + AGAIN_MS) return;
    const peerId = this.#options.peerId ?? (await this.#ownId(signal));
    const message = encodeRegister({ peerId, files });
    if (!answered(decodeSuccess, await this.#call(METHODS.registerPeer, message, signal))) {
      throw new AyniError('conflict', `The tracker does not take ${peerId} as a peer: choose another id.`);
    }
    this.#peerId = peerId;
    this.#registered = { names, at: now };
  }

  async #ownId(signal: AbortSignal): Promise<string> {
    const { host = await localAddressTowards(this.#at, { signal, timeoutMs: this.#timeoutMs }) } = this.#options;
    return peerIdOfAddress({ host, port: this.#at.peerPort });
  }

  async #call(path: string, message: Buffer, signal: AbortSignal): Promise<Buffer> {
    this.#client ??= GrpcClient.open(this.#at.host, this.#at.port, { maxMessage: MAX_ANSWER });
    const client = await this.#client;
    return client.unary(path, message, { signal, timeoutMs: this.#timeoutMs });
  }
}

/** @throws {AyniError} `bad-answer` */
function answered<T>(decode: (message: Uint8Array) => T, message: Buffer): T {
  try {
    return decode(message);
  } catch (cause) {
    throw new AyniError('bad-answer', 'The tracker answers with something else than its messages.', { cause });
  }
}
