import type { Audience } from '../../../core/access/audience.ts';
import { isContentSize } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import { baseName } from '../../../core/names/share-path.ts';
import { safeTree } from '../../../core/names/safe-tree.ts';
import type { NameRules } from '../../../core/names/safe-name.ts';
import { noteRenamed, noteSkipped, type JobContext } from '../job-context.ts';
import { placesOf, type DownloadTarget, type TreePlace } from '../job.ts';
import type { NewRow } from '../store/file-table.ts';
import { audienceOfShare, commonAudience, namesOfContent, NOBODY } from './audience-of.ts';
import { browsePages } from './browse-pages.ts';
import { chooseRows } from './choose-rows.ts';
import { mergeRows } from './merge-rows.ts';
import { assertFew, deadline, rowOf, singleFile } from './read-entry.ts';
import { sizeFromSource } from './size-from-source.ts';

/** Finds out which files a job has, how large they are and who may have them, and writes that down. */
export async function listFiles(context: JobContext, rules: NameRules, signal: AbortSignal): Promise<void> {
  const { job } = context;
  if (job.target.kind === 'tree') await listTree(context, job.target, rules, signal);
  if (job.target.kind === 'content') await listContent(context, job.target, signal);
}

async function listContent(
  context: JobContext,
  target: Extract<DownloadTarget, { kind: 'content' }>,
  signal: AbortSignal,
): Promise<void> {
  const { job, store, tracker } = context;
  const asked = await namesOfContent(tracker, target.content, { signal: deadline(signal) });
  const told = target.size ?? asked.size;
  const size = told !== undefined && isContentSize(told) ? told : await sizeOf(context, target.content, signal);
  store.transaction(() => {
    store.files.removeJob(job.number);
    const row = { kind: 'file', path: '', origin: '', content: target.content, size, executable: false } as const;
    store.files.add(job.number, 0, [row]);
    Object.assign(job, { phase: 'listed', layout: 'file', audience: asked.audience, filesTotal: 1, bytesTotal: size });
    store.save(job);
  });
}

/** Of a content that has no name. */
async function sizeOf(context: JobContext, content: ContentId, signal: AbortSignal): Promise<number> {
  await context.sources.locate([content], { signal });
  return sizeFromSource(context, content, signal);
}

async function listTree(
  context: JobContext,
  target: Extract<DownloadTarget, { kind: 'tree' }>,
  rules: NameRules,
  signal: AbortSignal,
): Promise<void> {
  const { job, store } = context;
  const { audience, rows, single } =
    target.also === undefined ? await listPlace(context, target, signal) : await listPlaces(context, target, signal);
  const list = single === undefined ? chooseRows(arrange(context, rows, rules), job.wishes) : [single];
  const files = list.filter(({ kind }) => kind === 'file');
  if (list.length === 0 && rows.length > 0) {
    throw new AyniError('not-found', `Nothing in ${target.path} matches what is wanted of it.`);
  }
  store.transaction(() => {
    store.files.removeJob(job.number);
    store.files.add(job.number, 0, list);
    Object.assign(job, {
      phase: 'listed',
      layout: single === undefined ? 'new' : 'file',
      audience,
      filesTotal: files.length,
      bytesTotal: files.reduce((sum, { size }) => sum + size, 0),
    });
    store.save(job);
  });
}

interface Listed {
  readonly audience: Audience;
  readonly rows: readonly NewRow[];
  /** Where the path is a file. */
  readonly single: NewRow | undefined;
}

async function listPlace(context: JobContext, place: TreePlace, signal: AbortSignal): Promise<Listed> {
  const [share = ''] = place.path.split('/');
  const audience = await audienceOfShare(context.tracker, place.peer, share, { signal: deadline(signal) });
  return { audience: audience ?? NOBODY, ...(await browseAll(context, place, signal)) };
}

/** The folders of several peers as one. One that is gone adds nothing, as long as another is there. */
async function listPlaces(
  context: JobContext,
  target: Extract<DownloadTarget, { kind: 'tree' }>,
  signal: AbortSignal,
): Promise<Listed> {
  const listed: Listed[] = [];
  let entries = 0;
  let gone: unknown;
  for (const place of placesOf(target)) {
    try {
      const one = await listPlace(context, place, signal);
      entries += one.rows.length;
      assertFew(entries, target.path);
      listed.push(one);
    } catch (error) {
      if (!AyniError.is(error, 'not-found')) throw error;
      gone = error;
    }
  }
  if (listed.length === 0) throw gone;
  const rows = mergeRows(listed.map((one) => one.rows));
  for (const { kind, path, origin } of rows) {
    if (kind !== 'directory' && path !== origin) noteRenamed(context.job, origin, path);
  }
  return { audience: commonAudience(listed.map((one) => one.audience)), rows, single: undefined };
}

/** Everything at and below a path of a peer. `single` where the path is a file. */
async function browseAll(
  context: JobContext,
  target: TreePlace,
  signal: AbortSignal,
): Promise<{ readonly rows: NewRow[]; readonly single: NewRow | undefined }> {
  const rows: NewRow[] = [];
  for await (const items of browsePages(context.tracker, target, signal)) {
    for (const item of items) {
      if (item.path === target.path) {
        const single = singleFile(item);
        if (single !== undefined) return { rows: [], single };
        continue;
      }
      const row = rowOf(context, target.path, item);
      if (row !== undefined) rows.push(row);
    }
    assertFew(rows.length, target.path);
  }
  return { rows, single: undefined };
}

/** The rows with paths that the target can hold, parents before children. */
function arrange({ job }: JobContext, rows: readonly NewRow[], rules: NameRules): NewRow[] {
  const tree = safeTree(rows, rules);
  for (const { path, why } of tree.refused) noteSkipped(job, path, why);
  return tree.entries.map(({ entry, path }) => {
    if (entry === undefined) return { kind: 'directory', path, origin: path, size: 0, executable: false };
    // What lies in a renamed folder keeps its own name.
    if (baseName(path) !== baseName(entry.path)) noteRenamed(job, entry.path, path);
    return path === entry.path ? entry : { ...entry, path };
  });
}
