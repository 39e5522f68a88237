import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { errnoOf } from './errno.ts';

/**
 * Makes a folder, and those above it that are not there. Node's own `recursive` tries for ever where the system says of
 * a folder in one that is there that there is none, as it does in /proc.
 * @param path absolute
 */
export async function makeFolders(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST' && (await isFolder(path))) return;
    const above = dirname(path);
    if (errnoOf(error) !== 'ENOENT' || above === path) throw error;
    await makeFolders(above);
    await mkdir(path).catch(async (again: unknown) => {
      // Somebody else may make the same.
      if (!(await isFolder(path))) throw again;
    });
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
