import { rm } from 'node:fs/promises';
import { AyniError } from '../../../core/errors.ts';
import { parentPath } from '../../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { noteSkipped, type JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';

/** Files, and folders of theirs, that are looked at again each time. */
const MAX_FILES = 1000;
const MAX_FOLDERS = 20;
const PAGE = 5000;
const ASK_MS = 30_000;
/** A file is given up when it was missing so often: a tracker that lost its state lists everything again bit by bit. */
const MISSING_LOOKS = 5;
/** Why a file is left out, in the job's notes. */
export const NO_LONGER_SHARED = 'it is no longer shared';

/**
 * Nobody has some files of a tree any more: they may have changed since it was listed. What is published there now
 * takes their place, and what stays away is noted and no longer waited for.
 * @returns whether anything changed
 */
export async function listAgain(context: JobContext, { signal }: { signal: AbortSignal }): Promise<boolean> {
  const { job, store, choices } = context;
  const { target } = job;
  if (target.kind !== 'tree' || job.layout === 'file') return false;
  const pending = store.files.files(job.number, -1, false, MAX_FILES);
  const rows = pending.filter(({ number }) => !choices.isSkipped(number));
  const folders = new Set<string>();
  for (const row of rows) if (folders.size < MAX_FOLDERS) folders.add(parentPath(row.origin));
  let changed = false;
  for (const folder of folders) {
    const path = folder === '' ? target.path : `${target.path}/${folder}`;
    const now = await browseFolder(context, path, signal);
    for (const row of rows) {
      if (parentPath(row.origin) === folder) changed = (await follow(context, row, now.get(row.origin))) || changed;
    }
  }
  return changed;
}

/** The files of one folder, by their path relative to what was asked for; none where it is gone. */
async function browseFolder(
  context: JobContext,
  path: string,
  signal: AbortSignal,
): Promise<Map<string, BrowsedEntry>> {
  const { tracker, job } = context;
  const files = new Map<string, BrowsedEntry>();
  if (job.target.kind !== 'tree') return files;
  const { peer, path: top } = job.target;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
  let cursor: string | undefined;
  try {
    do {
      const query = { peer, path, recursive: false, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const page = await tracker.browse(query, { signal: deadline });
      for (const item of page.items) if (item.kind === 'file') files.set(item.path.slice(top.length + 1), item);
      if (page.cursor !== undefined && (page.items.length === 0 || page.cursor === cursor)) {
        throw new AyniError('bad-answer', `The tracker's list of ${path} does not end.`);
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  } catch (error) {
    if (!AyniError.is(error, 'not-found')) throw error;
  }
  return files;
}

async function follow(context: JobContext, row: FileRow, now: BrowsedEntry | undefined): Promise<boolean> {
  const { job, store, progress, log, missing } = context;
  const { content, size = 0 } = now ?? {};
  if (content === row.content) return false;
  if (content === undefined) {
    const looks = (missing.get(row.number) ?? 0) + 1;
    missing.set(row.number, looks);
    if (looks < MISSING_LOOKS) return false;
  }
  const part = store.parts.get(job.number, row.number);
  // Pieces of what was before are no use for what is there now.
  if (part !== undefined) await rm(part.path, { force: true });
  progress.partial(row.number, undefined);
  store.transaction(() => {
    store.parts.remove(job.number, row.number, row.content);
    if (content === undefined || !Number.isSafeInteger(size) || size < 0) {
      store.files.remove(job.number, row.number);
      noteSkipped(job, row.path, NO_LONGER_SHARED);
      job.filesTotal--;
      job.bytesTotal -= row.size;
    } else {
      store.files.replace(job.number, row.number, { content, size, mtime: now?.mtime });
      job.bytesTotal += size - row.size;
    }
    store.save(job);
  });
  log.info({ job: job.id, path: row.origin }, 'a file of the tree changed since it was listed');
  return true;
}
