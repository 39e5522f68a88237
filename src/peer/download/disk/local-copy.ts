import { constants, type BigIntStats } from 'node:fs';
import { chmod, copyFile, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { partName } from '../../../core/names/safe-name.ts';
import { onDisk } from './faults.ts';
import { look } from './look.ts';

/** A file as it was when it was hashed. */
export interface KnownCopy {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
}

/** For reading; undefined where it is gone, may not be read, or is not what was hashed. The caller closes it. */
export async function openCopy(copy: KnownCopy): Promise<FileHandle | undefined> {
  // A pipe or a link that took its place must not hold or lead us. Undefined on Windows, where neither exists.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const file = await open(copy.path, flags).catch(() => undefined);
  if (file === undefined) return undefined;
  const same = await file.stat({ bigint: true }).then(
    (stats) => isSame(stats, copy),
    () => false,
  );
  if (same) return file;
  await file.close();
  return undefined;
}

function isSame(stats: BigIntStats, { size, mtimeNs, inode }: KnownCopy): boolean {
  return stats.isFile() && stats.size === BigInt(size) && stats.mtimeNs === mtimeNs && stats.ino === inode;
}

/** Reads until `buffer` is full. False where the file ends before, or cannot be read. */
export async function readFull(file: FileHandle, buffer: Uint8Array, position: number): Promise<boolean> {
  try {
    for (let filled = 0; filled < buffer.length;) {
      const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
      if (bytesRead === 0) return false;
      filled += bytesRead;
    }
    return true;
  } catch {
    return false;
  }
}

/**
 * Puts a clone of `from` in the place of the file `to`, which keeps its mode: the two share their blocks, so that no
 * byte is moved and no room taken. False, and nothing changed, where the file system cannot (most can't).
 */
export async function cloneOver(from: string, to: string): Promise<boolean> {
  const clone = join(dirname(to), partName(basename(to)));
  const mode = (await look(to))?.mode;
  if (mode === undefined || (await look(clone)) !== undefined) return false;
  try {
    await copyFile(from, clone, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL);
  } catch {
    await rm(clone, { force: true });
    return false;
  }
  await onDisk(to, async () => {
    await chmod(clone, Number(mode) & 0o777);
    await rename(clone, to);
  });
  return true;
}
