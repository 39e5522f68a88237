import { lstat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Library } from '../library/library.ts';

/**
 * Fetched files that were moved, deleted or changed are no longer held. Where the whole folder is away they are kept:
 * it may be on a disk that is not mounted.
 */
export async function checkFetched(library: Library, { signal }: { readonly signal: AbortSignal }): Promise<void> {
  for (const file of library.fetched()) {
    const there = await isThere(file.path, file.size, file.mtimeNs);
    if (signal.aborted) return;
    if (!there) library.removeFetched(file.content, file.path);
  }
}

async function isThere(path: string, size: number, mtimeNs: bigint): Promise<boolean> {
  try {
    const stats = await lstat(path, { bigint: true });
    return stats.isFile() && Number(stats.size) === size && stats.mtimeNs === mtimeNs;
  } catch {
    return lstat(dirname(path)).then(
      () => false,
      () => true,
    );
  }
}
