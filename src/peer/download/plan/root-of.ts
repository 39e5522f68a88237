import { dirname } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import type { JobRecord } from '../store/job-record.ts';

/** The folder that the paths of a job's files are relative to while it runs. */
export function rootOf(job: JobRecord): string {
  if (job.destination === undefined) throw new AyniError('internal', 'A job without a destination cannot run.');
  if (job.layout === 'file') return dirname(job.destination);
  return job.aside ?? job.destination;
}
