import type { Clock } from '../clock.ts';
import type { AyniError } from '../errors.ts';
import type { ContentId, PeerId } from '../ids.ts';

/** How one peer did in one job. */
interface Standing {
  /** Not asked before this time, ms. */
  restsUntil: number;
  /** Failures since it last sent something. */
  failures: number;
  /** Why it rests or is out. */
  last?: AyniError;
  /** For good: it sent bytes that are not the content's. */
  out: boolean;
}

/** What to do about a content now. */
export type Choice<S> =
  | { readonly kind: 'source'; readonly source: S }
  /** All that may have it rest; the first is to be asked again in `waitMs`. */
  | { readonly kind: 'rest'; readonly waitMs: number; readonly why: AyniError }
  | { readonly kind: 'none'; readonly why: AyniError | undefined };

const FIRST_REST_MS = 1000;
const MAX_REST_MS = 30_000;
/** A peer that lacked a content, or had it changed, is asked for it again after this. */
const LACKS_MS = 60_000;
const MAX_LACKS = 20_000;
/** Bad answers in a row, about different contents, that are put down to the peer and not to what was asked. */
const MAX_BAD_ANSWERS = 8;

/**
 * Which sources a job may ask now: those that the tracker names, in its order, without those that lied, and those that
 * failed or were busy only after a rest. Knows no socket.
 */
export class SourceBook {
  readonly #clock: Clock;
  readonly #peers = new Map<PeerId, Standing>();
  readonly #lacks = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  choose<S extends { readonly peer: PeerId }>(content: ContentId, sources: readonly S[]): Choice<S> {
    const now = this.#clock.now();
    let waitMs = Infinity;
    let why: AyniError | undefined;
    let lastWord: AyniError | undefined;
    for (const source of sources) {
      const standing = this.#peers.get(source.peer);
      if (standing?.out === true) {
        lastWord = standing.last;
        continue;
      }
      const lacksUntil = this.#lacks.get(key(source.peer, content)) ?? 0;
      if (lacksUntil > now) {
        lastWord ??= standing?.last;
        continue;
      }
      const rest = (standing?.restsUntil ?? 0) - now;
      if (rest <= 0) return { kind: 'source', source };
      if (rest < waitMs) {
        waitMs = rest;
        why = standing?.last;
      }
    }
    return why === undefined ? { kind: 'none', why: lastWord } : { kind: 'rest', waitMs, why };
  }

  /** Whether a source may be asked for a content now. */
  mayAsk(peer: PeerId, content: ContentId): boolean {
    if (this.#peers.size === 0 && this.#lacks.size === 0) return true;
    return this.choose(content, [{ peer }]).kind === 'source';
  }

  /** Those that may be asked for a content now, in their order. */
  awake<S extends { readonly peer: PeerId }>(content: ContentId, sources: readonly S[]): readonly S[] {
    if (this.#peers.size === 0 && this.#lacks.size === 0) return sources;
    const now = this.#clock.now();
    return sources.filter(({ peer }) => {
      const standing = this.#peers.get(peer);
      if (standing !== undefined && (standing.out || standing.restsUntil > now)) return false;
      return this.#lacks.size === 0 || (this.#lacks.get(key(peer, content)) ?? 0) <= now;
    });
  }

  /** Whether any of these peers may be asked for something now. */
  anyAwake(peers: Iterable<PeerId>): boolean {
    const now = this.#clock.now();
    for (const peer of peers) {
      const standing = this.#peers.get(peer);
      if (standing === undefined || (!standing.out && standing.restsUntil <= now)) return true;
    }
    return false;
  }

  succeeded(peer: PeerId): void {
    const standing = this.#peers.get(peer);
    if (standing === undefined || standing.out) return;
    this.#peers.delete(peer);
  }

  /** Notes a failure that is the source's, and decides how long it rests. */
  failed(peer: PeerId, content: ContentId, error: AyniError): void {
    const now = this.#clock.now();
    const standing = this.#peers.get(peer) ?? { restsUntil: 0, failures: 0, out: false };
    if (standing.out) return;
    if (error.code === 'corrupt-piece') {
      this.#peers.set(peer, { ...standing, out: true, last: error });
      return;
    }
    if (error.code === 'not-found' || error.code === 'content-changed' || error.code === 'range-not-held') {
      this.#lack(peer, content);
      return;
    }
    if (error.code === 'bad-answer' && standing.failures < MAX_BAD_ANSWERS) {
      // Whoever published a wrong size makes an honest source look odd: the other contents are asked for still.
      this.#lack(peer, content);
      this.#peers.set(peer, { ...standing, failures: standing.failures + 1, last: error });
      return;
    }
    if (error.code === 'busy' || error.code === 'too-many-connections') {
      const seconds = Number(error.context['retryAfter'] ?? 5);
      const ms = Math.min(60, Math.max(1, Number.isFinite(seconds) ? seconds : 5)) * 1000;
      this.#peers.set(peer, { ...standing, restsUntil: now + ms, last: error });
      return;
    }
    // Many runs fail together when a connection does: that is one failure.
    if (standing.restsUntil > now) return;
    const ms = Math.min(MAX_REST_MS, FIRST_REST_MS * 2 ** standing.failures);
    this.#peers.set(peer, { ...standing, failures: standing.failures + 1, restsUntil: now + ms, last: error });
  }

  #lack(peer: PeerId, content: ContentId): void {
    if (this.#lacks.size >= MAX_LACKS) this.#lacks.clear();
    this.#lacks.set(key(peer, content), this.#clock.now() + LACKS_MS);
  }

  /** Whoever lacked a content may be asked for it again. */
  forgive(content: ContentId): void {
    for (const lacked of this.#lacks.keys()) if (lacked.endsWith(` ${content}`)) this.#lacks.delete(lacked);
  }

  /** Forgets rests and what peers lacked (somebody asked to look again); who lied stays out. */
  wake(): void {
    this.#lacks.clear();
    for (const [peer, standing] of this.#peers) if (!standing.out) this.#peers.delete(peer);
  }
}

function key(peer: PeerId, content: ContentId): string {
  return `${peer} ${content}`;
}
