import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { onDisk } from '../disk/faults.ts';
import { hashesIfContent } from '../disk/known-file.ts';
import type { JobContext } from '../job-context.ts';
import { rootOf } from '../plan/root-of.ts';
import { SYNC_SIZE } from './seal.ts';

const BATCH = 1000;

/**
 * After an unclean end: files that are done but were not synced are hashed, and fetched again where the disk lost them.
 * Only in a folder that is filled aside: elsewhere they are the user's by now, who may have changed them.
 */
export async function recheckFinished(context: JobContext, { signal }: { signal: AbortSignal }): Promise<void> {
  const { job, store, journal, hasher } = context;
  if (job.layout !== 'new') return;
  const root = rootOf(job);
  for (let after = -1; ;) {
    const rows = store.files.files(job.number, after, true, BATCH);
    for (const row of rows) {
      signal.throwIfAborted();
      if (row.size >= SYNC_SIZE) continue;
      const path = join(root, ...row.path.split('/'));
      if ((await hashesIfContent(path, row, { hasher, signal })) !== undefined) continue;
      await onDisk(path, () => rm(path, { recursive: true, force: true }));
      journal.unfinished(row);
    }
    const last = rows.at(-1);
    if (last === undefined) break;
    after = last.number;
  }
  journal.flush();
}
