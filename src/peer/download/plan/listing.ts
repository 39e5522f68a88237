import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import { GrowingTree } from '../../../core/names/growing-tree.ts';
import type { NameRules } from '../../../core/names/safe-name.ts';
import { baseName } from '../../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { look } from '../disk/look.ts';
import { assertRoom } from '../disk/space.ts';
import { noteRenamed, noteSkipped, type JobContext } from '../job-context.ts';
import type { DownloadTarget, Wishes } from '../job.ts';
import type { FileRow, NewRow } from '../store/file-table.ts';
import { sleep } from '../sleep.ts';
import { audienceOfShare, NOBODY } from './audience-of.ts';
import { browsePages } from './browse-pages.ts';
import { findFolder, prepareAside } from './lay-out.ts';
import { assertFew, deadline, rowOf, singleFile } from './read-entry.ts';

/** Files that are kept in memory until somebody asks for them: some pages of the list. */
const MAX_KEPT = 8000;
/** With more than so many of them the next page waits for those who fetch: rows that live shortly cost less. */
const MANY_KEPT = 3000;
/** … but not for long, ms: nothing can be chosen before the list is complete. */
const WAIT_MS = 50;
const LOOK_MS = 5;

type Pages = AsyncGenerator<readonly BrowsedEntry[], void, undefined>;

export interface ListingOptions {
  readonly rules: NameRules;
  /** Whether another job that has not ended goes to a path. */
  readonly isTaken: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * The list of a folder that is fetched while it comes, page by page. It goes into a new folder, which is filled aside:
 * there nothing can be in the way, so that each file has its place as soon as it is listed. The job is `new` until the
 * list is complete; one that ends before begins the list anew, and finds the files that are there.
 */
export class Listing {
  readonly #context: JobContext;
  readonly #top: string;
  readonly #pages: Pages;
  readonly #first: readonly BrowsedEntry[];
  readonly #tree: GrowingTree<NewRow>;
  /** Rows that are written down. */
  #rows = 0;
  #entries = 0;
  #ended = false;
  /** Files that nobody asked for yet: all from row `#keptFrom` on. */
  #kept: FileRow[] = [];
  #keptFrom = 0;
  /** Lets who waits go on. */
  #onGrown = (): void => {};

  private constructor(
    context: JobContext,
    options: { readonly top: string; readonly pages: Pages; readonly first: readonly BrowsedEntry[] } & {
      readonly rules: NameRules;
    },
  ) {
    this.#context = context;
    this.#top = options.top;
    this.#pages = options.pages;
    this.#first = options.first;
    this.#tree = new GrowingTree(options.rules);
  }

  /**
   * Makes the folder, and asks for the first page. Undefined where the job must know all its files before the first:
   * what it asks for is no folder of one peer, not all of it, or there is a folder already that it goes into.
   */
  static async begin(context: JobContext, { rules, isTaken, signal }: ListingOptions): Promise<Listing | undefined> {
    const { job, store, tracker } = context;
    const { target } = job;
    if (!isWholeFolder(target, job.wishes)) return undefined;
    const wanted = join(job.folder, job.name);
    const begun = job.aside !== undefined && job.destination !== undefined;
    const { destination, layout } = begun
      ? { destination: job.destination ?? wanted, layout: 'new' as const }
      : await findFolder(wanted, isTaken);
    if (layout !== 'new') return undefined;
    const { peer, path } = target;
    const [share = ''] = path.split('/');
    const audience = (await audienceOfShare(tracker, peer, share, { signal: deadline(signal) })) ?? NOBODY;
    const pages = browsePages(tracker, target, signal);
    const { value: first } = await pages.next();
    const items = first ?? [];
    if (items.some((item) => item.path === path && singleFile(item) !== undefined)) {
      await pages.return();
      await leaveAside(context);
      return undefined;
    }
    const there = begun && (await look(job.aside ?? ''))?.isDirectory() === true;
    const aside = there ? job.aside : await prepareAside(context, destination);
    // What is in it is ours, but it is not written down.
    context.resumed ||= there;
    store.transaction(() => {
      store.files.removeJob(job.number);
      store.parts.removeJob(job.number);
      const nothing = { filesTotal: 0, bytesTotal: 0, filesDone: 0, bytesDone: 0 };
      Object.assign(job, { layout, destination, aside, audience, ...nothing });
      store.save(job);
    });
    if (destination !== wanted) noteRenamed(job, basename(wanted), basename(destination));
    return new Listing(context, { top: path, pages, first: items, rules });
  }

