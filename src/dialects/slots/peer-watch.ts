import { setTimeout as sleep } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';

/** Times that a peer may not answer, one after the other. */
const MAX_FAILURES = 2;
/** Peers that are asked at once. */
const AT_ONCE = 50;

export interface PeerWatchParts {
  readonly registry: DialectRegistry;
  readonly log: Logger;
  /** Whether a peer is alive. */
  probe(peer: DialectPeer, options: { readonly signal: AbortSignal }): Promise<boolean>;
}

/** Asks each foreign peer once per TTL whether it is alive. This is how a crashed one leaves; its files keep their names. */
export class PeerWatch implements AsyncDisposable {
  readonly #parts;
  readonly #options;
  readonly #ends = new AbortController();
  readonly #failures = new Map<string, number>();
  readonly #loop: Promise<void>;

  /** @param options.leaseMs how long a peer that answered is known; longer than two probes take */
  constructor(parts: PeerWatchParts, options: { readonly ttlMs: number; readonly leaseMs: number }) {
    this.#parts = parts;
    this.#options = options;
    this.#loop = this.#run();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ends.abort();
    await this.#loop;
  }

  async #run(): Promise<void> {
    const { signal } = this.#ends;
    while (!signal.aborted) {
      try {
        await sleep(this.#options.ttlMs, undefined, { signal });
        await this.#round();
      } catch (error) {
        if (signal.aborted) return;
        const { code, message } = AyniError.from(error);
        this.#parts.log.warn({ dialect: 'slots', code }, message);
      }
    }
  }

  async #round(): Promise<void> {
    const peers = (await this.#parts.registry.peers()).filter(({ native }) => !native);
    const keys = new Set(peers.map(({ key }) => key));
    for (const key of this.#failures.keys()) if (!keys.has(key)) this.#failures.delete(key);
    const waiting = peers.values();
    const askSome = async () => {
      for (const peer of waiting) await this.#ask(peer);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, peers.length) }, askSome));
  }

  async #ask(peer: DialectPeer): Promise<void> {
    const { registry, log } = this.#parts;
    if (await this.#parts.probe(peer, { signal: this.#ends.signal })) {
      this.#failures.delete(peer.key);
      await registry.renew(peer.key, { ttlMs: this.#options.leaseMs });
      return;
    }
    const failures = (this.#failures.get(peer.key) ?? 0) + 1;
    this.#failures.set(peer.key, failures);
    if (failures < MAX_FAILURES) return;
    this.#failures.delete(peer.key);
    log.info({ dialect: 'slots', peer: peer.key }, 'a peer does not answer any more');
    await registry.leave(peer.key, { keepNames: true });
  }
}
