import type { Audience } from '../../../core/access/audience.ts';
import { contentIdOf } from '../../../core/content/content-id.ts';
import { assertContentSize } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { baseName, parseSharePath } from '../../../core/names/share-path.ts';
import { safeTree } from '../../../core/names/safe-tree.ts';
import type { NameRules } from '../../../core/names/safe-name.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { noteRenamed, noteSkipped, type JobContext } from '../job-context.ts';
import { placesOf, type DownloadTarget, type TreePlace } from '../job.ts';
import type { NewRow } from '../store/file-table.ts';
import { audienceOfShare, commonAudience, namesOfContent, NOBODY } from './audience-of.ts';
import { browsePages } from './browse-pages.ts';
import { chooseRows } from './choose-rows.ts';
import { mergeRows } from './merge-rows.ts';
import { sizeFromSource } from './size-from-source.ts';

/** Entries of one tree. */
const MAX_ENTRIES = 2_000_000;
/** How long the tracker may take for one answer, ms. */
const ASK_MS = 30_000;

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
  const size = target.size ?? asked.size ?? (await sizeFromSource(context, target.content, signal));
  assertContentSize(size);
  store.transaction(() => {
    store.files.removeJob(job.number);
    const row = { kind: 'file', path: '', origin: '', content: target.content, size, executable: false } as const;
    store.files.add(job.number, 0, [row]);
    Object.assign(job, { phase: 'listed', layout: 'file', audience: asked.audience, filesTotal: 1, bytesTotal: size });
    store.save(job);
  });
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
        // A share of one file is that file.
        const isFile = item.kind === 'file' || (item.kind === 'share' && item.content !== undefined);
        const single = isFile ? parseEntry({ ...item, kind: 'file' }, '') : undefined;
        if (single !== undefined) return { rows: [], single };
        continue;
      }
      const row = entryBelow(context, target.path, item);
      if (row !== undefined) rows.push(row);
    }
    assertFew(rows.length, target.path);
  }
  return { rows, single: undefined };
}

/** @throws {AyniError} `too-large` */
function assertFew(entries: number, path: string): void {
  if (entries <= MAX_ENTRIES) return;
  throw new AyniError('too-large', `${path} has more than ${MAX_ENTRIES} entries: fetch its folders one by one.`);
}

/** An entry with its path relative to `top`; undefined, and noted, for what makes no sense. */
function entryBelow({ job, log, hasher }: JobContext, top: string, item: BrowsedEntry): NewRow | undefined {
  try {
    if (!item.path.startsWith(`${top}/`)) {
      throw new AyniError('bad-path', `"${item.path.slice(0, 80)}" does not lie below ${top}.`);
    }
    const row = parseEntry(item, parseSharePath(item.path.slice(top.length + 1)));
    // Nobody is asked for an empty file, so it is checked here.
    if (row.kind === 'file' && row.size === 0 && row.content !== contentIdOf(hasher, 0, new Uint8Array(0))) {
      throw new AyniError('bad-answer', `${row.path} should be empty, but its id is that of something else.`);
    }
    return row;
  } catch (error) {
    const { message } = AyniError.from(error);
    log.warn({ job: job.id, path: item.path.slice(0, 200) }, message);
    noteSkipped(job, item.path.slice(0, 200), message);
    return undefined;
  }
}

function parseEntry(item: BrowsedEntry, path: string): NewRow {
  const { kind, content, size = 0, mtime, executable = false, target } = item;
  if (kind === 'file') {
    assertContentSize(size);
    if (content === undefined) throw new AyniError('bad-answer', `${item.path} has no content id.`);
    const time = mtime !== undefined && Number.isFinite(mtime) && Math.abs(mtime) < 8.64e15 ? mtime : undefined;
    return { kind, path, origin: path, content, size, mtime: time, executable };
  }
  if (kind === 'symlink') {
    if (target === undefined) throw new AyniError('bad-answer', `The symlink ${item.path} points nowhere.`);
    return { kind, path, origin: path, size: 0, executable: false, link: target };
  }
  return { kind: 'directory', path, origin: path, size: 0, executable: false };
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

function deadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
}
