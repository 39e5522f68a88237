import { rm } from 'node:fs/promises';
import { isContentSize } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { parentPath } from '../../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { noteSkipped, type JobContext } from '../job-context.ts';
import { placesOf, type TreePlace } from '../job.ts';
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
    const here = rows.filter(({ origin }) => parentPath(origin) === folder);
    const now = new Map<string, BrowsedEntry[]>();
    for (const place of placesOf(target)) await browseFolder(context, { place, folder, into: now }, signal);
    for (const row of here) {
      const named = now.get(row.origin) ?? [];
      if (named.some(({ content }) => content === row.content)) continue;
      // What another row is already is not what became of this one.
      const others = new Set(here.filter(({ origin }) => origin === row.origin).map(({ content }) => content));
      const next = named.find(({ content }) => content === undefined || !others.has(content));
      changed = (await follow(context, row, next)) || changed;
    }
  }
  return changed;
}

/** Adds the files of one folder, by their path relative to what was asked for; none where it is gone. */
async function browseFolder(
  { tracker }: JobContext,
  { place, folder, into }: { place: TreePlace; folder: string; into: Map<string, BrowsedEntry[]> },
  signal: AbortSignal,
): Promise<void> {
  const { peer, path: top } = place;
  const path = folder === '' ? top : `${top}/${folder}`;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
  let cursor: string | undefined;
  try {
    do {
      const query = { peer, path, recursive: false, limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
      const page = await tracker.browse(query, { signal: deadline });
      for (const item of page.items) {
        const origin = item.path.slice(top.length + 1);
        if (item.kind === 'file') into.set(origin, [...(into.get(origin) ?? []), item]);
      }
      if (page.cursor !== undefined && (page.items.length === 0 || page.cursor === cursor)) {
        throw new AyniError('bad-answer', `The tracker's list of ${path} does not end.`);
      }
      cursor = page.cursor;
    } while (cursor !== undefined);
  } catch (error) {
    if (!AyniError.is(error, 'not-found')) throw error;
  }
}

async function follow(context: JobContext, row: FileRow, now: BrowsedEntry | undefined): Promise<boolean> {
  const { job, log, missing } = context;
  const { content, size = 0 } = now ?? {};
  if (content === undefined) {
    const looks = (missing.get(row.number) ?? 0) + 1;
    missing.set(row.number, looks);
    if (looks < MISSING_LOOKS) return false;
  }
  const is = content === undefined || !isContentSize(size) ? undefined : { content, size, mtime: now?.mtime };
  await replaceFile(context, row, is);
  log.info({ job: job.id, path: row.origin }, 'a file of the tree changed since it was listed');
  return true;
}

/** @param is what the file turned out to be; undefined where it is no longer there */
export async function replaceFile(
  { job, store, progress }: Pick<JobContext, 'job' | 'store' | 'progress'>,
  row: FileRow,
  is: Pick<FileRow, 'content' | 'size' | 'mtime'> | undefined,
): Promise<void> {
  const part = store.parts.get(job.number, row.number);
  // Pieces of what was before are no use for what is there now.
  if (part !== undefined) await rm(part.path, { force: true });
  progress.partial(row.number, undefined);
  store.transaction(() => {
    store.parts.remove(job.number, row.number, row.content);
    if (is === undefined) {
      store.files.remove(job.number, row.number);
      noteSkipped(job, row.path, NO_LONGER_SHARED);
      job.filesTotal--;
      job.bytesTotal -= row.size;
    } else {
      store.files.replace(job.number, row.number, is);
      job.bytesTotal += is.size - row.size;
    }
    store.save(job);
  });
}
