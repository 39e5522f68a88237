import type { Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import { hasEnded } from '../../core/transfer/job-state.ts';
import type { Job } from '../download/job.ts';
import { sleep } from '../download/sleep.ts';
import type { Library } from '../library/library.ts';
import type { ServedPart } from '../library/partial-contents.ts';
import type { Coming, Readable } from './awaited-file.ts';
import { readableOf } from './readable-of.ts';

/** How often it is looked whether it stalls, at least, ms. */
const LOOK_MS = 1_000;

/** A download that somebody waits for, byte by byte; several may at once. */
export class AwaitedDownload implements Coming {
  /** Of the file. */
  readonly key: string;
  /** For whom room was made. */
  readonly owner: object;
  readonly content: ContentId | undefined;
  /** Who reads from it. */
  users = 0;
  readonly #library: Library;
  readonly #stallMs: number;
  readonly #mayRead: (audience: Audience) => boolean;
  #job: Job;
  #size: number | undefined;
  #came = 0;
  #cameAt = performance.now();
  #news = new AbortController();

  constructor(
    { library }: { readonly library: Library },
    job: Job,
    of: {
      readonly key: string;
      readonly owner: object;
      readonly content: ContentId | undefined;
      readonly size: number | undefined;
      readonly stallMs: number;
      readonly mayRead: (audience: Audience) => boolean;
    },
  ) {
    this.key = of.key;
    this.owner = of.owner;
    this.#library = library;
    this.#job = job;
    this.content = of.content;
    this.#size = of.size;
    this.#stallMs = of.stallMs;
    this.#mayRead = of.mayRead;
  }

  get id(): string {
    return this.#job.id;
  }

  get job(): Job {
    return this.#job;
  }

  get isDone(): boolean {
    return this.#job.state === 'done';
  }

  /** Bytes; undefined where nobody told yet. */
  get size(): number | undefined {
    return this.isDone ? this.#job.bytesTotal : (this.#size ?? this.#part()?.size);
  }

  /** Somebody else waits from now on. */
  entered(): void {
    this.#cameAt = performance.now();
  }

  /** The job changed. */
  changed(job: Job): void {
    this.#job = job;
    const came = job.bytesReceived + job.bytesDone;
    if (came > this.#came) this.#cameAt = performance.now();
    this.#came = Math.max(this.#came, came);
    this.#news.abort();
    this.#news = new AbortController();
  }

  /**
   * Waits until its first bytes are here and its size is known. A foreign file has no piece that could be verified: all
   * of it must be here.
   * @returns false where nobody gives it
   * @throws {AyniError} `cut-off` where nothing comes
   */
  async begun({ signal }: { readonly signal: AbortSignal }): Promise<boolean> {
    return this.#until(
      () => {
        if (this.isDone) return this.#mayReadAll();
        const part = this.#part();
        if (part !== undefined && part.field.count > 0) return this.#mayRead(part.audience);
        const { state, reason } = this.#job;
        if (hasEnded(state) || (state === 'waiting' && reason?.code === 'no-sources')) return false;
        return this.content === undefined && this.#size !== undefined && this.#came > 0 ? true : undefined;
      },
      { signal },
    );
  }

  readable(position: number, most: number, { signal }: { readonly signal: AbortSignal }): Promise<Readable> {
    return this.#until(() => this.#look(position, most), { signal });
  }

  #look(position: number, most: number): Readable | undefined {
    const { destination, bytesTotal } = this.#job;
    if (this.isDone && destination !== undefined && this.#mayReadAll())
      return { path: destination, bytes: bytesTotal - position };
    const part = this.#part();
    return part !== undefined && this.#mayRead(part.audience) ? readableOf(part, position, most) : undefined;
  }

  #part(): ServedPart | undefined {
    return this.content === undefined ? undefined : this.#library.partials.find(this.content);
  }

  /** The share that it came from may be for fewer people by now. */
  #mayReadAll(): boolean {
    const { destination } = this.#job;
    const whole = destination === undefined ? undefined : this.#library.holds.fileAt(destination);
    return whole !== undefined && this.#mayRead(whole.audience);
  }

  async #until<T>(look: () => T | undefined, { signal }: { readonly signal: AbortSignal }): Promise<T> {
    for (;;) {
      signal.throwIfAborted();
      const part = this.#part();
      const found = look();
      if (found !== undefined) return found;
      if (hasEnded(this.#job.state)) throw cutOff(this.#job);
      const left = this.#stallMs - (performance.now() - this.#cameAt);
      if (left <= 0) throw cutOff(this.#job);
      const over = new AbortController();
      const any = AbortSignal.any([signal, this.#news.signal, over.signal]);
      const waits = [sleep(Math.min(LOOK_MS, left), { signal: any })];
      if (part !== undefined)
        waits.push(this.#library.partials.morePieces(part.content, part.version, { signal: any }));
      await Promise.race(waits);
      over.abort();
    }
  }
}

function cutOff({ name, reason }: Job): AyniError {
  const why = reason === undefined ? 'nothing comes any more' : reason.message;
  return new AyniError('cut-off', `"${name}" cannot be fetched on: ${why}`);
}
