import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';

import { AyniError } from '../../core/errors.ts';

/**
 * A path as a person writes it, in a page too, where there is no folder that it could be relative to: `~` is the home
 * folder, as shells have it.
 * @throws {AyniError} `bad-path`
 */
export function wholePath(path: string): string {
  const full = path === '~' || path.startsWith('~/') ? join(homedir(), path.slice(1)) : path;
  if (!isAbsolute(full) || full.includes('\0')) {
    throw new AyniError('bad-path', 'Name the folder with its whole path, from the root on.');
  }
  return resolve(full);
}
