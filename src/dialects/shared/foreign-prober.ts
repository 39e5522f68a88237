import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';

/** Peers that are asked at once. */
const LANES = 16;
/** How long one may take to answer, ms. */
const PROBE_MS = 10_000;
/** Failures in a row after which a peer counts as gone. */
const PATIENCE = 2;

export interface ForeignProberOptions {
  /** How long a peer's lease lasts, ms: each is asked once within it. */
  readonly ttlMs: number;
  /** Whether the names of who is gone stay in the catalog. */
  readonly keepNames: boolean;
  /** Undefined for one that cannot be asked: its lease runs on. */
  readonly probe: (peer: DialectPeer, options: { readonly signal: AbortSignal }) => Promise<boolean | undefined>;
}

/** Foreign programs send no heartbeats: asks them whether they are still there, and lets go of who is not. */
export class ForeignProber {
  readonly #registry: DialectRegistry;
  readonly #log: Logger;
  readonly #options: ForeignProberOptions;
  readonly #failures = new Map<string, number>();
  readonly #end = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(components: { readonly registry: DialectRegistry; readonly log: Logger }, options: ForeignProberOptions) {
    this.#registry = components.registry;
    this.#log = components.log;
    this.#options = options;
  }

  start(): void {
    // A little before the lease is over.
    this.#timer ??= setInterval(() => {
      this.#running = this.#running.then(() => this.round());
    }, this.#options.ttlMs * 0.8);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#end.abort();
    await this.#running;
  }

  /** Asks all of them once. */
  async round(): Promise<void> {
    try {
      const peers = (await this.#registry.peers()).filter(({ native }) => !native);
      const here = new Set(peers.map(({ key }) => key));
      for (const key of this.#failures.keys()) if (!here.has(key)) this.#failures.delete(key);
      const queue = peers.values();
      const lane = async (): Promise<void> => {
        for (const peer of queue) if (!this.#end.signal.aborted) await this.#ask(peer);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
    } catch (error) {
      this.#log.warn({ error: AyniError.from(error).message }, 'foreign peers could not be asked');
    }
  }

  async #ask(peer: DialectPeer): Promise<void> {
    const { key } = peer;
    const { ttlMs, keepNames } = this.#options;
    const isThere = await this.#answers(peer);
    if (this.#end.signal.aborted || isThere === undefined) return;
    const failures = isThere ? 0 : (this.#failures.get(key) ?? 0) + 1;
    if (failures >= PATIENCE) {
      this.#failures.delete(key);
      if (await this.#registry.leave(key, { keepNames })) this.#log.info({ peer: key }, 'a foreign peer is gone');
      return;
    }
    if (failures === 0) this.#failures.delete(key);
    else this.#failures.set(key, failures);
    await this.#registry.renew(key, { ttlMs });
  }

  async #answers(peer: DialectPeer): Promise<boolean | undefined> {
    const signal = AbortSignal.any([this.#end.signal, AbortSignal.timeout(PROBE_MS)]);
    try {
      return await this.#options.probe(peer, { signal });
    } catch {
      return false;
    }
  }
}
