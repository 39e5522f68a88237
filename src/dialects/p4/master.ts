import { createHash, timingSafeEqual } from 'node:crypto';

import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import {
  ALREADY_REGISTERED,
  FILE_NOT_FOUND,
  INVALID_TOKEN,
  ok,
  PEER_NOT_FOUND,
  PEER_NOT_FOUND_401,
  type Answer,
} from './answers.ts';
import type { FileRequest, FilesRequest, RegisterRequest, TokenRequest, VerifyRequest } from './codec.ts';
import { formatFileAddress } from './file-address.ts';
import { Tokens, type Registered } from './tokens.ts';

/** Tokens of peers that are gone stay until there are at least this many. */
const FEW_TOKENS = 1_000;

/** What the master of this system answers, over our registry. A client goes by its `client_id` there. */
export class Master {
  readonly #registry: DialectRegistry;
  readonly #secret: Buffer;
  readonly #ttlMs: number;
  readonly #tokens = new Tokens();
  readonly #registering = new Set<string>();
  #sweepAt = FEW_TOKENS;

  constructor({ registry }: { readonly registry: DialectRegistry }, options: { secret: string; ttlMs: number }) {
    this.#registry = registry;
    this.#secret = digest(options.secret);
    this.#ttlMs = options.ttlMs;
  }

  /** @param from the address that this comes from */
  async register({ clientId, ip, port, genericToken }: RegisterRequest, from: string): Promise<Answer> {
    if (!timingSafeEqual(digest(genericToken), this.#secret)) return INVALID_TOKEN;
    if (this.#registering.has(clientId)) return ALREADY_REGISTERED;
    this.#registering.add(clientId);
    try {
      const peers = await this.#registry.peers();
      const taken = peers.some(
        (peer) =>
          // A token that the tracker has forgotten, since it was started anew, keeps nobody out.
          (!peer.native && peer.key === clientId && this.#tokens.ofClient(clientId) !== undefined) ||
          (peer.native && peer.host === ip && peer.port === port),
      );
      if (taken) return ALREADY_REGISTERED;
      this.#sweep(peers);
      await this.#registry.register({ key: clientId, host: ip, port }, { ttlMs: this.#ttlMs });
      await this.#registry.announce(clientId, [], { replace: true });
      return ok({ token: this.#tokens.issue(clientId, from) });
    } finally {
      this.#registering.delete(clientId);
    }
  }

  async unregister({ token }: TokenRequest): Promise<Answer> {
    const registered = this.#tokens.of(token);
    if (registered === undefined) return PEER_NOT_FOUND;
    this.#tokens.revoke(registered);
    return (await this.#registry.leave(registered.clientId)) ? ok({ message: 'Peer unregistered' }) : PEER_NOT_FOUND;
  }

  async addFile({ token, fileName }: FileRequest): Promise<Answer> {
    return (await this.#announce(token, [fileName])) ? ok({ message: 'File added' }) : PEER_NOT_FOUND;
  }

  async addFiles({ token, files }: FilesRequest): Promise<Answer> {
    return (await this.#announce(token, files)) ? ok({ message: 'Files added' }) : PEER_NOT_FOUND;
  }

  async getFiles({ token }: TokenRequest): Promise<Answer> {
    if ((await this.#caller(token)) === undefined) return PEER_NOT_FOUND;
    const files = (await this.#registry.files()).filter(({ owners }) => owners.length > 0);
    return ok({ files: [...new Set(files.map(({ name }) => name))] });
  }

  async getFile({ token, fileName }: FileRequest): Promise<Answer> {
    if ((await this.#caller(token)) === undefined) return PEER_NOT_FOUND_401;
    const files = await this.#registry.files({ name: fileName });
    const owner = files.flatMap(({ owners }) => owners)[0];
    if (owner === undefined) return FILE_NOT_FOUND;
    return ok({ file_address: formatFileAddress({ host: owner.host, port: owner.port, name: fileName }) });
  }

  async alive({ token }: TokenRequest): Promise<Answer> {
    return (await this.#caller(token)) === undefined ? PEER_NOT_FOUND : ok({ message: 'Peer alive' });
  }

  /**
   * Whether a token is one of ours, or somebody who has registered is at an address. It is no sign of life of theirs:
   * another peer asks.
   */
  async verify(request: VerifyRequest): Promise<Answer> {
    const live = (await this.#registry.peers()).filter(({ native }) => !native);
    const found =
      'token' in request
        ? live.find(({ key }) => key === this.#tokens.of(request.token)?.clientId)
        : live.find((peer) => this.#isAt(peer, request.ip));
    if (found !== undefined) return ok({ client_id: found.key });
    return 'token' in request ? INVALID_TOKEN : PEER_NOT_FOUND_401;
  }

  /** Programs tell an address of theirs that is not always the one which others see: `localhost`, another network. */
  #isAt(peer: DialectPeer, address: string): boolean {
    return peer.host === address || this.#tokens.ofClient(peer.key)?.from === address;
  }

  async #announce(token: string, names: readonly string[]): Promise<boolean> {
    const caller = await this.#caller(token);
    if (caller === undefined) return false;
    const files = [...new Set(names)].map((name) => ({ name }));
    await this.#registry.announce(caller.clientId, files, { replace: false });
    return true;
  }

  /** Whose token this is; renews the lease. */
  async #caller(token: string): Promise<Registered | undefined> {
    const registered = this.#tokens.of(token);
    if (registered === undefined) return undefined;
    if (await this.#registry.renew(registered.clientId, { ttlMs: this.#ttlMs })) return registered;
    this.#tokens.revoke(registered);
    return undefined;
  }

  #sweep(peers: readonly DialectPeer[]): void {
    if (this.#tokens.size < this.#sweepAt) return;
    this.#tokens.keepOnly(new Set(peers.map(({ key }) => key)));
    this.#sweepAt = Math.max(FEW_TOKENS, 2 * this.#tokens.size);
  }
}

/** Of equal length, whatever was sent. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
