import type { Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { hasEnded } from '../../core/transfer/job-state.ts';
import type { Playheads } from '../../core/transfer/playheads.ts';
import type { DownloadService } from '../download/download-service.ts';
import type { DownloadTarget, Job } from '../download/job.ts';
import type { Library } from '../library/library.ts';
import { AwaitedDownload } from './awaited-download.ts';
import { AwaitedFile } from './awaited-file.ts';
import { CacheFolder } from './cache-folder.ts';

/** Files that are fetched at once; more are refused. */
export const MAX_ON_DEMAND = 16;
/** What nobody reads any more goes on for this long, ms: many programs ask again. */
const GRACE_MS = 30_000;
/** Without a byte for this long, ms, a reader is cut off. */
const STALL_MS = 60_000;

/** A file that somebody asks for. */
export interface Wanted {
  /** The same for all who ask for the same. */
  readonly key: string;
  readonly name: string;
  /** Absent where only the download will tell. */
  readonly content?: ContentId | undefined;
  readonly size?: number | undefined;
  readonly md5?: string | undefined;
  readonly target: DownloadTarget;
}

export interface OnDemandComponents {
  readonly library: Library;
  /** Of its own: what it has begun before is cancelled at the start, since nobody waits for it. It must serve what it fetches. */
  readonly downloads: Pick<DownloadService, 'add' | 'bytesReceived' | 'cancel' | 'resume' | 'jobs' | 'onChange'>;
  /** The one that `downloads` heeds; without, files come from their beginning. */
  readonly playheads?: Playheads;
  readonly log: Logger;
}

export interface OnDemandOptions {
  /** Absolute, in the state folder; nothing else may lie in it. */
  readonly folder: string;
  /** Of what is kept there. Default 10 GiB, or a tenth of what is free. */
  readonly maxBytes?: number;
  /** Default 60,000. */
  readonly stallMs?: number;
  /** Default 30,000. */
  readonly graceMs?: number;
  /** Whether whoever asks may have what is for these. */
  readonly mayRead: (audience: Audience) => boolean;
  /** A file is here whose content nobody knew before. */
  readonly onLearnt?: (key: string, content: ContentId) => void;
}

/** Fetches files when somebody asks for them, lets them be read meanwhile, and keeps some for the next one who asks. */
export class OnDemand implements AsyncDisposable {
  readonly folder: CacheFolder;
  readonly #components: OnDemandComponents;
  readonly #options: OnDemandOptions;
  /** By the file that is fetched. */
  readonly #running = new Map<string, Promise<AwaitedDownload>>();
  readonly #byJob = new Map<string, AwaitedDownload>();
  /** By the file; who asks for one that is just being given up waits, and begins anew. */
  readonly #ending = new Map<string, Promise<void>>();
  readonly #timers = new Map<AwaitedDownload, NodeJS.Timeout>();
  #unlisten: () => void = () => undefined;
  #stopped = false;

  constructor(components: OnDemandComponents, options: OnDemandOptions) {
    this.#components = components;
    this.#options = options;
    const { library, log } = components;
    this.folder = new CacheFolder({ library, log }, { path: options.folder, maxBytes: options.maxBytes });
  }

  /** After the downloads were started. */
  async start(): Promise<void> {
    const { downloads } = this.#components;
    const begun = downloads.jobs({ ended: false });
    await Promise.all(begun.map(({ id }) => downloads.cancel(id)));
    await this.folder.start();
    this.#unlisten = downloads.onChange((job) => this.#changed(job));
  }

  /** Whoever reads hears nothing more; the downloads are for somebody else to stop. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true;
    this.#unlisten();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all([...this.#byJob.values()].map((download) => this.#giveUp(download)));
  }

  /**
   * Opens a file that is fetched from now on, or is being fetched.
   * @returns undefined where nobody gives it
   * @throws {AyniError} `busy` with 16 files under way, `too-large`, `cut-off`, `io-failed`
   */
  async open(wanted: Wanted, { signal }: { readonly signal: AbortSignal }): Promise<AwaitedFile | undefined> {
    const { key, name, md5, content } = wanted;
    await this.#ending.get(key);
    if (this.#stopped) return undefined;
    const running = this.#running.get(key) ?? this.#begin(wanted);
    const download = await running;
    this.#enter(download);
    try {
      if (!(await download.begun({ signal }))) {
        this.#leave(download, { atOnce: true });
        return undefined;
      }
      const { size } = download;
      if (size === undefined) throw new AyniError('internal', 'A file began to come without a size.');
      const head = content === undefined ? undefined : this.#components.playheads?.open(content);
      return new AwaitedFile({ name, size, md5 }, download, { head, onClosed: () => this.#leave(download) });
    } catch (error) {
      this.#leave(download);
      throw error;
    }
  }

  /** Whether a file is being fetched here, for whoever asked before. */
  isFetching(key: string): boolean {
    return this.#running.has(key);
  }

  #begin(wanted: Wanted): Promise<AwaitedDownload> {
    if (this.#running.size >= MAX_ON_DEMAND) {
      return Promise.reject(new AyniError('busy', `${MAX_ON_DEMAND} files are being fetched for others: ask later.`));
    }
    const { key } = wanted;
    const beginning = this.#download(wanted);
    this.#running.set(key, beginning);
    beginning.catch(() => this.#running.delete(key));
    return beginning;
  }

  async #download({ key, name, content, size, target }: Wanted): Promise<AwaitedDownload> {
    const { library, downloads } = this.#components;
    const { stallMs = STALL_MS, mayRead } = this.#options;
    const owner = {};
    if (!(await this.folder.reserve(owner, size ?? 0))) {
      throw new AyniError('too-large', `There is no room to keep "${name}" while it is read: download it instead.`);
    }
    try {
      const { path: folder } = this.folder;
      const job = await downloads.add({ target, folder, name, seed: true, wishes: { inOrder: true } });
      const download = new AwaitedDownload({ library }, job, { key, owner, content, size, stallMs, mayRead });
      this.#byJob.set(job.id, download);
      return download;
    } catch (error) {
      this.folder.release(owner);
      throw error;
    }
  }

  #changed(job: Job): void {
    const download = this.#byJob.get(job.id);
    if (download === undefined) return;
    download.changed(job);
    if (hasEnded(job.state)) this.#ended(download);
    else if (Math.max(job.bytesTotal, job.bytesDone) > this.folder.maxBytes) void this.#giveUp(download);
  }

  #ended(download: AwaitedDownload): void {
    const { key, owner, job } = download;
    this.#byJob.delete(job.id);
    this.#running.delete(key);
    clearTimeout(this.#timers.get(download));
    this.#timers.delete(download);
    if (job.state !== 'done' || job.destination === undefined) {
      this.folder.release(owner);
      return;
    }
    const content = this.#components.library.holds.fileAt(job.destination)?.content;
    if (content !== undefined && download.content === undefined) this.#options.onLearnt?.(key, content);
    this.folder.keep(owner, job.destination).catch((error: unknown) => {
      this.#components.log.warn({ job: job.id, error: AyniError.from(error).message }, 'no room could be made');
    });
  }

  #enter(download: AwaitedDownload): void {
    download.users++;
    download.entered();
    // Who waits for a source looks for one at once.
    if (download.job.state === 'waiting') this.#components.downloads.resume(download.id).catch(() => undefined);
    clearTimeout(this.#timers.get(download));
    this.#timers.delete(download);
  }

  #leave(download: AwaitedDownload, { atOnce = false } = {}): void {
    download.users--;
    if (download.users > 0 || !this.#byJob.has(download.id) || this.#stopped) return;
    const wait = atOnce ? 0 : (this.#options.graceMs ?? GRACE_MS);
    this.#timers.set(download, setTimeout(() => void this.#giveUp(download), wait).unref());
  }

  async #giveUp(download: AwaitedDownload): Promise<void> {
    if (!this.#byJob.has(download.id)) return;
    const { key, id } = download;
    const ending = this.#components.downloads.cancel(id).catch((error: unknown) => {
      this.#components.log.debug({ job: id, error: AyniError.from(error).message }, 'it ended by itself');
    });
    this.#ending.set(key, ending);
    await ending;
    if (this.#ending.get(key) === ending) this.#ending.delete(key);
  }
}
