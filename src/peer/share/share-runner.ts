import { dirname, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { Library } from '../library/library.ts';
import type { ShareRow } from '../library/share-table.ts';
import type { HashPool } from './hash/hash-pool.ts';
import { hashShare } from './hash/hash-share.ts';
import { RestlessFiles } from './hash/restless-files.ts';
import { checkManifest } from './scan/read-manifest.ts';
import { MAX_PATHS, type ScanBatch, type ScanEnd, type Skip } from './scan/scan-report.ts';
import type { Scanner } from './scan/scanner.ts';
import { Skips } from './skips.ts';
import { FolderWatch } from './watch/folder-watch.ts';
import { StatPoll } from './watch/stat-poll.ts';

/** How often a folder that cannot be watched is scanned, in ms, and at least so many times the length of a scan. */
const RESCAN_MS = 5 * 60_000;
const RESCAN_FACTOR = 500;
const RETRY_MS = 30_000;

export interface RunnerComponents {
  readonly library: Library;
  readonly scanner: Scanner;
  readonly pool: HashPool;
  readonly log: Logger;
}

export interface RunnerOptions {
  readonly watch: boolean;
  /** Absolute paths that are never shared. */
  readonly exclude: readonly string[];
  /** Something can be published. */
  readonly onChanged: () => void;
  readonly onProgress: () => void;
}

interface Need {
  everything: boolean;
  trustEmpty: boolean;
  readonly paths: Set<string>;
}

/** Keeps the index like one share's files: scans, hashes, watches, and does so again when something happens. */
export class ShareRunner {
  readonly #key: number;
  readonly #components: RunnerComponents;
  readonly #options: RunnerOptions;
  readonly #abort = new AbortController();
  #need: Need = nothing();
  #skips = new Skips();
  /** Of the look at everything that runs; files are hashed beside it. */
  #skipsToBe = this.#skips;
  #scanning: Promise<void> | undefined;
  #hashing: Promise<void> | undefined;
  #hashAgain = false;
  readonly #restless = new RestlessFiles();
  #scannedEntries = 0;
  #extraBytes = 0;
  #scanError: string | undefined;
  #hashError: string | undefined;
  #away = false;
  #watching: 'live' | 'polling' | 'off' = 'off';
  #watch: FolderWatch | undefined;
  #poll: StatPoll | undefined;
  #manifestPaths: readonly string[] = [];
  /** What could not be read; with more than `MAX_PATHS` everything is looked at. */
  readonly #unread = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();

  constructor(key: number, components: RunnerComponents, options: RunnerOptions) {
    this.#key = key;
    this.#components = components;
    this.#options = options;
  }

  get share(): ShareRow {
    const share = this.#components.library.shareTable.get(this.#key);
    if (!share) throw new AyniError('not-found', 'This share was removed.');
    return share;
  }

  /** Watches first, so that no change is missed between the scan and the watch. */
  start(): void {
    const { share } = this;
    if (this.#options.watch) {
      const paths = () => [share.path, ...this.#manifestPaths];
      const onChange = () => this.#rootChanged();
      this.#poll = new StatPoll({ paths, onChange, identityOnly: () => share.kind === 'folder' && !this.#away });
      void this.#poll.look();
    }
    this.#need.everything = true;
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#poll?.stop();
    await this.#watch?.stop();
    await this.#idle();
  }

  /** Looks at everything; resolves when it is scanned and hashed, except for files that keep changing. */
  async rescan(): Promise<void> {
    this.#need.everything = true;
    this.#need.trustEmpty = true;
    this.#wake();
    await this.#idle();
    const { signal } = this.#abort;
    while (this.#awaitsRest() && !signal.aborted) {
      await delay(this.#restless.waitMs, undefined, { signal }).catch(() => undefined);
      this.hashPending();
      await this.#idle();
    }
  }

  /** Some files wait to be hashed. */
  hashPending(): void {
    if (this.#abort.signal.aborted) return;
    this.#hashAgain = true;
    this.#hashing ??= this.#hash().finally(() => {
      this.#hashing = undefined;
      this.#options.onProgress();
      if (this.#hashAgain && !this.#away) this.hashPending();
    });
  }

  status() {
    const counts = this.#components.library.entries.counts(this.#key);
    const hashedBytes = counts.bytes + Math.max(0, this.#extraBytes);
    const state: 'waiting' | 'scanning' | 'hashing' | 'ready' =
      this.#away || (this.#lastError !== undefined && !this.#scanning)
        ? 'waiting'
        : this.#scanning
          ? 'scanning'
          : this.#hashing || this.#awaitsRest()
            ? 'hashing'
            : 'ready';
    return {
      state,
      files: counts.files,
      bytes: counts.bytes,
      hashedBytes,
      totalBytes: Math.max(hashedBytes, counts.bytes + counts.pendingBytes),
      pendingFiles: counts.pendingFiles,
      scannedEntries: this.#scannedEntries,
      watching: this.#watching,
      skipped: this.#skips.summary(),
      ...(this.#lastError === undefined ? {} : { lastError: this.#lastError }),
    };
  }

  /** Whether it looks at files, or hashes them. */
  get busy(): boolean {
    return this.#scanning !== undefined || this.#hashing !== undefined || this.#awaitsRest();
  }

  get #lastError(): string | undefined {
    return this.#scanError ?? this.#hashError;
  }

  async #idle(): Promise<void> {
    while (this.#scanning ?? this.#hashing) await Promise.all([this.#scanning, this.#hashing]);
  }

  /** Files that were just written will be hashed soon. */
  #awaitsRest(): boolean {
    return this.#restless.hopeful && this.#lastError === undefined;
  }

  #rootChanged(): void {
    this.#need.everything = true;
    this.#wake();
  }

  #look(paths: readonly string[] | undefined): void {
    if (paths === undefined || this.#need.paths.size + paths.length > MAX_PATHS) this.#need.everything = true;
    else for (const path of paths) this.#need.paths.add(path);
    this.#wake();
  }

  #isNeeded(): boolean {
    return this.#need.everything || this.#need.paths.size > 0;
  }

  #wake(): void {
    if (this.#abort.signal.aborted) return;
    this.#scanning ??= this.#scan().finally(() => {
      this.#scanning = undefined;
      this.#options.onProgress();
      if (this.#isNeeded()) this.#wake();
    });
  }

  async #scan(): Promise<void> {
    // Lets whoever called go on first.
    await Promise.resolve();
    while (!this.#abort.signal.aborted && this.#isNeeded()) {
      const need = this.#need;
      this.#need = nothing();
      try {
        if (need.everything) await this.#watchFolder();
        await this.#scanOnce(need);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#scanError = AyniError.from(error).message;
        this.#components.log.error({ share: this.#key, error: this.#scanError }, 'scanning failed');
        this.#later('rescan', RETRY_MS, () => this.#rootChanged());
        return;
      }
    }
  }

  async #scanOnce(need: Need): Promise<void> {
    const { library, scanner, pool } = this.#components;
    const { share } = this;
    const started = performance.now();
    // All of a new share is to be hashed: the threads start while the scan does.
    if (need.everything && library.entries.counts(share.key).files === 0) pool.warm();
    const skips = need.everything ? new Skips() : this.#skips;
    this.#skipsToBe = skips;
    if (!need.everything) skips.forget([...need.paths]);
    const take = (batch: ScanBatch) => {
      if (this.#abort.signal.aborted) return;
      this.#scannedEntries = batch.seen;
      for (const skip of batch.skipped) skips.add(skip);
      if (batch.found.length > 0 || batch.gone.length > 0) {
        if (library.entries.apply(share, batch.found, batch.gone) > 0) {
          pool.warm();
          this.hashPending();
        }
        this.#options.onChanged();
      }
      this.#options.onProgress();
    };
    const { key, path, kind, hidden, root } = share;
    const request = {
      share: { key, path, kind, hidden, root },
      trustEmpty: need.trustEmpty,
      exclude: this.#options.exclude,
      ...(need.everything ? {} : { paths: [...need.paths] }),
    };
    const end = await scanner.scan(request, take, { signal: this.#abort.signal });
    if (end.kind === 'unread') throw new AyniError('io-failed', end.why);
    this.#skips = skips;
    await this.#ended(share, end);
    if (end.kind === 'done') this.#lookAgain(end.again);
    if (need.everything && this.#watching === 'polling') {
      const wait = Math.max(RESCAN_MS, RESCAN_FACTOR * (performance.now() - started));
      this.#later('rescan', wait, () => this.#rootChanged());
    }
  }

  /** Later, at what could not be read for now. */
  #lookAgain(paths: readonly string[]): void {
    if (paths.length === 0) return;
    if (this.#unread.size === 0) {
      this.#later('look', RETRY_MS, () => {
        const unread = [...this.#unread];
        this.#unread.clear();
        // Single files and manifests are looked at as a whole.
        this.#look(this.share.kind !== 'folder' || unread.includes('') ? undefined : unread);
      });
    }
    for (const path of paths) if (this.#unread.size <= MAX_PATHS) this.#unread.add(path);
  }

  async #ended(share: ShareRow, end: Exclude<ScanEnd, { kind: 'unread' }>): Promise<void> {
    const { shareTable } = this.#components.library;
    if (end.kind === 'cancelled') return;
    this.#away = end.kind === 'away';
    this.#scanError = end.kind === 'done' ? undefined : end.why;
    if (end.kind === 'done' && end.root !== share.root) shareTable.setRoot(share.key, end.root);
    if (end.kind === 'away') {
      await this.#watch?.stop();
      this.#watch = undefined;
      this.#watching = 'off';
    }
    if (share.available === (end.kind !== 'away')) {
      // Files that waited are hashed, also those of an earlier run.
      if (end.kind === 'done') this.hashPending();
    } else {
      shareTable.setAvailable(share.key, end.kind !== 'away');
      this.hashPending();
      this.#options.onChanged();
    }
    if (share.kind === 'manifest') this.#manifestPaths = await manifestPaths(share.path);
  }

  async #watchFolder(): Promise<void> {
    const { share } = this;
    if (!this.#options.watch) return;
    if (share.kind !== 'folder') {
      this.#watching = 'live';
      return;
    }
    // After the folder was replaced the old watch sees nothing: each look at everything watches anew.
    await this.#watch?.stop();
    // Whoever stops meanwhile stops the watch that there is, not one that comes after it.
    if (this.#abort.signal.aborted) return;
    const { path, hidden } = share;
    const { exclude } = this.#options;
    this.#watch = new FolderWatch(this.#components, { path, hidden, exclude, onChange: (paths) => this.#look(paths) });
    this.#watching = (await this.#watch.start()) ? 'live' : 'polling';
  }

  async #hash(): Promise<void> {
    await Promise.resolve();
    while (this.#hashAgain && !this.#away && !this.#abort.signal.aborted) {
      this.#hashAgain = false;
      await this.#hashOnce();
    }
  }

  async #hashOnce(): Promise<void> {
    try {
      await hashShare(this.share, this.#components, {
        restless: this.#restless,
        signal: this.#abort.signal,
        onBytes: (bytes) => {
          this.#extraBytes += bytes;
          this.#options.onProgress();
        },
        onSkipped: (skip) => this.#cannotHash(skip),
        onHashed: () => {
          this.#options.onChanged();
          this.#options.onProgress();
        },
      });
      this.#hashError = undefined;
      const { waitMs } = this.#restless;
      if (waitMs !== undefined) this.#later('hash', waitMs, () => this.hashPending());
    } catch (error) {
      if (this.#abort.signal.aborted) return;
      this.#hashError = AyniError.from(error).message;
      this.#components.log.error({ share: this.#key, error: this.#hashError }, 'hashing failed');
      this.#later('hash', RETRY_MS, () => this.hashPending());
    }
  }

  #cannotHash(skip: Skip): void {
    this.#skips.add(skip);
    if (this.#skipsToBe !== this.#skips) this.#skipsToBe.add(skip);
  }

  /** One timer for each purpose. */
  #later(purpose: 'rescan' | 'look' | 'hash', wait: number, work: () => void): void {
    if (this.#abort.signal.aborted) return;
    clearTimeout(this.#timers.get(purpose));
    this.#timers.set(purpose, setTimeout(work, wait).unref());
  }
}

function nothing(): Need {
  return { everything: false, trustEmpty: false, paths: new Set() };
}

/** The files that a manifest names; none where it cannot be read now. */
async function manifestPaths(manifest: string): Promise<readonly string[]> {
  try {
    return (await checkManifest(manifest)).map((line) => resolve(dirname(manifest), line.path));
  } catch {
    return [];
  }
}
