import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { GrpcCall, GrpcMethod } from '../shared/rpc/grpc-answers.ts';
import { GrpcServer } from '../shared/rpc/grpc-server.ts';
import { decodeName, decodeRegister, encodeNames, encodeSuccess, METHODS, type RegisterRequest } from './codec.ts';
import { HostLookup } from './host-lookup.ts';
import { addressOfPeerId, peerIdOfAddress, DEFAULT_HTTP_PORT } from './peer-id.ts';

export interface FlatgrpcTrackerOptions {
  /** ms without a sign of life; 900 s. */
  readonly ttlMs?: number;
  /** ms until a call's request has to be there; 20 s. */
  readonly requestMs?: number;
  /** Rejects for a host without an address; the system's lookup. */
  readonly resolve?: (host: string) => Promise<unknown>;
}

const TTL_MS = 900_000;
/** Who has no address can't be probed, and stays as long as this after it registered. */
const UNREACHABLE_TTL_MS = 24 * 3_600_000;
/** Bytes of a request: as many names as the registry takes of one peer, where gRPC itself stops at 4 MiB. */
const MAX_REQUEST = 16 * 1024 * 1024;

interface Components {
  readonly clock: Clock;
  readonly log: Logger;
  readonly registry: DialectRegistry;
}

/** What programs of this system find this peer under: what it registered as, or for a native peer where it serves. */
function idOf(peer: DialectPeer): string {
  return peer.native ? peerIdOfAddress(peer) : peer.key;
}

/** The front-end: gRPC on one side, the registry on the other. */
class TrackerCalls {
  readonly #registry: DialectRegistry;
  readonly #log: Logger;
  readonly #ttlMs: number;
  readonly #lookup: HostLookup;

  constructor({ registry, log, clock }: Components, { ttlMs = TTL_MS, resolve }: FlatgrpcTrackerOptions) {
    this.#registry = registry;
    this.#log = log;
    this.#ttlMs = ttlMs;
    this.#lookup = new HostLookup({ clock }, resolve);
  }

  get methods(): readonly GrpcMethod[] {
    return [
      {
        path: METHODS.registerPeer,
        unary: async (m, call) => encodeSuccess(await this.#register(decodeRegister(m), call)),
      },
      { path: METHODS.searchFile, unary: async (m, call) => encodeNames(await this.#search(decodeName(m), call)) },
      { path: METHODS.leavePeer, unary: async (m, call) => encodeSuccess(await this.#leave(decodeName(m), call)) },
      { path: METHODS.listFiles, unary: async (_, call) => encodeNames(await this.#list(call)) },
    ];
  }

  async #register({ peerId, files }: RegisterRequest, { address }: GrpcCall): Promise<boolean> {
    this.#log.info({ peer: peerId, files: files.length, address }, 'RegisterPeer');
    if (peerId === '' || (await this.#isNative(peerId))) return false;
    // An id that is no host is known all the same; nobody can dial it.
    const at = addressOfPeerId(peerId) ?? { host: peerId, port: DEFAULT_HTTP_PORT };
    const named = [...new Set(files)].filter((name) => name !== '').map((name) => ({ name }));
    try {
      await this.#registry.register({ key: peerId, ...at }, { ttlMs: UNREACHABLE_TTL_MS });
      await this.#registry.announce(peerId, named, { replace: true });
    } catch (error) {
      if (AyniError.is(error, 'conflict') || AyniError.is(error, 'bad-request')) return false;
      throw error;
    }
    void this.#shorten(peerId, at.host);
    return true;
  }

  /** Once it is known that it can be probed, silence counts. */
  async #shorten(peerId: string, host: string): Promise<void> {
    try {
      if (await this.#lookup.resolves(host)) await this.#registry.renew(peerId, { ttlMs: this.#ttlMs });
    } catch (error) {
      this.#log.warn({ err: error, peer: peerId }, 'a lease could not be shortened');
    }
  }

  async #search(name: string, { address }: GrpcCall): Promise<readonly string[]> {
    this.#log.info({ file: name, address }, 'SearchFile');
    const files = await this.#registry.files({ name });
    const [only] = files;
    if (only === undefined) return [];
    const owners = new Map(files.flatMap((file) => file.owners.map((owner) => [owner.key, owner])));
    // One file has its owners in order; of several with this name the registry knows the order between them.
    const ordered =
      files.length === 1 ? only.owners : (await this.#registry.peers()).filter(({ key }) => owners.has(key));
    return [...new Set(ordered.map(idOf))];
  }

  async #leave(peerId: string, { address }: GrpcCall): Promise<boolean> {
    this.#log.info({ peer: peerId, address }, 'LeavePeer');
    return this.#registry.leave(peerId);
  }

  async #list({ address }: GrpcCall): Promise<readonly string[]> {
    this.#log.info({ address }, 'ListFiles');
    const files = await this.#registry.files();
    return [...new Set(files.filter(({ owners }) => owners.length > 0).map(({ name }) => name))];
  }

  /** Nobody registers as a native peer, which is there already. */
  async #isNative(peerId: string): Promise<boolean> {
    return (await this.#registry.peers()).some((peer) => peer.native && idOf(peer) === peerId);
  }
}

export function flatgrpcTracker(
  components: Components,
  options: ListenOptions & FlatgrpcTrackerOptions,
): DialectServer {
  const { methods } = new TrackerCalls(components, options);
  return new GrpcServer({ methods, log: components.log }, { ...options, maxRequest: MAX_REQUEST });
}
