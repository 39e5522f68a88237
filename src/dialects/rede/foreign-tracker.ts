import { setTimeout as sleep } from 'node:timers/promises';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignSource, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import type { RedeClientOptions } from './client.ts';
import type { RedePeer } from './codec.ts';
import { orCancelled } from '../shared/or-cancelled.ts';
import { ANSWER_SILENCE_MS } from './listing.ts';
import { ListingCache } from './listing-cache.ts';
import { Membership } from './membership.ts';

/** A native peer at a server of `rede`, which has no search: the peers are asked one by one what they have. */
export class RedeForeignTracker implements ForeignTracker {
  readonly #log;
  readonly #refreshMs;
  readonly #end = new AbortController();
  readonly #membership: Membership;
  readonly #listings: ListingCache;
  #loop: Promise<void> | undefined;

  /** @param at.peerPort where a peer of ours listens already; on another port that is assigned, one is started */
  constructor(
    parts: { readonly log: Logger; readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
    options: RedeClientOptions = {},
  ) {
    const { silenceMs = ANSWER_SILENCE_MS, refreshMs = 30_000 } = options;
    const { signal } = this.#end;
    this.#log = parts.log;
    this.#refreshMs = refreshMs;
    this.#membership = new Membership(parts, at, { silenceMs, signal });
    this.#listings = new ListingCache({ silenceMs, keepMs: refreshMs, signal });
  }

  async start(options: { readonly signal: AbortSignal }): Promise<void> {
    await orCancelled(this.#membership.peers(), options.signal);
    this.#loop ??= this.#keepUp();
  }

  async search(text: string, options: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]> {
    const all = await orCancelled(this.#all(), options.signal);
    const names = new Set(all.flatMap(({ names: list }) => list).filter((name) => name.includes(text)));
    return [...names].map((name) => ({ name }));
  }

  async locate(name: string, options: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]> {
    const all = await orCancelled(this.#all(), options.signal);
    return all.filter(({ names }) => names.includes(name)).map(({ peer }) => ({ name, ...peer }));
  }

  /** Who is there. @throws {AyniError} `unreachable`, `timeout`, `bad-answer` */
  peers(options: { readonly signal: AbortSignal }): Promise<readonly RedePeer[]> {
    return orCancelled(this.#membership.peers(), options.signal);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#membership.leave();
    this.#end.abort();
    await this.#loop;
  }

  /** What others have; this peer knows its own. */
  async #all() {
    const peers = await this.#membership.peers();
    return this.#listings.of(peers.filter((peer) => !this.#membership.isOwn(peer)));
  }

  /** The server does not say when it ends: asking shows it, and joins it again. */
  async #keepUp(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await sleep(this.#refreshMs, undefined, { signal });
        await this.#membership.peers();
      } catch (error) {
        if (signal.aborted) return;
        const { code, message } = AyniError.from(error);
        this.#log.warn({ dialect: 'rede', code }, message);
      }
    }
  }
}
