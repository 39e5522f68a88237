import { rm } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { partName } from '../../../core/names/safe-name.ts';
import { parentPath } from '../../../core/names/share-path.ts';
import type { Directories } from '../disk/directories.ts';
import { hashesIfContent } from '../disk/known-file.ts';
import { look } from '../disk/look.ts';
import { numbered, placeFile, putAside } from '../disk/place.ts';
import { assertRoom } from '../disk/space.ts';
import { noteRenamed, noteSkipped, type JobContext } from '../job-context.ts';
import type { FinishedFile } from '../journal.ts';
import { directoriesOf } from '../plan/root-of.ts';
import { PageHashes } from '../sources/page-hashes.ts';
import type { FileRow } from '../store/file-table.ts';
import { LargeFile } from './large-file.ts';
import { isLarge } from './located.ts';
import { onDisk } from '../disk/faults.ts';
import { WHOLE, type Outcome } from './outcome.ts';
import { openPart, verifiedBytes } from './part-file.ts';
import { seal, type Sealed } from './seal.ts';
import { serve } from './serve-part.ts';
import { copySmall, fillFromHere } from './from-here.ts';
import { fetchSmall, makeEmpty } from './small-file.ts';

/** Where a file is written, and the name it gets; the same in a folder that is filled aside. Both absolute. */
export interface FilePlace {
  readonly target: string;
  readonly path: string;
}

/** Takes one file of a job from nothing to its place. */
export class FileStep {
  readonly #context: JobContext;
  readonly #directories: Directories;

  constructor(context: JobContext) {
    this.#context = context;
    this.#directories = directoriesOf(context);
  }

  /** @throws {AyniError} what this machine refuses, and the signal's reason */
  async fetch(row: FileRow, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    const place = await this.prepare(row, { signal });
    if (place === undefined) return WHOLE;
    return isLarge(row) ? this.#large(row, place.target, signal) : this.small(row, place, { signal });
  }

