import { link, open, rename, rm, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { numberedName } from '../../../core/names/safe-name.ts';
import { AyniError } from '../../../core/errors.ts';
import { errnoOf } from '../../../platform/errno.ts';
import { onDisk } from './faults.ts';
import { look } from './look.ts';

/** Numbers that are tried for a name that is taken. */
const MAX_NUMBER = 10_000;

/** `path`, then `path (2)` and so on. @throws {AyniError} `conflict` after 10,000 */
export function* numbered(path: string, kind: 'file' | 'directory'): Generator<string, never> {
  yield path;
  for (let number = 2; number <= MAX_NUMBER; number++) {
    yield join(dirname(path), numberedName(basename(path), number, kind));
  }
  throw new AyniError('conflict', `${path} and ${MAX_NUMBER} numbered names beside it are taken: move some away.`, {
    context: { path },
  });
}

/**
 * Gives a file its name, whole and at once; only on a file system without hard links an empty file has it for a moment.
 * False where something stands there: nothing is ever overwritten.
 */
export async function placeFile(part: string, target: string): Promise<boolean> {
  return onDisk(target, async () => {
    try {
      await link(part, target);
      await unlink(part);
      return true;
    } catch (error) {
      const errno = errnoOf(error);
      if (errno === 'EEXIST') return false;
      if (errno === undefined || !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EINVAL'].includes(errno)) {
        throw error;
      }
    }
    // A file system without hard links: take the name with an empty file of ours, then replace that.
    try {
      await (await open(target, 'wx')).close();
    } catch (error) {
      if (errnoOf(error) === 'EEXIST') return false;
      throw error;
    }
    try {
      await rename(part, target);
      return true;
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
  });
}

/**
 * The same for a folder. Its name is not taken with an empty folder first: that would be seen, and be believed to be
 * whole. Between the look and the renaming only somebody's empty folder could be lost: no other is renamed onto.
 */
export async function placeFolder(aside: string, target: string): Promise<boolean> {
  return onDisk(target, async () => {
    if ((await look(target)) !== undefined) return false;
    try {
      await rename(aside, target);
      return true;
    } catch (error) {
      if ((await look(target)) !== undefined) return false;
      throw error;
    }
  });
}

/** Moves something that is not ours out of the way, under a free name beside it. */
export async function putAside(path: string): Promise<string> {
  for (const candidate of numbered(path, 'file')) {
    if (candidate === path || (await look(candidate)) !== undefined) continue;
    await onDisk(path, () => rename(path, candidate));
    return candidate;
  }
  return path;
}
