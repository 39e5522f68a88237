import { open, rm } from 'node:fs/promises';
import { Bitfield } from '../../../core/content/bitfield.ts';
import { equalDigests } from '../../../core/content/content-id.ts';
import { pieceCount, pieceLength } from '../../../core/content/geometry.ts';
import { onDisk } from '../disk/faults.ts';
import { eachPiece } from '../disk/known-file.ts';
import { look } from '../disk/look.ts';
import { putAside } from '../disk/place.ts';
import type { JobContext } from '../job-context.ts';
import { unownedPart } from '../plan/unowned-part.ts';
import type { PageHashes } from '../sources/page-hashes.ts';
import type { FileRow } from '../store/file-table.ts';
import type { PartRow } from '../store/part-table.ts';

/** A file of more than one piece on its way. */
export interface PartFile {
  readonly row: FileRow;
  /** Absolute path of what is written. */
  readonly path: string;
  /** Verified pieces. */
  readonly bits: Bitfield;
}

/** Mode of a new file before the umask. */
export function modeOf(row: FileRow): number {
  return row.executable ? 0o777 : 0o666;
}

/** Bytes of the pieces that are there. */
export function verifiedBytes({ row, bits }: PartFile): number {
  if (bits.count === 0) return 0;
  const last = bits.length - 1;
  const lastLength = pieceLength(row.size, last);
  const whole = pieceLength(row.size, 0);
  return bits.has(last) ? (bits.count - 1) * whole + lastLength : bits.count * whole;
}

/**
 * Makes the part file of what is to be `target`, or goes on with the one that this job began. Its pieces are believed
 * where it was left in order and has not changed since; else all of them are hashed, also those that the journal did not
 * know of yet.
 */
export async function openPart(
  context: JobContext,
  row: FileRow,
  target: string,
  pages: PageHashes,
  { signal }: { signal: AbortSignal },
): Promise<PartFile> {
  const { job, store } = context;
  const begun = store.parts.get(job.number, row.number);
  if (begun?.content === row.content) {
    const there = await look(begun.path);
    if (there?.isFile() === true && there.size === BigInt(row.size)) {
      const part = { row, path: begun.path, bits: new Bitfield(pieceCount(row.size)) };
      const trusted = begun.mtimeNs === there.mtimeNs;
      const bits = trusted ? Bitfield.fromBytes(part.bits.length, begun.bits) : part.bits;
      if (!trusted) await findPieces(part, pages, context, signal);
      return { ...part, bits };
    }
    // The crash came between creating the file and giving it its size.
    if (there?.isFile() === true && there.size === 0n) await rm(begun.path, { force: true });
  }
  return create(context, row, target);
}

async function create(context: JobContext, row: FileRow, target: string): Promise<PartFile> {
  const { job, store } = context;
  const bits = new Bitfield(pieceCount(row.size));
  // Below a folder that we fill aside everything is ours, and has its name already; beside other files a stranger's part
  // file stays.
  const path = job.layout === 'new' ? target : unownedPart(context, target);
  if ((await look(path)) !== undefined) {
    if (job.layout === 'new') await onDisk(path, () => rm(path, { recursive: true, force: true }));
    else await putAside(path);
  }
  // Written down first: after a crash the file is known as ours.
  const part: PartRow = {
    job: job.number,
    number: row.number,
    path,
    content: row.content,
    size: row.size,
    bits: bits.toBytes(),
    mtimeNs: undefined,
  };
  store.parts.put(part);
  await onDisk(path, async () => {
    const file = await open(path, 'wx', modeOf(row));
    try {
      await file.truncate(row.size);
    } finally {
      await file.close();
    }
  });
  return { row, path, bits };
}

/** Hashes the part file and marks the pieces that are right, as far as their hashes are known. */
export async function findPieces(
  part: PartFile,
  pages: PageHashes,
  { hasher }: JobContext,
  signal: AbortSignal,
): Promise<void> {
  await eachPiece(
    part.path,
    part.row.size,
    (index, bytes) => {
      const expected = pages.ofPiece(index);
      if (expected !== undefined && equalDigests(hasher.hash(bytes), expected)) part.bits.set(index);
    },
    { signal },
  );
}
