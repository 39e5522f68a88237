import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AyniError } from '../core/errors.ts';

/**
 * Whether a folder that somebody named can be written to; one that is not there yet can be made.
 * @param folder absolute
 * @returns the folder, or the nearest above it that is there
 * @throws {AyniError} `bad-path`, `no-permission`
 */
export async function writableFolder(folder: string): Promise<string> {
  const there = await nearest(folder);
  if (!(await stat(there)).isDirectory()) {
    throw new AyniError('bad-path', `${there} is no folder: name one.`, { context: { path: there } });
  }
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AyniError('no-permission', `${there} cannot be written: name another folder.`, {
      context: { path: there },
      cause,
    });
  }
  return there;
}

/** The path itself, or the nearest above it that is there. */
async function nearest(path: string): Promise<string> {
  for (let at = path; ; at = dirname(at)) {
    try {
      await stat(at);
      return at;
    } catch (cause) {
      if (at === dirname(at)) throw new AyniError('bad-path', `There is no ${path}.`, { cause });
    }
  }
}
