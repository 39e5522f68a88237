import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { OpenFlatFile } from '../../../wire/dialects/flat-share.ts';
import type { DownloadTarget } from '../../download/job.ts';
import type { CacheFolder } from '../../ondemand/cache-folder.ts';
import { OnDemand, type OnDemandComponents, type OnDemandOptions, type Wanted } from '../../ondemand/on-demand.ts';
import { openFirst } from '../local-file.ts';
import { fileKey, type NetworkFile } from './network.ts';

/** Foreign files whose content is remembered. */
const MAX_CONTENTS = 10_000;

export type BridgeOptions = Omit<OnDemandOptions, 'mayRead' | 'onLearnt'>;

/** Fetches files of the network when a program of a dialect asks for them, and keeps some of them for the next one. */
export class Bridge implements AsyncDisposable {
  readonly #library: OnDemandComponents['library'];
  readonly #fetching: OnDemand;
  /** What foreign files turned out to be. */
  readonly #contents = new Map<string, ContentId>();

  constructor(components: OnDemandComponents, options: BridgeOptions) {
    this.#library = components.library;
    this.#fetching = new OnDemand(components, {
      ...options,
      mayRead: ({ kind }) => kind === 'everyone',
      onLearnt: (key, content) => {
        if (this.#contents.size >= MAX_CONTENTS) this.#contents.clear();
        this.#contents.set(key, content);
      },
    });
  }

  get folder(): CacheFolder {
    return this.#fetching.folder;
  }

  /** After the downloads were started. */
  start(): Promise<void> {
    return this.#fetching.start();
  }

  /** Whoever reads hears nothing more; the downloads are for somebody else to stop. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#fetching[Symbol.asyncDispose]();
  }

  /**
   * Opens a file that is here, or is fetched from now on.
   * @returns undefined where nobody gives it
   * @throws {AyniError} `busy` with 16 files under way, `too-large`, `cut-off`, `io-failed`
   */
  async open(file: NetworkFile, { signal }: { readonly signal: AbortSignal }): Promise<OpenFlatFile | undefined> {
    const wanted = wantedOf(file);
    const { content = this.#contents.get(wanted.key) } = wanted;
    return (await this.#openHere(file.name, content, signal)) ?? this.#fetching.open(wanted, { signal });
  }

  /** A file that is here was asked for by its name. */
  used(name: string): void {
    for (const { identity } of this.#library.flat.named(name)) this.folder.used(identity.path);
  }

  async #openHere(
    name: string,
    content: ContentId | undefined,
    signal: AbortSignal,
  ): Promise<OpenFlatFile | undefined> {
    if (content === undefined) return undefined;
    const copies = this.#library.flat.copies(content);
    for (const { identity } of copies) this.folder.used(identity.path);
    return openFirst(name, copies, { library: this.#library, signal });
  }
}

function wantedOf(file: NetworkFile): Wanted {
  const { name, size, md5 } = file;
  const content = 'content' in file ? file.content : undefined;
  return { key: fileKey(file), name, size, md5, content, target: targetOf(file) };
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
