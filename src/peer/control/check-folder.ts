import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, relative, sep } from 'node:path';

import { AyniError } from '../../core/errors.ts';

/**
 * Whether downloads may go to a folder that somebody named; one that is not there yet is made later.
 * @param folder its whole path
 * @param stateFolder nothing may go there
 * @throws {AyniError} `bad-path`, `no-permission`
 */
export async function checkFolder(folder: string, stateFolder: string): Promise<void> {
  const there = await nearest(folder);
  if (!(await stat(there)).isDirectory()) {
    throw new AyniError('bad-path', `${there} is no folder: name one.`, { context: { path: there } });
  }
  // Links could lead there, so it is the real places that are compared.
  const inState = relative(await realpath(stateFolder), await realpath(there));
  if (inState === '' || (inState.split(sep)[0] !== '..' && !isAbsolute(inState))) {
    throw new AyniError('bad-path', 'Ayni keeps its own state there: name another folder.');
  }
  try {
    await access(there, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw new AyniError('no-permission', `${there} cannot be written: name another folder.`, {
      context: { path: there },
      cause,
    });
  }
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
