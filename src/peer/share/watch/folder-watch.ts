import { setTimeout as delay } from 'node:timers/promises';
import { isAbsolute, relative, sep } from 'node:path';
import type { AsyncSubscription, Event } from '@parcel/watcher';
import type { Logger } from '../../../core/log.ts';
import { IGNORE_FILE } from '../scan/ignore-rules.ts';
import { hasLeftOutName } from '../scan/visible.ts';

/** Events are collected until none came for so long, but not longer than the second; in ms. */
const QUIET_MS = 300;
const LONGEST_MS = 2_000;
/** How long the watcher may take to end, ms. */
const STOP_MS = 5_000;
/** With more paths than this the whole folder is looked at. */
const MAX_PATHS = 5_000;

export interface FolderWatchOptions {
  /** Absolute, without links in it. */
  readonly path: string;
  readonly hidden: boolean;
  /** Absolute paths whose changes don't matter. */
  readonly exclude: readonly string[];
  /** Paths relative to the folder, as on disk, that something happened to; undefined when anything may have. */
  readonly onChange: (paths: readonly string[] | undefined) => void;
}

/** Live watching of a folder and all below. */
export class FolderWatch {
  readonly #log: Logger;
  readonly #options: FolderWatchOptions;
  #subscription: AsyncSubscription | undefined;
  #paths: Set<string> | undefined = new Set();
  #timer: NodeJS.Timeout | undefined;
  #since: number | undefined;
  #stopped = false;

  constructor({ log }: { readonly log: Logger }, options: FolderWatchOptions) {
    this.#log = log;
    this.#options = options;
  }

  /** Whether changes will be told: not where the watcher has no binary for this platform, or the system has no watches left. */
  async start(): Promise<boolean> {
    try {
      const { default: watcher } = await import('@parcel/watcher');
      const subscription = await watcher.subscribe(this.#options.path, (error, events) => this.#take(error, events));
      if (this.#stopped) await subscription.unsubscribe();
      else this.#subscription = subscription;
      return true;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      this.#log.warn({ path: this.#options.path, error: why }, 'this folder cannot be watched');
      return false;
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    const subscription = this.#subscription;
    this.#subscription = undefined;
    // The folder may be gone; then there is nothing to end. A disk that hangs may keep the watcher: it is left then.
    const ended = subscription?.unsubscribe().catch(() => undefined);
    await Promise.race([ended, delay(STOP_MS, undefined, { ref: false })]);
  }

  #take(error: Error | null, events: readonly Event[]): void {
    if (this.#stopped) return;
    if (error) {
      this.#log.info({ path: this.#options.path, error: error.message }, 'events were lost, looking at everything');
      this.#paths = undefined;
    }
    let news = error !== null;
    for (const event of events) {
      const path = this.#relative(event);
      if (path === undefined) continue;
      news = true;
      this.#paths?.add(path);
      if ((this.#paths?.size ?? 0) > MAX_PATHS) this.#paths = undefined;
    }
    if (news) this.#schedule();
  }

  #relative(event: Event): string | undefined {
    const { path: root, hidden, exclude } = this.#options;
    if (exclude.some((path) => event.path === path || event.path.startsWith(path + sep))) return undefined;
    const below = relative(root, event.path);
    if (below === '' || below.startsWith('..') || isAbsolute(below)) return undefined;
    const path = sep === '/' ? below : below.replaceAll(sep, '/');
    const rules = path === IGNORE_FILE || path.endsWith(`/${IGNORE_FILE}`);
    const judged = rules ? path.slice(0, -IGNORE_FILE.length - 1) : path;
    return judged !== '' && hasLeftOutName(judged, hidden) ? undefined : path;
  }

  #schedule(): void {
    const now = performance.now();
    this.#since ??= now;
    clearTimeout(this.#timer);
    const wait = Math.max(0, Math.min(QUIET_MS, this.#since + LONGEST_MS - now));
    this.#timer = setTimeout(() => {
      const paths = this.#paths;
      this.#paths = new Set();
      this.#since = undefined;
      this.#options.onChange(paths && [...paths]);
    }, wait).unref();
  }
}
