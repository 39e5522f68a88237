import { mkdir, rm } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import { parentPath } from '../../../core/names/share-path.ts';
import { numbered, putAside } from '../disk/place.ts';
import { onDisk } from '../disk/faults.ts';
import { look } from '../disk/look.ts';
import { noteRenamed, type JobContext } from '../job-context.ts';
import { unownedPart } from './unowned-part.ts';

/** Directories that are looked at between two times that others get their turn. */
const BATCH = 1000;

/**
 * Decides where a job's files go. A folder that is there already is filled up; anything else in the way gets to stay,
 * and the download gets a number.
 * @param isTaken whether another job that has not ended goes there
 */
export async function layOut(context: JobContext, isTaken: (path: string) => boolean): Promise<void> {
  const { job, store } = context;
  const wanted = join(job.folder, job.name);
  if (job.layout === 'file') {
    // Whether the file there is the same is seen when it is its turn; here only other jobs are in the way.
    for (const candidate of numbered(wanted, 'file')) {
      if (isTaken(candidate)) continue;
      job.destination = candidate;
      break;
    }
  } else {
    Object.assign(job, await findFolder(wanted, isTaken));
    if (job.layout === 'merge') await avoidWhatIsThere(context, job.destination ?? wanted);
    else job.aside = await prepareAside(context, job.destination ?? wanted);
  }
  if (job.destination !== undefined && job.destination !== wanted) {
    noteRenamed(job, basename(wanted), basename(job.destination));
  }
  job.phase = 'laid';
  store.save(job);
}

/** Where a folder that is to be `wanted` can come: where none is, or one that can be filled up. */
export async function findFolder(
  wanted: string,
  isTaken: (path: string) => boolean,
): Promise<{ readonly destination: string; readonly layout: 'new' | 'merge' }> {
  for (const candidate of numbered(wanted, 'directory')) {
    if (isTaken(candidate)) continue;
    const there = await look(candidate);
    if (there === undefined) return { destination: candidate, layout: 'new' };
    if (there.isDirectory()) return { destination: candidate, layout: 'merge' };
  }
  throw new AyniError('internal', 'Numbers for a folder ended.');
}

/** The empty folder that a new one is filled as. One that another program left is not ours to fill. */
export async function prepareAside(context: JobContext, destination: string): Promise<string> {
  const aside = unownedPart(context, destination);
  if ((await look(aside)) !== undefined) await putAside(aside);
  await onDisk(aside, () => mkdir(aside));
  return aside;
}

/** In an existing folder a file or a symlink may stand where the tree has a directory: that one gets a number. */
async function avoidWhatIsThere(context: JobContext, destination: string): Promise<void> {
  const { job, store } = context;
  const moved = new Map<string, string>();
  const current = (path: string): string => {
    for (let at = path; at !== ''; at = parentPath(at)) {
      const to = moved.get(at);
      if (to !== undefined) return to + path.slice(at.length);
    }
    return path;
  };
  for (let after = -1; ;) {
    const directories = store.files.directories(job.number, after, BATCH);
    for (const { path } of directories) {
      const wanted = current(path);
      for (const candidate of numbered(join(destination, ...wanted.split('/')), 'directory')) {
        const there = await look(candidate);
        if (there !== undefined && !there.isDirectory()) continue;
        const to = posix.join(parentPath(wanted), basename(candidate));
        if (to !== wanted) {
          moved.set(path, to);
          noteRenamed(job, path, to);
        }
        break;
      }
    }
    const last = directories.at(-1);
    if (last === undefined) break;
    after = last.number;
  }
  if (moved.size === 0) return;
  store.transaction(() => store.files.move(job.number, (path) => (current(path) === path ? undefined : current(path))));
}

type Leftovers = Pick<JobContext, 'job' | 'store' | 'library' | 'log'>;

/** Removes what a job that was given up leaves: part files, and the folder it filled aside. */
export async function removeLeftovers(context: Leftovers): Promise<void> {
  const { job, store, log } = context;
  for (const { path } of store.parts.ofJob(job.number)) await rm(path, { force: true }).catch(() => {});
  const { aside } = job;
  if (aside === undefined) return;
  // First: where the index has no room, this may make some.
  await rm(aside, { recursive: true, force: true }).catch(() => {});
  try {
    forgetFetched(context, aside);
  } catch (error) {
    // Whoever asks for one of them finds that it is gone, and it is forgotten then.
    log.warn({ job: job.id, error: AyniError.from(error).message }, 'files that were removed are still in the index');
  }
}

function forgetFetched({ job, store, library }: Leftovers, aside: string): void {
  for (let after = -1; ;) {
    const files = store.files.files(job.number, after, true, BATCH);
    for (const { content, path } of files) library.removeFetched(content, join(aside, ...path.split('/')));
    const last = files.at(-1);
    if (last === undefined) break;
    after = last.number;
  }
}
