import { stat, realpath, access, constants } from 'node:fs/promises';
import { basename, dirname, resolve, sep } from 'node:path';
import { audienceKey, EVERYONE, type Audience } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { AnnounceAnswer, TrackerOperations } from '../../wire/tracker/operations.ts';
import type { Library } from '../library/library.ts';
import type { Share, ShareRow } from '../library/share-table.ts';
import { checkFetched } from './check-fetched.ts';
import { HashPool } from './hash/hash-pool.ts';
import { Md5Digester } from './hash/md5-digester.ts';
import { Publisher } from './publish/publisher.ts';
import { checkManifest } from './scan/read-manifest.ts';
import type { Skip } from './scan/scan-report.ts';
import { Scanner } from './scan/scanner.ts';
import { ShareRunner } from './share-runner.ts';

/** Shares of one peer at most. */
const MAX_SHARES = 1_000;
/** How long after the last change what is no longer used is dropped, and how often fetched files are looked at, in ms. */
const COLLECT_MS = 60_000;
const FETCHED_MS = 3_600_000;

export interface ShareComponents {
  readonly library: Library;
  readonly tracker: Pick<TrackerOperations, 'publish' | 'unpublish' | 'hold'>;
  readonly hasher: Hasher;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface ShareOptions {
  /** Hashing threads. Default 2. */
  readonly workers?: number;
  /** Whether changes on disk are noticed by themselves. Default true. */
  readonly watch?: boolean;
}

export interface NewShare {
  readonly path: string;
  /** Default: the base name of the path. */
  readonly name?: string;
  /** Default: folder or file, whichever it is. */
  readonly kind?: Share['kind'];
  /** Default false. */
  readonly hidden?: boolean;
  /** Default everyone. */
  readonly audience?: Audience;
}

export interface ShareStatus {
  readonly share: Share;
  readonly state: 'scanning' | 'hashing' | 'publishing' | 'ready' | 'waiting';
  /** Files whose content is known, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  readonly hashedBytes: number;
  readonly totalBytes: number;
  readonly pendingFiles: number;
  /** Entries that the scan has looked at. */
  readonly scannedEntries: number;
  /** `polling`: no watcher here, the share is scanned every few minutes. */
  readonly watching: 'live' | 'polling' | 'off';
  readonly skipped: { readonly count: number; readonly examples: readonly Skip[] };
  /** One line: why the share is waiting. */
  readonly lastError?: string;
}

/** What a peer shares: kept like the disk in the index, and like the index at the tracker. */
export class ShareService {
  readonly #components: ShareComponents;
  readonly #watch: boolean;
  readonly #scanner: Scanner;
  readonly #pool: HashPool;
  readonly #publisher: Publisher;
  readonly #runners = new Map<string, ShareRunner>();
  readonly #listeners = new Set<() => void>();
  readonly #abort = new AbortController();
  readonly #ends: (() => void)[] = [];
  #digester: Md5Digester | undefined;
  #collecting: Promise<void> | undefined;
  #collectTimer: NodeJS.Timeout | undefined;
  #checking: Promise<void> | undefined;

  constructor(components: ShareComponents, { workers = 2, watch = true }: ShareOptions = {}) {
    this.#components = components;
    this.#watch = watch;
    this.#scanner = new Scanner(components.library.path);
    this.#pool = new HashPool({ workers });
    this.#publisher = new Publisher(components);
  }

