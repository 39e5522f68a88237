import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';

/** Failures in a row after which a peer counts as gone. */
const MAX_FAILURES = 2;
/** Peers that are probed at once. */
const AT_ONCE = 32;
/** A probe that takes longer has failed, ms. */
const DEADLINE_MS = 10_000;

/**
 * How long a lease must be for a peer that is probed once per `ttlMs`: it outlives two failures and the wait before them.
 */
export function probedLeaseMs(ttlMs: number): number {
  return (MAX_FAILURES + 1) * ttlMs + 2 * DEADLINE_MS;
}

export interface ForeignProberOptions {
  /** Between two probes of one peer, ms. */
  readonly ttlMs: number;
  /**
   * Whether a peer is still there; undefined where that cannot be found out, so that its lease alone decides. What it
   * throws counts as no.
   */
  readonly probe: (peer: DialectPeer, options: { readonly signal: AbortSignal }) => Promise<boolean | undefined>;
  /** Whether the files of who is gone stay in the list; no unless given. */
  readonly keepNames?: boolean;
  /** For one probe, ms; 10,000. */
  readonly deadlineMs?: number;
  /** Peers that are probed at once; 32. */
  readonly atOnce?: number;
}

/** When a peer is probed next, and how often that failed. Another address is another peer to probe. */
interface Watch {
  readonly host: string;
  readonly port: number;
  due: number;
  failures: number;
}

/**
 * Foreign programs send no heartbeats: this asks each of one dialect's peers once per TTL whether it is there, renews
 * its lease where it is, and ends it after two failures in a row. Native peers keep themselves alive.
 */
export class ForeignProber implements AsyncDisposable {
  readonly #registry: DialectRegistry;
  readonly #clock: Clock;
  readonly #log: Logger;
  readonly #options: ForeignProberOptions;
  readonly #watched = new Map<string, Watch>();
  readonly #ended = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;

  constructor(
    components: { readonly registry: DialectRegistry; readonly clock: Clock; readonly log: Logger },
    options: ForeignProberOptions,
  ) {
    this.#registry = components.registry;
    this.#clock = components.clock;
    this.#log = components.log;
    this.#options = options;
  }

  start(): void {
    this.#timer ??= setInterval(() => void this.round(), Math.min(1000, Math.max(10, this.#options.ttlMs / 4)));
    this.#timer.unref();
  }

  /** Probes those whose time has come. A round that is still on is joined. */
  round(): Promise<void> {
    this.#round ??= this.#probeDue()
      .catch((error: unknown) => {
        if (!this.#ended.signal.aborted) this.#log.error({ err: error }, 'probing peers failed');
      })
      .finally(() => {
        this.#round = undefined;
      });
    return this.#round;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#ended.abort();
    await this.#round;
  }

  async #probeDue(): Promise<void> {
    if (this.#ended.signal.aborted) return;
    const due = this.#due(await this.#registry.peers());
    const work = async (): Promise<void> => {
      for (let peer = due.pop(); peer && !this.#ended.signal.aborted; peer = due.pop()) await this.#check(peer);
    };
    await Promise.all(Array.from({ length: this.#options.atOnce ?? AT_ONCE }, work));
  }

  /** Learns who came and forgets who went. To register is a sign of life: the first probe comes a TTL later. */
  #due(peers: readonly DialectPeer[]): DialectPeer[] {
    const now = this.#clock.now();
    const foreign = new Map(peers.filter(({ native }) => !native).map((peer) => [peer.key, peer]));
    for (const key of this.#watched.keys()) if (!foreign.has(key)) this.#watched.delete(key);
    return [...foreign.values()].filter((peer) => {
      const watch = this.#watched.get(peer.key);
      if (watch?.host === peer.host && watch.port === peer.port) return watch.due <= now;
      const { host, port } = peer;
      this.#watched.set(peer.key, { host, port, due: now + this.#options.ttlMs, failures: 0 });
      return false;
    });
  }

  async #check(peer: DialectPeer): Promise<void> {
    const watch = this.#watched.get(peer.key);
    if (!watch) return;
    const { ttlMs, keepNames = false } = this.#options;
    const there = await this.#probe(peer);
    if (this.#ended.signal.aborted) return;
    watch.due = this.#clock.now() + ttlMs;
    if (there === undefined) return;
    watch.failures = there ? 0 : watch.failures + 1;
    if (there) {
      await this.#registry.renew(peer.key, { ttlMs: probedLeaseMs(ttlMs) });
    } else if (watch.failures >= MAX_FAILURES) {
      this.#watched.delete(peer.key);
      this.#log.info({ peer: peer.key, host: peer.host, port: peer.port }, 'does not answer and counts as gone');
      await this.#registry.leave(peer.key, { keepNames });
    }
  }

  async #probe(peer: DialectPeer): Promise<boolean | undefined> {
    const { probe, deadlineMs = DEADLINE_MS } = this.#options;
    const signal = AbortSignal.any([this.#ended.signal, AbortSignal.timeout(deadlineMs)]);
    const late = Promise.withResolvers<boolean>();
    const giveUp = () => late.resolve(false);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      // A probe that minds no signal holds nothing up.
      return await Promise.race([probe(peer, { signal }), late.promise]);
    } catch (error) {
      this.#log.debug({ peer: peer.key, why: AyniError.from(error).message }, 'a probe failed');
      return false;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  }
}
