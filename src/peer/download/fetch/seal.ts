import { open } from 'node:fs/promises';
import type { Audience } from '../../../core/access/audience.ts';
import { contentIdOfPieces } from '../../../core/content/content-id.ts';
import { AyniError } from '../../../core/errors.ts';
import { onDisk } from '../disk/faults.ts';
import type { JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';

/** From this size on a file is on the disk before it has its name; smaller ones are hashed again after an unclean end. */
export const SYNC_SIZE = 16 * 1024 * 1024;

/** What the library keeps of a whole file. */
export interface Sealed {
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  readonly pieceHashes: Uint8Array;
  /** Whom it admits where that is not for the job to say: it was copied here. */
  readonly audience?: Audience;
}

/**
 * Gives a whole file its time and, where it is large, syncs it.
 * @param known its piece hashes; a file of one piece is read again for them, out of the page cache
 */
export async function seal({ hasher }: JobContext, row: FileRow, path: string, known?: Uint8Array): Promise<Sealed> {
  return onDisk(path, async () => {
    const file = await open(path, 'r+');
    try {
      const pieceHashes = known ?? (row.size === 0 ? new Uint8Array(0) : hasher.hash(await file.readFile()));
      if (known === undefined && contentIdOfPieces(hasher, row.size, pieceHashes) !== row.content) {
        throw new AyniError('io-failed', `${path} was changed while it was written: resume to fetch it again.`, {
          context: { path },
        });
      }
      if (row.mtime !== undefined) await file.utimes(row.mtime / 1000, row.mtime / 1000);
      if (row.size >= SYNC_SIZE) await file.sync();
      const { mtimeNs, ino } = await file.stat({ bigint: true });
      return { mtimeNs, inode: ino, pieceHashes };
    } finally {
      await file.close();
    }
  });
}