  /**
   * Where a file goes, in a directory that is there. Undefined where the file is there itself: it is finished then.
   * @throws {AyniError} what this machine refuses, and the signal's reason
   */
  async prepare(row: FileRow, { signal }: { signal: AbortSignal }): Promise<FilePlace | undefined> {
    const { job } = this.#context;
    signal.throwIfAborted();
    await this.#directories.ensure(job.layout === 'file' ? '' : parentPath(row.path));
    const target = job.layout === 'file' ? (job.destination ?? '') : this.#directories.at(row.path);
    // Straight under its name in a folder that is filled aside, else beside it until it is whole.
    const direct = job.layout === 'new';
    if ((!direct || this.#context.resumed) && (await this.#isThere(row, target, direct, signal))) return undefined;
    const path = direct ? target : join(dirname(target), partName(basename(target)));
    return { target, path };
  }

  /** Whether nothing can stand where files are written: they go into a folder that was made for them just now. */
  get intoNothing(): boolean {
    return this.#context.job.layout === 'new' && !this.#context.resumed;
  }

  /** As `prepare` where nothing can stand there; undefined where the directory has to be made first. */
  placeInNothing(row: FileRow): FilePlace | undefined {
    if (!this.#directories.isThere(parentPath(row.path))) return undefined;
    const path = this.#directories.at(row.path);
    return { target: path, path };
  }

  /** Makes sure that nothing stands where a small file is written. */
  async clear({ target, path }: FilePlace): Promise<void> {
    if (path === target || (await look(path)) === undefined) return;
    // A job that was begun before may have left it; else it is somebody else's.
    if (this.#context.resumed) await onDisk(path, () => rm(path, { recursive: true, force: true }));
    else await putAside(path);
  }

  /** Whether the file needs no fetching because it is there. */
  async #isThere(row: FileRow, target: string, direct: boolean, signal: AbortSignal): Promise<boolean> {
    const { job, store, journal, hasher } = this.#context;
    // One that was begun is looked at by whoever goes on with it.
    const begun = store.parts.get(job.number, row.number);
    if (begun !== undefined && (await look(begun.path)) !== undefined) return false;
    for (const candidate of direct ? [target] : numbered(target, 'file')) {
      if ((await look(candidate)) === undefined) return false;
      const pieceHashes = await hashesIfContent(candidate, row, { hasher, signal });
      if (pieceHashes !== undefined) {
        const there = await look(candidate);
        if (there === undefined) return false;
        if (!direct) this.#noteThere(row, candidate);
        journal.finished({ row, path: candidate, mtimeNs: there.mtimeNs, inode: there.ino, pieceHashes });
        return true;
      }
      // Ours, and written half: it is fetched again.
      if (direct) await onDisk(target, () => rm(target, { recursive: true, force: true }));
    }
    return false;
  }

  #noteThere(row: FileRow, path: string): void {
    const { job } = this.#context;
    if (job.layout === 'file') job.destination = path;
    noteSkipped(job, row.path === '' ? basename(path) : row.path, 'the same file is there already');
  }

  /** A file of at most one piece, with a request of its own where it is not here. */
  async small(row: FileRow, place: FilePlace, { signal }: { signal: AbortSignal }): Promise<Outcome> {
    const { path } = place;
    await this.clear(place);
    if (row.size === 0) await makeEmpty(this.#context, row, path);
    else {
      if (await this.fromHere(row, place, { signal })) return WHOLE;
      const outcome = await fetchSmall(this.#context, row, path, { signal });
      if (outcome.kind !== 'whole') return outcome;
    }
    await this.finish(row, place, await seal(this.#context, row, path), { signal });
    return WHOLE;
  }

  /** Copies a file of one piece from what is on this machine, where nothing may stand. Whether that finished it. */
  async fromHere(row: FileRow, place: FilePlace, { signal }: { signal: AbortSignal }): Promise<boolean> {
    const copied = await copySmall(this.#context, row, place.path, { signal });
    if (copied === undefined) return false;
    await this.finish(row, place, { ...(await seal(this.#context, row, place.path)), ...copied }, { signal });
    return true;
  }

  async #large(row: FileRow, target: string, signal: AbortSignal): Promise<Outcome> {
    const { journal, progress, store, receiver, hasher, credential, job, running } = this.#context;
    const pages = new PageHashes(row, { parts: store.parts, receiver, hasher, credential });
    const part = await openPart(this.#context, row, target, pages, { signal });
    const serving = serve(this.#context, part, pages);
    let copied: Awaited<ReturnType<typeof fillFromHere>>;
    try {
      progress.partial(row.number, verifiedBytes(part));
      await assertRoom(dirname(part.path), row.size - verifiedBytes(part));
      copied = await fillFromHere(this.#context, part, pages, { signal });
      if (copied === undefined) {
        const fetching = new LargeFile(this.#context, part, pages, serving);
        running.set(row.number, fetching);
        const outcome = await fetching.fetch({ signal });
        if (outcome.kind !== 'whole') return outcome;
      }
    } finally {
      running.delete(row.number);
      journal.left(part, (await look(part.path).catch(() => undefined))?.mtimeNs);
    }
    const sealed = { ...(await seal(this.#context, row, part.path, pages.all())), ...copied };
    const served = { ...sealed, onServed: () => this.#context.serving.get(row.number)?.() };
    const place = { target: job.layout === 'new' ? part.path : target, path: part.path };
    const placed = await this.finish(row, place, served, { signal });
    if (placed !== undefined) serving.moved(placed);
    progress.partial(row.number, undefined);
    return WHOLE;
  }

  /** Gives a whole file its name, or finds that the same file got there first. @returns where it lies */
  async finish(
    row: FileRow,
    { target, path }: FilePlace,
    sealed: Sealed & Pick<FinishedFile, 'onServed' | 'audience' | 'md5'>,
    { signal }: { signal: AbortSignal },
  ): Promise<string | undefined> {
    const { job, journal, hasher } = this.#context;
    if (path === target) {
      journal.finished({ row, path, ...sealed });
      return path;
    }
    for (const candidate of numbered(target, 'file')) {
      if (await placeFile(path, candidate)) {
        if (job.layout === 'file') job.destination = candidate;
        if (candidate !== target) {
          const to =
            job.layout === 'file' ? basename(candidate) : posix.join(parentPath(row.path), basename(candidate));
          noteRenamed(job, row.path === '' ? basename(target) : row.path, to);
        }
        journal.finished({ row, path: candidate, ...sealed });
        return candidate;
      }
      const same = await hashesIfContent(candidate, row, { hasher, signal });
      const there = same && (await look(candidate));
      if (same === undefined || there === undefined) continue;
      await onDisk(path, () => rm(path, { force: true }));
      this.#noteThere(row, candidate);
      const { onServed } = sealed;
      journal.finished({ row, path: candidate, mtimeNs: there.mtimeNs, inode: there.ino, pieceHashes: same, onServed });
      return candidate;
    }
    return undefined;
  }
}
