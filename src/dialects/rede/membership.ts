import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { RedePeer } from './codec.ts';
import { RedePeerServer } from './peer.ts';
import { ServerLink } from './server-link.ts';

/** Ports that may be in use here before we give up. */
const MAX_PORTS = 20;
const MAX_CONNECTIONS = 500;

/** A connection to a server of `rede`, and a peer of ours that listens on the port that came over it. */
export class Membership {
  readonly #parts;
  readonly #at;
  readonly #options;
  #link: ServerLink | undefined;
  #server: RedePeerServer | undefined;
  #joining: Promise<ServerLink> | undefined;

  /** @param at.peerPort where a peer of ours listens already */
  constructor(
    parts: { readonly log: Logger; readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
    options: { readonly silenceMs: number; readonly signal: AbortSignal },
  ) {
    this.#parts = parts;
    this.#at = at;
    this.#options = options;
  }

  /** Who is there; joins first, or again. @throws {AyniError} `unreachable`, `timeout`, `bad-answer`, `port-in-use` */
  async peers(): Promise<readonly RedePeer[]> {
    try {
      return await (await this.#joined()).peers();
    } catch (error) {
      // The server may have closed the connection while nobody asked: that shows only now.
      if (!AyniError.is(error, 'cut-off')) throw error;
      return (await this.#joined()).peers();
    }
  }

  isOwn({ host, port }: RedePeer): boolean {
    return this.#link !== undefined && port === this.#link.port && host === this.#link.localHost;
  }

  async leave(): Promise<void> {
    await this.#joining?.catch(() => {});
    await this.#link?.[Symbol.asyncDispose]();
    await this.#server?.[Symbol.asyncDispose]();
  }

  #joined(): Promise<ServerLink> {
    if (this.#link?.open === true) return Promise.resolve(this.#link);
    this.#joining ??= this.#join().finally(() => (this.#joining = undefined));
    return this.#joining;
  }

  async #join(): Promise<ServerLink> {
    await this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
    // A port that is in use here stays assigned until another one is: else the server would assign it again.
    const refused: ServerLink[] = [];
    try {
      while (refused.length < MAX_PORTS) {
        const link = await ServerLink.to(this.#at, this.#options);
        if (await this.#listen(link.port)) {
          this.#link = link;
          return link;
        }
        refused.push(link);
      }
      const where = `${this.#at.host}:${this.#at.port}`;
      throw new AyniError('port-in-use', `All ports that the rede server at ${where} assigned are in use here.`);
    } finally {
      await Promise.all(refused.map((link) => link[Symbol.asyncDispose]()));
    }
  }

  /** False where another program has the port. */
  async #listen(port: number): Promise<boolean> {
    if (port === this.#at.peerPort) return true;
    const server = new RedePeerServer(this.#parts, { port, maxConnections: MAX_CONNECTIONS });
    try {
      await server.start();
    } catch (error) {
      this.#parts.log.info({ dialect: 'rede', port }, AyniError.from(error).message);
      return false;
    }
    this.#server = server;
    return true;
  }
}
