import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from './disk/faults.ts';
import type { JobContext } from './job-context.ts';
import { rootOf } from './plan/root-of.ts';

/** Removes what had come of files that were skipped in the end; until then they can be gone on with. */
export async function dropSkipped({ job, store, choices, serving }: JobContext): Promise<void> {
  for (const number of choices.all('skip')) {
    const row = store.files.file(job.number, number, false);
    if (row === undefined) continue;
    serving.get(number)?.();
    const part = store.parts.get(job.number, number);
    // In a folder that is filled aside everything is ours, also a small file that was on its way.
    const path = part?.path ?? (job.layout === 'new' ? join(rootOf(job), ...row.path.split('/')) : undefined);
    if (path !== undefined) await onDisk(path, () => rm(path, { force: true }));
    store.parts.remove(job.number, number, row.content);
  }
}
