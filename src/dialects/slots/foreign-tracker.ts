import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { Backoff } from '../../core/backoff.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignSource, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import { SILENCE_MS, type SlotsClientOptions } from './client.ts';
import type { SlotsSource } from './codec.ts';
import { announcementParts, isTellable } from './listing.ts';
import type { ListedFile } from './listing-reader.ts';
import { wireName } from './names.ts';
import { TrackerLink } from './tracker-link.ts';

/** Peers of one file that are asked for: each is an exchange. */
const MAX_SOURCES = 4;
/** A tracker that was started again has forgotten us, and nothing shows it: it is told again so often, in refreshes. */
const TELL_AGAIN = 10;
/** Asked for where the share has no name to ask for; whether it is there does not matter. */
const NO_NAME = '-';

/**
 * A native peer at a tracker of `slots`. Tracker and peer may be started in either order: who does not answer is tried
 * again.
 */
export class SlotsForeignTracker implements ForeignTracker {
  readonly #share;
  readonly #log;
  readonly #at;
  readonly #link;
  readonly #refreshMs;
  readonly #end = new AbortController();
  /** Digest of what was told last. */
  #told: string | undefined;
  #refreshes = 0;
  #loop: Promise<void> | undefined;

  /** @param at.peerPort where our peer of this dialect listens */
  constructor(
    parts: { readonly log: Logger; readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
    options: SlotsClientOptions = {},
  ) {
    this.#share = parts.share;
    this.#log = parts.log;
    this.#at = at;
    this.#link = new TrackerLink(at, { silenceMs: options.silenceMs ?? SILENCE_MS });
    this.#refreshMs = options.refreshMs ?? 30_000;
  }

  /** Also where the tracker is not there yet. */
  async start({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    const reached = await this.#refresh(AbortSignal.any([signal, this.#end.signal]));
    if (signal.aborted) throw new AyniError('cancelled', 'Announcing to the tracker was cancelled.');
    this.#loop ??= this.#keepUp(reached);
  }

  async search(text: string, options: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]> {
    const files = await this.list(options);
    return files
      .filter(({ name, peers }) => peers > 0 && name.includes(text))
      .map(({ name, size, md5 }) => ({ name, size, md5 }));
  }

  /** All that the tracker knows, also what nobody has any more. */
  list(options: { readonly signal: AbortSignal }): Promise<readonly ListedFile[]> {
    return this.#link.list(options);
  }

  /** The tracker tells one at a time, the next one each time. */
  async locate(name: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]> {
    const listed = (await this.#link.list({ signal })).filter((file) => file.name === name);
    const peers = Math.max(0, ...listed.map((file) => file.peers));
    const sources = new Map<string, ForeignSource>();
    // One more for us, if we have it, too.
    for (let asked = 0; asked < Math.min(peers, MAX_SOURCES + 1); asked++) {
      const { source, ownHost } = await this.#link.ask(name, { signal });
      if (source === undefined) break;
      const key = `${source.host}:${source.port}`;
      if (sources.has(key)) break;
      if (source.port === this.#at.peerPort && source.host === ownHost) continue;
      sources.set(key, { name, ...source, ...sizeOf(source, listed) });
    }
    return [...sources.values()].slice(0, MAX_SOURCES);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#end.abort();
    await this.#loop;
    if (this.#told !== undefined) await this.#link.quit(this.#at.peerPort).catch(() => undefined);
    this.#told = undefined;
  }

  async #keepUp(reachedFirst: boolean): Promise<void> {
    const { signal } = this.#end;
    const backoff = new Backoff({ firstMs: Math.min(2_000, this.#refreshMs), maxMs: this.#refreshMs });
    for (let reached = reachedFirst; !signal.aborted;) {
      if (reached) backoff.reset();
      await sleep(reached ? this.#refreshMs : backoff.next(), undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) reached = await this.#refresh(signal);
    }
  }

  /** Tells what is new. @returns whether the tracker has what it needs */
  async #refresh(signal: AbortSignal): Promise<boolean> {
    try {
      const files = (await this.#share.files()).filter(isTellable);
      const digest = digestOf(files);
      if (digest === this.#told && ++this.#refreshes % TELL_AGAIN !== 0) return true;
      // Each announcement goes with a request for a file: for one of our own, whose answer tells nothing new.
      const [first] = files;
      const name = first === undefined ? NO_NAME : wireName(first.name);
      await this.#link.ask(name, { signal, tell: { port: this.#at.peerPort, files } });
      this.#told = digest;
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      // Whatever it is, the tracker may have been started again: it is told all once more.
      this.#told = undefined;
      const { code, message } = AyniError.from(error);
      this.#log.warn({ dialect: 'slots', tracker: `${this.#at.host}:${this.#at.port}`, code }, message);
      return false;
    }
  }
}

function digestOf(files: readonly FlatFile[]): string {
  const hash = createHash('md5');
  for (const part of announcementParts(0, files)) hash.update(part);
  return hash.digest('hex');
}

function sizeOf({ md5 }: SlotsSource, listed: readonly ListedFile[]): { readonly size?: number } {
  const file = listed.find((known) => known.md5 === md5);
  return file === undefined ? {} : { size: file.size };
}
