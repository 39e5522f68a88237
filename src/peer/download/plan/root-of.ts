import { dirname } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import { Directories } from '../disk/directories.ts';
import type { JobContext } from '../job-context.ts';
import type { JobRecord } from '../store/job-record.ts';

/** The folder that the paths of a job's files are relative to while it runs. */
export function rootOf(job: JobRecord): string {
  if (job.destination === undefined) throw new AyniError('internal', 'A job without a destination cannot run.');
  if (job.layout === 'file') return dirname(job.destination);
  return job.aside ?? job.destination;
}

/** Its directories, for all steps of one attempt: what was made or looked at once is not looked at again. */
export function directoriesOf(context: JobContext): Directories {
  const root = rootOf(context.job);
  if (context.directories?.root !== root) context.directories = new Directories(root);
  return context.directories;
}
