import { setTimeout as delay } from 'node:timers/promises';
import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import type { Undigested } from '../../library/content-table.ts';
import type { Library } from '../../library/library.ts';
import type { FileIdentity } from '../../library/served-file.ts';
import { SEGMENT_BYTES, type Md5FileResult } from './hash-job.ts';
import type { HashPool } from './hash-pool.ts';

/** Changes that come within this many ms are looked at together. */
const WAKE_MS = 300;
/** How often it is looked whether files still are being hashed, in ms. */
const BUSY_MS = 500;
/** When what could not be read is tried again, in ms: its share may be away. */
const RETRY_MS = 5 * 60_000;
/** Rows of the index that are looked at in one go. */
const ROWS = 1_000;
/** A batch of small files: this many at most, and this many bytes. */
const BATCH_FILES = 256;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Copies of a content that are tried. */
const COPIES = 3;

interface Task {
  readonly of: Undigested;
  readonly file: FileIdentity;
}

/**
 * Computes the MD5 of each content that is here, once, for the dialect that tells it: one job at a time, and only while
 * nothing waits to be hashed for its content id.
 */
export class Md5Digester {
  readonly #library: Library;
  readonly #pool: HashPool;
  readonly #log: Logger;
  readonly #options: { readonly isBusy: () => boolean; readonly onDigested: () => void };
  readonly #abort = new AbortController();
  /** Contents up to this row were looked at. */
  #after = 0;
  #missed = false;
  #again = false;
  #running: Promise<void> | undefined;
  readonly #timers = new Map<'wake' | 'retry', NodeJS.Timeout>();

  /** @param options.onDigested is called when something can be published */
  constructor(
    components: { readonly library: Library; readonly pool: HashPool; readonly log: Logger },
    options: { readonly isBusy: () => boolean; readonly onDigested: () => void },
  ) {
    this.#library = components.library;
    this.#pool = components.pool;
    this.#log = components.log;
    this.#options = options;
  }

  /** There may be contents without an MD5. */
  wake(): void {
    if (this.#running === undefined) this.#later('wake', WAKE_MS, () => this.#start());
    else this.#again = true;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#running;
  }

  #start(): void {
    this.#again = false;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
      if (this.#again) this.wake();
      if (this.#missed) this.#later('retry', RETRY_MS, () => this.#startOver());
    });
  }

  #startOver(): void {
    this.#after = 0;
    this.#missed = false;
    this.wake();
  }

  #later(purpose: 'wake' | 'retry', ms: number, work: () => void): void {
    if (this.#abort.signal.aborted || this.#timers.has(purpose)) return;
    const run = () => {
      this.#timers.delete(purpose);
      work();
    };
    this.#timers.set(purpose, setTimeout(run, ms).unref());
  }

  async #run(): Promise<void> {
    try {
      while (await this.#quiet()) {
        const { contents, upTo } = this.#library.contents.undigested(this.#after, ROWS);
        if (upTo === this.#after) return;
        await this.#digest(contents);
        this.#after = upTo;
      }
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#missed = true;
      this.#log.error({ error: AyniError.from(error).message }, 'computing MD5 failed, trying again later');
    }
  }

  /** Waits while others hash. False at the end. */
  async #quiet(): Promise<boolean> {
    const { signal } = this.#abort;
    do await delay(this.#options.isBusy() ? BUSY_MS : 0, undefined, { signal }).catch(() => undefined);
    while (!signal.aborted && this.#options.isBusy());
    return !signal.aborted;
  }

  async #digest(contents: readonly Undigested[]): Promise<void> {
    let left = contents;
    for (let copy = 0; copy < COPIES && left.length > 0 && !this.#abort.signal.aborted; copy++) {
      // What changed was reported, and is not among the copies any more.
      const found = this.#library.findAll(left.map(({ content }) => content));
      const tasks = left.flatMap((of, index): Task[] => {
        const [file] = found[index]?.copies ?? [];
        return file === undefined ? [] : [{ of, file }];
      });
      if (tasks.length < left.length) this.#missed = true;
      left = await this.#digestAll(tasks);
    }
    if (left.length > 0) this.#missed = true;
  }

  /** @returns those whose file was another one */
  async #digestAll(tasks: readonly Task[]): Promise<readonly Undigested[]> {
    const changed: Undigested[] = [];
    let batch: Task[] = [];
    let bytes = 0;
    const flush = async () => {
      if (batch.length === 0 || !(await this.#quiet())) return;
      const results = await this.#pool.run({ kind: 'md5-files', files: batch.map(({ file }) => file) });
      changed.push(...this.#keep(batch, results));
      batch = [];
      bytes = 0;
    };
    for (const task of tasks) {
      if (task.file.size > SEGMENT_BYTES) {
        changed.push(...this.#keep([task], [await this.#large(task.file)]));
        continue;
      }
      batch.push(task);
      bytes += task.file.size;
      if (batch.length >= BATCH_FILES || bytes >= BATCH_BYTES) await flush();
    }
    await flush();
    return changed;
  }

  async #large(file: FileIdentity): Promise<Md5FileResult> {
    let state: Uint8Array | undefined;
    for (let offset = 0; await this.#quiet(); offset += SEGMENT_BYTES) {
      const length = Math.min(SEGMENT_BYTES, file.size - offset);
      const result = await this.#pool.run({ kind: 'md5-segment', file, offset, length, state });
      if (result.kind !== 'state') return result;
      ({ state } = result);
    }
    return { kind: 'unreadable' };
  }

  #keep(tasks: readonly Task[], results: readonly Md5FileResult[]): Undigested[] {
    const changed: Undigested[] = [];
    const known: { contentKey: number; md5: string }[] = [];
    if (this.#abort.signal.aborted) return changed;
    for (const [index, { of, file }] of tasks.entries()) {
      const result = results[index];
      if (result?.kind === 'md5') known.push({ contentKey: of.key, md5: result.md5 });
      else if (result?.kind === 'changed') {
        this.#library.reportChanged(of.content, file.path);
        changed.push(of);
      } else this.#missed = true;
    }
    if (known.length > 0) {
      this.#library.setMd5(known);
      this.#options.onDigested();
    }
    return changed;
  }
}
