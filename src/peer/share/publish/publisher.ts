import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import type { AnnounceAnswer, TrackerOperations } from '../../../wire/tracker/operations.ts';
import { Backoff } from '../../../core/backoff.ts';
import { publishShare, type PublishComponents } from './publish-share.ts';

/** Changes that come within this many ms go together. */
const DEBOUNCE_MS = 300;
/** Others wait for whoever has begun to fetch what they want. */
const PARTIAL_MS = 50;
/** Holds in a message. */
const HOLDS = 1_000;

export interface PublisherComponents extends PublishComponents {
  readonly tracker: Pick<TrackerOperations, 'publish' | 'unpublish' | 'hold'>;
  readonly log: Logger;
}

/**
 * Keeps the tracker's picture of our shares and holds like our own: after each announce and each change, and again
 * after a while when the tracker is away. Says nothing before the first announce, and nothing when nothing changed.
 */
export class Publisher {
  readonly #components: PublisherComponents;
  readonly #backoff = new Backoff({ firstMs: 1_000, maxMs: 60_000 });
  readonly #abort = new AbortController();
  /** Names of our shares that the tracker may have. */
  readonly #published = new Set<string>();
  #announced = false;
  #mayPublish = true;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #again = false;
  #lastError: AyniError | undefined;

  constructor(components: PublisherComponents) {
    this.#components = components;
  }

  /** Something may have changed. */
  notify(): void {
    this.#soon(DEBOUNCE_MS);
  }

  /** What is being fetched has changed. */
  notifyPartial(): void {
    this.#soon(PARTIAL_MS);
  }

  #soon(ms: number): void {
    if (!this.#announced || this.#abort.signal.aborted) return;
    if (this.#running) this.#again = true;
    else this.#timer ??= setTimeout(() => this.#start(), ms).unref();
  }

  /** What the tracker remembers of us decides what it is told. */
  announced(answer: Pick<AnnounceAnswer, 'revisions'>): void {
    const { shareTable, holds, partials } = this.#components.library;
    const theirs = new Map(Object.entries(answer.revisions));
    let remembers = false;
    for (const share of shareTable.all()) {
      if (share.revision !== 0 && theirs.get(share.name) === share.revision) remembers = true;
      else if (share.revision !== 0 && !this.#running) shareTable.setRevision(share.key, 0);
      theirs.delete(share.name);
    }
    for (const name of Object.keys(answer.revisions)) this.#published.add(name);
    // Shares of an index that was lost.
    for (const name of theirs.keys()) shareTable.forget(name);
    // Of holds the tracker tells no revision: one that remembers a share of ours is taken to remember them too.
    if (!this.#announced && !remembers) holds.sendAllAgain();
    if (!remembers) partials.sendAllAgain();
    this.#announced = true;
    this.#mayPublish = true;
    this.#backoff.reset();
    this.#retryNow();
  }

  /** Why the last attempt failed, where it did. */
  get lastError(): AyniError | undefined {
    return this.#lastError;
  }

  /** Something is being told or about to be; not while it waits for a tracker that is away. */
  get busy(): boolean {
    return this.#running !== undefined || (this.#timer !== undefined && this.#lastError === undefined);
  }

  /** Resolves when the tracker knows everything, or at once while it is away. */
  async settled(): Promise<void> {
    if (!this.#announced || this.#abort.signal.aborted) return;
    this.#retryNow();
    while (this.#running) await this.#running;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
  }

  #retryNow(): void {
    if (this.#running) this.#again = true;
    else this.#start();
  }

  #start(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#running || this.#abort.signal.aborted) return;
    this.#again = false;
    this.#running = this.#run().finally(() => {
      this.#running = undefined;
      if (this.#abort.signal.aborted) return;
      if (this.#lastError !== undefined) this.#timer = setTimeout(() => this.#start(), this.#backoff.next()).unref();
      else if (this.#again) this.#start();
    });
  }

  async #run(): Promise<void> {
    try {
      await this.#publish();
      await this.#hold();
      await this.#holdParts();
      this.#backoff.reset();
      this.#lastError = undefined;
    } catch (error) {
      const failure = AyniError.from(error);
      if (this.#abort.signal.aborted) return;
      this.#lastError = failure;
      this.#components.log.warn(
        { code: failure.code, error: failure.message },
        'publishing failed, trying again later',
      );
    }
  }

  async #publish(): Promise<void> {
    if (!this.#mayPublish) return;
    const { library, tracker } = this.#components;
    const { signal } = this.#abort;
    try {
      for (const name of library.shareTable.removed()) {
        await tracker.unpublish({ share: name }, { signal });
        this.#published.delete(name);
        library.shareTable.forgotten(name);
      }
      for (const share of library.shareTable.all()) {
        if (share.available) {
          this.#published.add(share.name);
          await publishShare(share.key, this.#components, { signal });
        } else if (this.#published.has(share.name)) {
          await tracker.unpublish({ share: share.name }, { signal });
          this.#published.delete(share.name);
        }
      }
    } catch (error) {
      // Guests publish nothing; until the next announce we take that for an answer.
      if (!AyniError.is(error, 'forbidden')) throw error;
      this.#mayPublish = false;
      this.#components.log.warn({}, 'this member may not publish: its shares stay unseen');
    }
  }

  async #hold(): Promise<void> {
    const { library, tracker } = this.#components;
    for (;;) {
      const holds = library.holds.unsent(HOLDS);
      if (holds.upsert.length === 0 && holds.remove.length === 0) return;
      await tracker.hold({ upsert: holds.upsert, remove: holds.remove }, { signal: this.#abort.signal });
      library.holds.sent(holds);
    }
  }

  /** After the whole ones: a content that became whole is no longer held in part, and must not be forgotten. */
  async #holdParts(): Promise<void> {
    const { library, tracker } = this.#components;
    const { upsert, remove } = library.partials.unsent();
    if (upsert.length === 0 && remove.length === 0) return;
    const gone = remove.filter((content) => library.find(content) === undefined);
    for (let at = 0; at < Math.max(upsert.length, gone.length); at += HOLDS) {
      const some = { upsert: upsert.slice(at, at + HOLDS), remove: gone.slice(at, at + HOLDS) };
      await tracker.hold(some, { signal: this.#abort.signal });
    }
    library.partials.sent({ upsert, remove });
  }
}