  /**
   * Reads the list to its end and writes it down.
   * @param options.onFull is called when more is listed than there is room for
   * @throws {AyniError} what the tracker says, `too-large`, and the signal's reason
   */
  async run({ signal, onFull }: { signal: AbortSignal; onFull: () => void }): Promise<void> {
    const { job, store } = this.#context;
    try {
      this.#add(this.#first);
      for await (const items of this.#pages) {
        this.#add(items);
        if (!(await this.#hasRoom())) onFull();
        await this.#asked(signal);
      }
      const rest = this.#tree.rest();
      for (const { path, why } of this.#tree.refused) noteSkipped(job, path, why);
      for (const { entry, path } of rest) {
        // What lies in a renamed folder keeps its own name.
        if (baseName(path) !== baseName(entry.path)) noteRenamed(job, entry.path, path);
      }
      const rows = rest.map(({ entry, path }) => ({ ...entry, path }));
      store.transaction(() => {
        this.#write(rows);
        job.phase = 'laid';
        store.save(job);
      });
      this.#keep(rows);
    } finally {
      this.#ended = true;
      this.#onGrown();
      signal.throwIfAborted();
    }
  }

  /** How many rows there are so far, numbered from 0. */
  get rows(): number {
    return this.#rows;
  }

  /**
   * The first files after row `after` and those before it that were asked for, as they are written down. Undefined where
   * they have to be read from there.
   */
  listed(after: number, limit: number): readonly FileRow[] | undefined {
    if (after + 1 < this.#keptFrom) return undefined;
    const next = this.#kept.findIndex(({ number }) => number > after);
    this.#kept = next < 0 ? [] : this.#kept.slice(next);
    this.#keptFrom = after + 1;
    return this.#kept.slice(0, limit);
  }

  /** Waits a little for those who fetch. */
  async #asked(signal: AbortSignal): Promise<void> {
    for (let waited = 0; this.#kept.length > MANY_KEPT && waited < WAIT_MS; waited += LOOK_MS) {
      await sleep(LOOK_MS, { signal });
    }
  }

  /** Waits until there are rows after number `after`, for one at a time. False where there will be none. */
  async more(after: number, { signal }: { signal: AbortSignal }): Promise<boolean> {
    while (this.#rows <= after + 1 && !this.#ended) {
      signal.throwIfAborted();
      await new Promise<void>((resolve) => {
        const go = (): void => {
          signal.removeEventListener('abort', go);
          resolve();
        };
        signal.addEventListener('abort', go, { once: true });
        this.#onGrown = go;
      });
    }
    return this.#rows > after + 1;
  }

  #add(items: readonly BrowsedEntry[]): void {
    const { store } = this.#context;
    this.#entries += items.length;
    assertFew(this.#entries, this.#top);
    const rows: NewRow[] = [];
    for (const item of items) {
      const row = item.path === this.#top ? undefined : rowOf(this.#context, this.#top, item);
      if (row !== undefined && this.#tree.takes(row)) rows.push(row);
    }
    store.transaction(() => this.#write(rows));
    this.#keep(rows);
    this.#onGrown();
  }

  #write(rows: readonly NewRow[]): void {
    const { job, store } = this.#context;
    store.files.add(job.number, this.#rows, rows);
    this.#rows += rows.length;
    for (const { kind, size } of rows) {
      if (kind !== 'file') continue;
      job.filesTotal++;
      job.bytesTotal += size;
    }
  }

  /** What was written last, for who asks next: reading it back costs as much as writing it down. */
  #keep(rows: readonly NewRow[]): void {
    if (this.#kept.length > MAX_KEPT) {
      this.#kept = [];
      this.#keptFrom = this.#rows;
      return;
    }
    const from = this.#rows - rows.length;
    for (const [index, { kind, content, path, origin, size, mtime, executable }] of rows.entries()) {
      if (kind !== 'file' || content === undefined) continue;
      this.#kept.push({ number: from + index, path, origin, content, size, mtime, executable });
    }
  }

  async #hasRoom(): Promise<boolean> {
    const { job } = this.#context;
    try {
      await assertRoom(job.aside ?? job.folder, job.bytesTotal - job.bytesDone);
      return true;
    } catch (error) {
      if (AyniError.is(error, 'disk-full')) return false;
      throw error;
    }
  }
}

function isWholeFolder(
  target: DownloadTarget,
  { only = [], skip = [], first = [] }: Wishes,
): target is Extract<DownloadTarget, { kind: 'tree' }> {
  if (target.kind !== 'tree' || target.also !== undefined) return false;
  return only.length === 0 && skip.length === 0 && first.length === 0;
}

/** What was a folder when the list was begun is a file now. */
async function leaveAside({ job }: JobContext): Promise<void> {
  if (job.aside === undefined) return;
  await rm(job.aside, { recursive: true, force: true });
  job.aside = undefined;
}
