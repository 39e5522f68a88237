import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { Logger } from '../../../core/log.ts';
import { hasEnded } from '../../../core/transfer/job-state.ts';
import type { OpenFlatFile } from '../../../wire/dialects/flat-share.ts';
import type { DownloadService } from '../../download/download-service.ts';
import type { DownloadTarget, Job } from '../../download/job.ts';
import type { Library } from '../../library/library.ts';
import { openFirst } from '../local-file.ts';
import { BridgeDownload } from './bridge-download.ts';
import { BridgeFolder } from './bridge-folder.ts';
import { BridgedFile } from './bridged-file.ts';
import { fileKey, type NetworkFile } from './network.ts';

/** Files that are fetched at once; more are refused. */
const MAX_DOWNLOADS = 16;
/** What nobody reads any more goes on for this long, ms: many programs ask again. */
const GRACE_MS = 30_000;
/** Without a byte for this long, ms, an answer is cut off. */
const STALL_MS = 60_000;
/** Foreign files whose content is remembered. */
const MAX_CONTENTS = 10_000;

export interface BridgeComponents {
  readonly library: Library;
  /** Of its own: what it has begun before is cancelled at the start, since nobody waits for it. It must serve what it fetches. */
  readonly downloads: Pick<DownloadService, 'add' | 'cancel' | 'resume' | 'jobs' | 'onChange'>;
  readonly log: Logger;
}

export interface BridgeOptions {
  /** Absolute, in the state folder. */
  readonly folder: string;
  /** Of what is kept there. Default 10 GiB, or a tenth of what is free. */
  readonly maxBytes?: number;
  /** Default 60,000. */
  readonly stallMs?: number;
  /** Default 30,000. */
  readonly graceMs?: number;
}

/** Fetches files of the network when a program of a dialect asks for them, and keeps some of them for the next one. */
export class Bridge implements AsyncDisposable {
  readonly folder: BridgeFolder;
  readonly #components: BridgeComponents;
  readonly #stallMs: number;
  readonly #graceMs: number;
  /** By the file that is fetched. */
  readonly #running = new Map<string, Promise<BridgeDownload>>();
  readonly #byJob = new Map<string, BridgeDownload>();
  readonly #timers = new Map<BridgeDownload, NodeJS.Timeout>();
  /** What foreign files turned out to be. */
  readonly #contents = new Map<string, ContentId>();
  #unlisten: () => void = () => undefined;
  #stopped = false;

  constructor(components: BridgeComponents, { folder, maxBytes, stallMs, graceMs }: BridgeOptions) {
    this.#components = components;
    this.#stallMs = stallMs ?? STALL_MS;
    this.#graceMs = graceMs ?? GRACE_MS;
    const { library, log } = components;
    this.folder = new BridgeFolder({ library, log }, { path: folder, maxBytes });
  }

  /** After the downloads were started. */
  async start(): Promise<void> {
    const { downloads } = this.#components;
    const begun = downloads.jobs().filter(({ state }) => !hasEnded(state));
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
   * Opens a file that is here, or is fetched from now on.
   * @returns undefined where nobody gives it
   * @throws {AyniError} `busy` with 16 files under way, `too-large`, `cut-off`, `io-failed`
   */
  async open(file: NetworkFile, { signal }: { readonly signal: AbortSignal }): Promise<OpenFlatFile | undefined> {
    const key = fileKey(file);
    const here = await this.#openHere(file.name, 'content' in file ? file.content : this.#contents.get(key), signal);
    if (here !== undefined || this.#stopped) return here;
    const running = this.#running.get(key) ?? this.#begin(key, file);
    const download = await running;
    this.#enter(download);
    try {
      if (!(await download.begun({ signal }))) {
        this.#leave(download, { atOnce: true });
        return undefined;
      }
      const { size } = download;
      if (size === undefined) throw new AyniError('internal', 'A bridged file began without a size.');
      const facts = { name: file.name, size, md5: file.md5 };
      return new BridgedFile(facts, download, { onClosed: () => this.#leave(download) });
    } catch (error) {
      this.#leave(download);
      throw error;
    }
  }

  /** A file that is here was asked for by its name. */
  used(name: string): void {
    for (const { identity } of this.#components.library.flat.named(name)) this.folder.used(identity.path);
  }

  async #openHere(
    name: string,
    content: ContentId | undefined,
    signal: AbortSignal,
  ): Promise<OpenFlatFile | undefined> {
    if (content === undefined) return undefined;
    const { library } = this.#components;
    const copies = library.flat.copies(content);
    for (const { identity } of copies) this.folder.used(identity.path);
    return openFirst(name, copies, { library, signal });
  }

  #begin(key: string, file: NetworkFile): Promise<BridgeDownload> {
    if (this.#running.size >= MAX_DOWNLOADS) {
      return Promise.reject(new AyniError('busy', `${MAX_DOWNLOADS} files are being fetched for others: ask later.`));
    }
    const beginning = this.#download(key, file);
    this.#running.set(key, beginning);
    beginning.catch(() => this.#running.delete(key));
    return beginning;
  }

  async #download(key: string, file: NetworkFile): Promise<BridgeDownload> {
    const { library, downloads } = this.#components;
    const owner = {};
    if (!(await this.folder.reserve(owner, file.size ?? 0))) {
      throw new AyniError('too-large', `There is no room for "${file.name}" in the folder of the bridge.`);
    }
    try {
      const job = await downloads.add({
        target: targetOf(file),
        folder: this.folder.path,
        name: file.name,
        seed: true,
        wishes: { inOrder: true },
      });
      const content = 'content' in file ? file.content : undefined;
      const download = new BridgeDownload({ library }, job, {
        key,
        owner,
        content,
        size: file.size,
        stallMs: this.#stallMs,
      });
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

  #ended(download: BridgeDownload): void {
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
    if (content !== undefined && download.content === undefined) {
      if (this.#contents.size >= MAX_CONTENTS) this.#contents.clear();
      this.#contents.set(key, content);
    }
    void this.folder.keep(owner, job.destination);
  }

  #enter(download: BridgeDownload): void {
    download.users++;
    download.entered();
    // Who waits for a source looks for one at once.
    if (download.job.state === 'waiting') this.#components.downloads.resume(download.id).catch(() => undefined);
    clearTimeout(this.#timers.get(download));
    this.#timers.delete(download);
  }

  #leave(download: BridgeDownload, { atOnce = false } = {}): void {
    download.users--;
    if (download.users > 0 || !this.#byJob.has(download.id) || this.#stopped) return;
    const wait = atOnce ? 0 : this.#graceMs;
    this.#timers.set(download, setTimeout(() => void this.#giveUp(download), wait).unref());
  }

  async #giveUp(download: BridgeDownload): Promise<void> {
    if (!this.#byJob.has(download.id)) return;
    await this.#components.downloads.cancel(download.id).catch((error: unknown) => {
      this.#components.log.debug({ job: download.id, error: AyniError.from(error).message }, 'it ended by itself');
    });
  }
}

function targetOf(file: NetworkFile): DownloadTarget {
  if ('content' in file) return { kind: 'content', content: file.content, size: file.size, name: file.name };
  const [first, ...also] = file.foreign;
  if (first === undefined) throw new AyniError('internal', 'A foreign file is at no peer.');
  const { size, md5 } = file;
  return {
    kind: 'foreign',
    ...first,
    ...(size === undefined ? {} : { size }),
    ...(md5 === undefined ? {} : { md5 }),
    ...(also.length === 0 ? {} : { also }),
  };
}