  /** From now on the MD5 of all contents is computed in the background, and published, for the dialect `slots`. */
  computeMd5(): void {
    if (this.#digester !== undefined || this.#abort.signal.aborted) return;
    const { library, log } = this.#components;
    this.#digester = new Md5Digester(
      { library, log, pool: this.#pool },
      {
        isBusy: () => [...this.#runners.values()].some((runner) => runner.busy),
        onDigested: () => this.#publisher.notify(),
      },
    );
    this.#digester.wake();
  }

  /** Looks at all shares, since anything may have happened meanwhile. Does not wait for that. */
  start(): void {
    const { library } = this.#components;
    for (const share of library.shareTable.all()) this.#run(share);
    this.#ends.push(
      library.onFetchedChanged(() => {
        this.#publisher.notify();
        this.#digester?.wake();
      }),
      library.partials.onChanged(() => this.#publisher.notifyPartial()),
      library.onReportedChanged((name) => this.#runners.get(name)?.hashPending()),
    );
    const check = () => {
      this.#checking ??= this.#tidy(checkFetched(library, { signal: this.#abort.signal })).finally(
        () => (this.#checking = undefined),
      );
    };
    check();
    const timer = setInterval(check, FETCHED_MS).unref();
    this.#ends.push(() => clearInterval(timer));
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const end of this.#ends.splice(0)) end();
    clearTimeout(this.#collectTimer);
    const digesting = this.#digester?.stop();
    await this.#pool.stop();
    await digesting;
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()));
    await this.#scanner.stop();
    await this.#publisher.stop();
    await Promise.all([this.#collecting, this.#checking]);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Begins to share; scanning and hashing go on in the background (`rescan` awaits them).
   * @throws {AyniError} `not-found`, `no-permission`, `conflict` (name taken), `bad-path`, `bad-manifest`
   */
  async add(request: NewShare): Promise<Share> {
    const { library } = this.#components;
    const share = await this.#examine(request);
    if (library.shareTable.all().length >= MAX_SHARES) {
      throw new AyniError('too-large', `A peer has at most ${MAX_SHARES} shares: share a folder above them.`);
    }
    if (library.shareTable.named(share.name)?.path === share.path) {
      throw new AyniError('conflict', `${share.path} is shared already, as "${share.name}".`);
    }
    const row = library.shareTable.add(share);
    this.#run(row);
    this.#progress();
    return share;
  }

  /** Changes who sees a share, or whether its hidden files are shared; it is published anew. @throws {AyniError} `not-found` */
  change(name: string, to: { readonly audience?: Audience; readonly hidden?: boolean }): void {
    const { library } = this.#components;
    const { share } = this.#runner(name);
    const audience = to.audience ?? share.audience;
    const hidden = to.hidden ?? share.hidden;
    const sameAudience = audienceKey(audience) === audienceKey(share.audience);
    if (sameAudience && hidden === share.hidden) return;
    library.shareTable.change(share.key, { audience, hidden, revision: sameAudience ? share.revision : 0 });
    if (hidden !== share.hidden) void this.#runner(name).rescan();
    this.#publisher.notify();
    this.#progress();
  }

  /** Ends sharing; the files stay. @throws {AyniError} `not-found` */
  async remove(name: string): Promise<void> {
    const runner = this.#runner(name);
    const { share } = runner;
    this.#runners.delete(name);
    await runner.stop();
    this.#components.library.shareTable.remove(share);
    this.#publisher.notify();
    this.#collectLater();
    this.#progress();
  }

  /**
   * Looks at one share or all of them again; resolves when they are scanned and hashed, and published where the
   * tracker is there. A file that keeps changing is not waited for.
   * @throws {AyniError} `not-found`
   */
  async rescan(name?: string): Promise<void> {
    const runners = name === undefined ? [...this.#runners.values()] : [this.#runner(name)];
    await Promise.all(runners.map((runner) => runner.rescan()));
    await this.#publisher.settled();
  }

  list(): ShareStatus[] {
    return [...this.#runners.values()].map((runner) => {
      const { name, path, kind, hidden, audience } = runner.share;
      const status = runner.status();
      const state = status.state === 'ready' && this.#publisher.busy ? 'publishing' : status.state;
      return { share: { name, path, kind, hidden, audience }, ...status, state };
    });
  }

  /** Why the tracker could not be told lately, in one line. */
  get publishError(): string | undefined {
    return this.#publisher.lastError?.message;
  }

  /** After each announce: the tracker is told what it does not know. */
  announced(answer: Pick<AnnounceAnswer, 'revisions'>): void {
    this.#publisher.announced(answer);
  }

  /** Called when anything of `list` may have changed; often, so don't do much. */
  onProgress(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #run(share: ShareRow): void {
    const components = { ...this.#components, scanner: this.#scanner, pool: this.#pool };
    const runner = new ShareRunner(share.key, components, {
      watch: this.#watch,
      exclude: [this.#stateFolder],
      onChanged: () => {
        this.#publisher.notify();
        this.#digester?.wake();
        this.#collectLater();
      },
      onProgress: () => this.#progress(),
    });
    this.#runners.set(share.name, runner);
    runner.start();
  }

  /** Keys and index lie there: never shared, not even with the hidden files of a home folder. */
  get #stateFolder(): string {
    return dirname(resolve(this.#components.library.path));
  }

  #runner(name: string): ShareRunner {
    const runner = this.#runners.get(name);
    if (!runner) {
      throw new AyniError('not-found', `Nothing is shared as "${name}": "ayni status" shows the shares.`, {
        context: { name },
      });
    }
    return runner;
  }

  async #examine({ path: given, name, kind: asked, hidden = false, audience = EVERYONE }: NewShare): Promise<Share> {
    const absolute = resolve(given);
    const context = { path: absolute };
    let path: string;
    let kind: Share['kind'];
    try {
      path = await realpath(absolute);
      const stats = await stat(path);
      if (!stats.isDirectory() && !stats.isFile()) {
        throw new AyniError('bad-path', `${absolute} is no folder and no file: it cannot be shared.`, { context });
      }
      kind = asked ?? (stats.isDirectory() ? 'folder' : 'file');
      if ((kind === 'folder') !== stats.isDirectory()) {
        throw new AyniError('bad-path', `${absolute} is a ${stats.isFile() ? 'file' : 'folder'}, not a ${kind}.`, {
          context,
        });
      }
      await access(path, kind === 'folder' ? constants.R_OK | constants.X_OK : constants.R_OK);
      if (kind === 'manifest') await checkManifest(path);
    } catch (error) {
      throw cannotShare(error, absolute);
    }
    const state = await realpath(this.#stateFolder).catch(() => this.#stateFolder);
    if (path === state || path.startsWith(state + sep)) {
      throw new AyniError('bad-path', `${absolute} is in Ayni's own state folder, which holds keys: share another.`, {
        context,
      });
    }
    return { name: shareName(name ?? basename(absolute)), path, kind, hidden, audience };
  }

  #collectLater(): void {
    if (this.#abort.signal.aborted) return;
    clearTimeout(this.#collectTimer);
    this.#collectTimer = setTimeout(() => {
      this.#collecting ??= this.#tidy(this.#components.library.collect({ signal: this.#abort.signal })).finally(
        () => (this.#collecting = undefined),
      );
    }, COLLECT_MS).unref();
  }

  /** Nobody waits for it, and there will be another time: an index on a full disk must not end the program. */
  async #tidy(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#components.log.warn({ error: AyniError.from(error).message }, 'the index could not be tidied');
    }
  }

  #progress(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** @throws {AyniError} `bad-path` where it is no name of one level */
function shareName(text: string): string {
  const name = text.normalize('NFC');
  if (name === '' || name.includes('/')) {
    throw new AyniError('bad-path', `"${name}" cannot be the name of a share: choose a name without a slash.`);
  }
  return parseSharePath(name);
}

function cannotShare(error: unknown, path: string): AyniError {
  if (error instanceof AyniError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const options = { context: { path }, cause: error };
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AyniError('not-found', `There is no ${path}: check the spelling.`, options);
  }
  if (code === 'EACCES' || code === 'EPERM') {
    return new AyniError('no-permission', `${path} cannot be read: give yourself permission to read it.`, options);
  }
  return new AyniError(
    'io-failed',
    `${path} cannot be shared: ${error instanceof Error ? error.message : 'it failed'}.`,
    options,
  );
}
