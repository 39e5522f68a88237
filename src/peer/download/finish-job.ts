import { readlink, symlink } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { AyniError } from '../../core/errors.ts';
import { linkStaysInside, type Standing } from '../../core/names/link-target.ts';
import { baseName, parentPath } from '../../core/names/share-path.ts';
import type { Directories } from './disk/directories.ts';
import { errnoOf } from '../../platform/errno.ts';
import { diskFault } from './disk/faults.ts';
import { look } from './disk/look.ts';
import { numbered, placeFolder } from './disk/place.ts';
import { noteRenamed, noteSkipped, type JobContext } from './job-context.ts';
import { directoriesOf } from './plan/root-of.ts';
import type { JobRecord } from './store/job-record.ts';

const BATCH = 1000;

/** When all files are there: empty directories, then symlinks, then the folder gets its name. */
export async function finishJob(context: JobContext, { signal }: { signal: AbortSignal }): Promise<void> {
  const { job } = context;
  if (job.layout === 'file') return;
  const directories = directoriesOf(context);
  await makeDirectories(context, directories, signal);
  await makeLinks(context, directories, signal);
  if (job.layout === 'new') await giveName(context);
}

async function makeDirectories(
  { job, store }: JobContext,
  directories: Directories,
  signal: AbortSignal,
): Promise<void> {
  for (let after = -1; ;) {
    const rows = store.files.directories(job.number, after, BATCH);
    for (const { path } of rows) {
      signal.throwIfAborted();
      await directories.ensure(path);
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
  }
}

/** Last, so that no file is ever written through one; and only where they stay inside: the sender is distrusted. */
async function makeLinks({ job, store }: JobContext, directories: Directories, signal: AbortSignal): Promise<void> {
  const links = store.files.links(job.number);
  const ours = new Set(links.map(({ path }) => path));
  const standings = new Map<string, Standing>();
  const learn = async (path: string): Promise<void> => {
    if (standings.has(path)) return;
    const there = await look(directories.at(path));
    const known = ours.has(path) ? 'symlink' : there?.isSymbolicLink() === true ? 'foreign-symlink' : undefined;
    standings.set(path, known ?? (there?.isDirectory() === true ? 'directory' : 'other'));
  };
  for (const { path, link } of links) {
    signal.throwIfAborted();
    for (const passed of passedBy(path, link)) await learn(passed);
    if (!linkStaysInside(path, link, (at) => standings.get(at) ?? 'other')) {
      noteSkipped(job, path, 'the symlink would lead out of the folder');
      continue;
    }
    const folder = await directories.ensure(parentPath(path));
    await makeLink(job, join(folder, baseName(path)), path, link);
  }
}

/** The paths that a link leads through, as `linkStaysInside` walks them. */
function passedBy(path: string, target: string): string[] {
  const at = path.split('/').slice(0, -1);
  const passed: string[] = [];
  for (const name of target.split('/').slice(0, 300)) {
    if (name === '' || name === '.') continue;
    if (name === '..') at.pop();
    else {
      at.push(name);
      if (!name.includes('\0')) passed.push(at.join('/'));
    }
  }
  return passed;
}

async function makeLink(job: JobRecord, absolute: string, path: string, target: string): Promise<void> {
  for (const candidate of numbered(absolute, 'file')) {
    try {
      await symlink(target, candidate);
      if (candidate !== absolute) noteRenamed(job, path, posix.join(parentPath(path), basename(candidate)));
      return;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'EPERM' || errno === 'ENOSYS' || errno === 'ENAMETOOLONG') {
        noteSkipped(job, path, 'symlinks cannot be made here');
        return;
      }
      if (errno !== 'EEXIST') throw diskFault(error, candidate);
      const there = await look(candidate);
      if (there?.isSymbolicLink() === true && (await readlink(candidate)) === target) return;
    }
  }
}

async function giveName({ job, store, library }: JobContext): Promise<void> {
  const { destination: wanted, aside } = job;
  if (wanted === undefined || aside === undefined) throw new AyniError('internal', 'A new folder was filled nowhere.');
  job.phase = 'moving';
  for (const candidate of numbered(wanted, 'directory')) {
    // Written down before: whoever finds the folder moved knows where to.
    job.destination = candidate;
    if (candidate !== wanted) noteRenamed(job, basename(wanted), basename(candidate));
    store.save(job);
    if (!(await placeFolder(aside, candidate))) continue;
    afterMove({ job, library });
    return;
  }
}

/** Also for a job that ended between moving its folder and writing that down. */
export function afterMove({ job, library }: Pick<JobContext, 'job' | 'library'>): void {
  if (job.seed && job.aside !== undefined && job.destination !== undefined) {
    library.renameFetched(job.aside, job.destination);
  }
}
