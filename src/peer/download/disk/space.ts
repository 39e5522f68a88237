import { statfs } from 'node:fs/promises';
import { AyniError } from '../../../core/errors.ts';
import { formatBytes } from '../../../core/format/quantity.ts';

/**
 * @throws {AyniError} `disk-full`, naming the folder and what is needed there
 * @param needed bytes that are still to be written to `folder`
 */
export async function assertRoom(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free === undefined || free >= needed) return;
  throw new AyniError(
    'disk-full',
    `${folder} needs ${formatBytes(needed)} and has ${formatBytes(free)} free: make room, and the download goes on.`,
    { context: { path: folder, needed, free } },
  );
}

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
