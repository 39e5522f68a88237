import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, sep } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { writableFolder } from '../../platform/writable-folder.ts';

/**
 * Whether downloads may go to a folder that somebody named; one that is not there yet is made later.
 * @param folder its whole path
 * @param stateFolder nothing may go there
 * @throws {AyniError} `bad-path`, `no-permission`
 */
export async function checkFolder(folder: string, stateFolder: string): Promise<void> {
  const there = await writableFolder(folder);
  // Links could lead there, so it is the real places that are compared.
  const inState = relative(await realpath(stateFolder), await realpath(there));
  if (inState === '' || (inState.split(sep)[0] !== '..' && !isAbsolute(inState))) {
    throw new AyniError('bad-path', 'Ayni keeps its own state there: name another folder.');
  }
}
