import { contentIdOf } from '../../../core/content/content-id.ts';
import { assertContentSize } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { linkRefusal } from '../../../core/names/link-target.ts';
import { parseSharePath } from '../../../core/names/share-path.ts';
import type { BrowsedEntry } from '../../../core/swarm/catalog.ts';
import { noteSkipped, type JobContext } from '../job-context.ts';
import type { NewRow } from '../store/file-table.ts';

/** Entries of one tree. */
const MAX_ENTRIES = 2_000_000;
/** How long the tracker may take for one answer, ms. */
const ASK_MS = 30_000;

export function deadline(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(ASK_MS)]);
}

/** @throws {AyniError} `too-large` */
export function assertFew(entries: number, path: string): void {
  if (entries <= MAX_ENTRIES) return;
  throw new AyniError('too-large', `${path} has more than ${MAX_ENTRIES} entries: fetch its folders one by one.`);
}

/** An entry with its path relative to `top`; undefined, and noted, for what makes no sense. */
export function rowOf({ job, log, hasher }: JobContext, top: string, item: BrowsedEntry): NewRow | undefined {
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

/**
 * The file that a path leads to, where what the tracker lists at that very path is one.
 * @throws {AyniError} `not-found` where it is a symlink
 */
export function singleFile(item: BrowsedEntry): NewRow | undefined {
  if (item.kind === 'symlink') throw linkRefusal(item.path, item.target ?? '');
  // A share of one file is that file.
  const isFile = item.kind === 'file' || (item.kind === 'share' && item.content !== undefined);
  return isFile ? parseEntry({ ...item, kind: 'file' }, '') : undefined;
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
