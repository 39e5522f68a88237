import { statfs } from 'node:fs/promises';

/** Bytes that stay free on a disk, whatever others send: the daemon's own state, and who works here, need some. */
export const FREE_RESERVE = 256 * 1024 * 1024;

/** Bytes that may be written there; undefined where the file system does not tell. */
export async function freeBytes(folder: string): Promise<number | undefined> {
  try {
    const { blocks, bavail, bsize } = await statfs(folder);
    return blocks > 0 ? bavail * bsize : undefined;
  } catch {
    // The write itself will say what is wrong.
    return undefined;
  }
}
