import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Playheads } from '../../core/transfer/playheads.ts';
import { AwaitedFile } from '../ondemand/awaited-file.ts';
import { OnDemand, type OnDemandComponents, type OnDemandOptions } from '../ondemand/on-demand.ts';
import { RunningPart } from './running-part.ts';
import { WholeFile } from './whole-file.ts';

/** Without a byte for this long, ms, a reader is cut off. */
const STALL_MS = 60_000;

export interface PreviewComponents extends OnDemandComponents {
  /** The one that the person's own downloads heed, too. */
  readonly playheads: Playheads;
}

export type PreviewOptions = Omit<OnDemandOptions, 'mayRead' | 'onLearnt'>;

export interface PreviewRequest {
  /** What to call it on the disk; its id unless given. */
  readonly name?: string;
  /** Bytes, where it is known. */
  readonly size?: number;
  readonly signal: AbortSignal;
}

/** A file of the network that is open for reading while it comes. */
export interface OpenPreview extends AsyncDisposable {
  /** Bytes. */
  readonly size: number;
  /**
   * Reads at most `buffer.length` bytes at `position`, and waits until they are there: what is read is fetched first.
   * @returns how many; 0 at the end
   * @throws {AyniError} `cut-off` after a minute without a byte, `content-changed`, `io-failed`, the signal's reason
   */
  read(buffer: Uint8Array, position: number, options?: { readonly signal?: AbortSignal }): Promise<number>;
}

/**
 * Opens files of the network for the person at this machine: from a copy that is here, else along with a download that
 * runs, else by fetching it into a folder of its own, where it stays for a while. What it fetches keeps the audience
 * of the shares it comes from (docs/decisions, 4).
 */
export class PreviewService implements AsyncDisposable {
  readonly #components: PreviewComponents;
  readonly #fetching: OnDemand;
  readonly #stallMs: number;

  constructor(components: PreviewComponents, options: PreviewOptions) {
    this.#components = components;
    this.#stallMs = options.stallMs ?? STALL_MS;
    // Whom else it is for does not matter: a source gives it to nobody who may not have it.
    this.#fetching = new OnDemand(components, { ...options, mayRead: () => true });
  }

  /** Fetched since the state folder was made, as far as it is remembered. */
  get bytesReceived(): number {
    return this.#components.downloads.bytesReceived;
  }

  /** After its downloads were started. */
  start(): Promise<void> {
    return this.#fetching.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fetching[Symbol.asyncDispose]();
  }

  /**
   * @returns undefined where nobody who is online has it
   * @throws {AyniError} `busy` with 16 files under way; `too-large` for the folder of previews; `cut-off`, `io-failed`
   */
  async open(content: ContentId, { name = content, size, signal }: PreviewRequest): Promise<OpenPreview | undefined> {
    const here = (await this.#openWhole(content, signal)) ?? this.#openRunning(content, name);
    if (here !== undefined) return here;
    const target = { kind: 'content', content, name, ...(size === undefined ? {} : { size }) } as const;
    return this.#fetching.open({ key: content, name, content, size, target }, { signal });
  }

  async #openWhole(content: ContentId, signal: AbortSignal): Promise<OpenPreview | undefined> {
    const { library } = this.#components;
    for (const copy of library.find(content)?.copies ?? []) {
      signal.throwIfAborted();
      try {
        const file = await WholeFile.open(copy);
        this.#fetching.folder.used(copy.path);
        return file;
      } catch (error) {
        if (!AyniError.is(error, 'content-changed')) throw error;
        library.reportChanged(content, copy.path);
      }
    }
    return undefined;
  }

  /** Along with a download of somebody else; one of ours is opened again, so that it goes on. */
  #openRunning(content: ContentId, name: string): OpenPreview | undefined {
    const { library, playheads } = this.#components;
    const part = library.partials.find(content);
    if (part === undefined || this.#fetching.isFetching(content)) return undefined;
    const coming = new RunningPart({ library }, { content, stallMs: this.#stallMs });
    return new AwaitedFile({ name, size: part.size }, coming, {
      head: playheads.open(content),
      onClosed: () => undefined,
    });
  }
}
