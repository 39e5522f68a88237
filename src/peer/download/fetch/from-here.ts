import { open, rm, type FileHandle } from 'node:fs/promises';
import type { Audience } from '../../../core/access/audience.ts';
import { contentIdOfPieces, equalDigests } from '../../../core/content/content-id.ts';
import { PIECE_SIZE, pageCount, pieceLength } from '../../../core/content/geometry.ts';
import { uniteAudiences } from '../../library/audience-column.ts';
import type { LocalContent } from '../../library/library.ts';
import { onDisk } from '../disk/faults.ts';
import { cloneOver, openCopy, readFull } from '../disk/local-copy.ts';
import type { JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';
import { findPieces, modeOf, verifiedBytes, type PartFile } from './part-file.ts';
import type { PageHashes } from '../sources/page-hashes.ts';

/** How what is on this machine already came into a job: copied, not fetched. */
interface Copied {
  /**
   * Those of the files it was copied from, together (docs/decisions, 4): what others say about a content must not open
   * our own files to anybody.
   */
  readonly audience: Audience;
}

/**
 * Makes a file of one piece, at `path` where nothing may stand.
 * @returns undefined where no copy here has these bytes any more
 * @throws {AyniError} what this machine refuses, and the signal's reason
 */
export async function copySmall(
  context: JobContext,
  row: FileRow,
  path: string,
  { signal }: { signal: AbortSignal },
): Promise<Copied | undefined> {
  const { library, hasher, job } = context;
  const local = library.find(row.content);
  if (local?.size !== row.size) return undefined;
  for (const copy of local.copies) {
    signal.throwIfAborted();
    const bytes = await readSmall(copy, row.size);
    if (bytes === undefined) continue;
    if (contentIdOfPieces(hasher, row.size, hasher.hash(bytes)) !== row.content) {
      library.reportChanged(row.content, copy.path);
      continue;
    }
    await onDisk(path, () => writeNew(path, bytes, modeOf(row)));
    job.copied += row.size;
    return { audience: uniteAudiences(local.audiences) };
  }
  return undefined;
}

/**
 * Fills the missing pieces of a part with those of copies that are here; what they do not have any more stays missing.
 * Its hashes are those of the index, so that nobody is asked for them.
 * @returns undefined where pieces are missing still
 * @throws {AyniError} what this machine refuses, and the signal's reason
 */
export async function fillFromHere(
  context: JobContext,
  part: PartFile,
  pages: PageHashes,
  { signal }: { signal: AbortSignal },
): Promise<Copied | undefined> {
  const { row, bits } = part;
  const local = context.library.find(row.content);
  if (local?.size !== row.size || !takeHashes(context, row)) return undefined;
  for (const copy of local.copies) {
    if (bits.complete) break;
    if (copy.path !== part.path) await fillFrom(context, copy, part, pages, signal);
  }
  return bits.complete ? { audience: uniteAudiences(local.audiences) } : undefined;
}

type Copy = LocalContent['copies'][number];

async function fillFrom(
  context: JobContext,
  copy: Copy,
  part: PartFile,
  pages: PageHashes,
  signal: AbortSignal,
): Promise<void> {
  const { library, journal, progress, job } = context;
  const { row, bits } = part;
  const from = await openCopy(copy);
  if (from === undefined) return;
  const before = verifiedBytes(part);
  try {
    if (bits.count === 0 && (await cloneOver(copy.path, part.path))) await findPieces(part, pages, context, signal);
    else {
      await onDisk(part.path, async () => {
        const into = await open(part.path, 'r+');
        try {
          await copyPieces(context, { from, into, part, pages }, signal);
        } finally {
          await into.close();
        }
      });
    }
  } finally {
    await from.close();
    job.copied += verifiedBytes(part) - before;
    journal.touched(part);
    progress.partial(row.number, verifiedBytes(part));
  }
  if (!bits.complete) library.reportChanged(row.content, copy.path);
}

async function copyPieces(
  { hasher, progress }: JobContext,
  ends: { from: FileHandle; into: FileHandle; part: PartFile; pages: PageHashes },
  signal: AbortSignal,
): Promise<void> {
  const { from, into, part, pages } = ends;
  const { row, bits } = part;
  const buffer = Buffer.allocUnsafe(PIECE_SIZE);
  for (let piece = 0; piece < bits.length; piece++) {
    if (bits.has(piece)) continue;
    signal.throwIfAborted();
    const bytes = buffer.subarray(0, pieceLength(row.size, piece));
    const at = piece * PIECE_SIZE;
    if (!(await readFull(from, bytes, at))) return;
    const expected = pages.ofPiece(piece);
    if (expected === undefined || !equalDigests(hasher.hash(bytes), expected)) continue;
    await writeFull(into, bytes, at);
    bits.set(piece);
    progress.partial(row.number, verifiedBytes(part));
  }
}

/** Keeps the hashes that the index has where those of parts lie. Whether all are known then. */
function takeHashes({ library, store }: JobContext, { content, size }: FileRow): boolean {
  const list = library.pageHashes(content);
  if (list === undefined) return false;
  store.transaction(() => {
    store.parts.putPageHashes(content, list);
    for (let page = 0; page < pageCount(size); page++) {
      const hashes = library.pieceHashes(content, page);
      if (hashes !== undefined) store.parts.putPieceHashes(content, page, hashes);
    }
  });
  return true;
}

async function readSmall(copy: Copy, size: number): Promise<Buffer | undefined> {
  const from = await openCopy(copy);
  if (from === undefined) return undefined;
  try {
    const bytes = Buffer.allocUnsafe(size);
    return (await readFull(from, bytes, 0)) ? bytes : undefined;
  } finally {
    await from.close();
  }
}

async function writeNew(path: string, bytes: Uint8Array, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await writeFull(file, bytes, 0);
    await file.close();
  } catch (error) {
    await file.close().catch(() => {});
    // Nothing that is half written may look whole.
    await rm(path, { force: true });
    throw error;
  }
}

async function writeFull(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
  }
}
