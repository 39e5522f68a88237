import { basename, dirname, join } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import { partName } from '../../../core/names/safe-name.ts';
import { numbered } from '../disk/place.ts';
import type { JobContext } from '../job-context.ts';

/**
 * What `target` is written as until it is whole. A failed job may be gone on with, or cancelled, which removes what it
 * began: where that is of this name, whether or not it is still there, another job takes a number.
 */
export function unownedPart({ job, store }: Pick<JobContext, 'job' | 'store'>, target: string): string {
  for (const candidate of numbered(join(dirname(target), partName(basename(target))), 'file')) {
    if (!store.isOfAnother(candidate, job)) return candidate;
  }
  throw new AyniError('internal', 'Numbers for a part file ended.');
}
