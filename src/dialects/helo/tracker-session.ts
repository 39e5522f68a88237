import { AyniError } from '../../core/errors.ts';
import type { DialectFile, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { Claims } from './claims.ts';
import { encodeMessage, payloadText, type HeloFraming, type HeloMessage } from './codec.ts';
import { encodeError, errorMessage } from './errors.ts';
import { encodePairs, formatAddress, parseAddress, parseNames, type Address } from './messages.ts';
import { askedNames } from './names.ts';

export interface TrackerSessionParts {
  readonly registry: DialectRegistry;
  readonly claims: Claims;
  /** How long a peer is known without a sign of life. */
  readonly ttlMs: number;
  /** Where the connection comes from. */
  readonly remote: Address;
}

/** What one connection says to the tracker: messages in, answers out. Knows no socket. */
export class TrackerSession {
  readonly #registry;
  readonly #claims;
  readonly #ttlMs;
  readonly #remote;
  /** For whom this connection said that it speaks. */
  #said: string | undefined;
  /** The connection's own address, registered until it ends. */
  #own: string | undefined;

  constructor({ registry, claims, ttlMs, remote }: TrackerSessionParts) {
    this.#registry = registry;
    this.#claims = claims;
    this.#ttlMs = ttlMs;
    this.#remote = remote;
  }

  /** Whether a peer speaks here, which may be silent for as long as it likes. */
  get registered(): boolean {
    return this.#key !== undefined;
  }

  /** For whom this connection speaks. */
  get #key(): string | undefined {
    return this.#said !== undefined && this.#claims.speaks(this.#said, this) ? this.#said : undefined;
  }

  /** The answer; nothing to an ERRR, which would be answered in turn. Never throws. */
  async answer(message: HeloMessage): Promise<Buffer | undefined> {
    const { framing, id, problem } = message;
    const text = payloadText(message.payload);
    if (problem === 'too-big') return encodeError(framing, 'TOOB', 'A message has at most 1 MiB.');
    if (problem === 'malformed' || text === undefined) {
      return encodeError(framing, 'BADM', 'Not a message: four letters, a space or a length, and UTF-8.');
    }
    try {
      switch (id) {
        case 'HELO':
          return await this.#hello(framing, text);
        case 'ADDF':
          return await this.#add(framing, text);
        case 'RQFS':
          return encodePairs(framing, await this.#find(framing, text));
        case 'QUIT':
          return await this.#quit(framing);
        case 'ERRR':
          return undefined;
        default:
          return encodeError(framing, 'BADM', 'A tracker takes HELO, ADDF, RQFS and QUIT.');
      }
    } catch (error) {
      return errorMessage(framing, error);
    }
  }

  /** The connection ended. */
  async end(): Promise<void> {
    const own = this.#own;
    this.#own = undefined;
    this.#said = undefined;
    if (own !== undefined && this.#claims.speaks(own, this)) {
      this.#claims.drop(own);
      await this.#registry.leave(own);
    }
    this.#claims.release(this);
  }

  async #hello(framing: HeloFraming, text: string): Promise<Buffer> {
    const said = parseAddress(text.trim());
    if (said === undefined && framing === 'framed') {
      return encodeError(framing, 'BADM', 'HELO takes host:port, where you listen.');
    }
    const address = said ?? this.#remote;
    const key = formatAddress(address);
    const by = { connection: this, from: this.#remote.host, itself: said === undefined };
    if (!(await this.#claims.claim({ key, host: address.host }, by, this.#ttlMs))) {
      return encodeError(framing, 'BADM', `${key} is registered by another peer.`);
    }
    try {
      await this.#registry.register({ key, ...address }, { ttlMs: this.#ttlMs });
    } catch (error) {
      this.#claims.drop(key);
      throw error;
    }
    this.#claims.confirm(key);
    const before = this.#key;
    this.#said = key;
    if (said === undefined) this.#own = key;
    // Else one connection could keep any number of peers from who they are.
    if (before !== undefined && before !== key && before !== this.#own) this.#claims.pass(before, this);
    return encodeMessage(framing, 'ACKN', key);
  }

  async #add(framing: HeloFraming, text: string): Promise<Buffer> {
    if (this.#key === undefined) return notRegistered(framing);
    const names = parseNames(framing, text);
    try {
      await this.#registry.announce(
        this.#key,
        names.map((name) => ({ name })),
        { replace: false },
      );
    } catch (error) {
      // Its lease ran out: nobody answered at its address.
      if (AyniError.is(error, 'not-found')) return notRegistered(framing);
      throw error;
    }
    return encodeMessage(framing, 'ACKN', String(names.length));
  }

  async #find(framing: HeloFraming, text: string): Promise<readonly DialectFile[]> {
    if (this.#key !== undefined) await this.#registry.renew(this.#key, { ttlMs: this.#ttlMs });
    const [contains = '', ...others] = askedNames(framing, text);
    if (others.length === 0) return this.#registry.files(contains === '' ? {} : { contains });
    const wanted = [contains, ...others];
    return (await this.#registry.files()).filter(({ name }) => wanted.some((part) => name.includes(part)));
  }

  async #quit(framing: HeloFraming): Promise<Buffer> {
    const key = this.#key;
    if (key === undefined) return notRegistered(framing);
    this.#said = undefined;
    if (this.#own === key) this.#own = undefined;
    this.#claims.drop(key);
    await this.#registry.leave(key);
    return encodeMessage(framing, 'ACKN');
  }
}

function notRegistered(framing: HeloFraming): Buffer {
  return encodeError(framing, 'NOHI', 'Say HELO first.');
}
