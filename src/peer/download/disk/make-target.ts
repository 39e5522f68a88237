import { AyniError } from '../../../core/errors.ts';
import { errnoOf } from '../../../platform/errno.ts';
import { makeFolders } from '../../../platform/make-folders.ts';
import { onDisk } from './faults.ts';

/** Nothing can be made there, or something else stands there or above: no folder is gone that could come back. */
const NO_FOLDER: ReadonlySet<string | undefined> = new Set(['ENOENT', 'ENOTDIR', 'EEXIST']);
const MAY_NOT: ReadonlySet<string | undefined> = new Set(['EACCES', 'EPERM']);

/**
 * Makes the folder that something goes to, and those above it, where they are not there.
 * @param folder absolute
 * @throws {AyniError} `io-failed` where no folder can be made; `no-permission`, `disk-full`
 */
export async function makeTarget(folder: string): Promise<void> {
  try {
    await onDisk(folder, () => makeFolders(folder));
  } catch (error) {
    const { cause } = AyniError.from(error);
    const errno = errnoOf(cause);
    const options = { context: { path: folder }, cause };
    if (MAY_NOT.has(errno)) {
      const message = `The folder ${folder} may not be made: check the permissions above it, or choose another.`;
      throw new AyniError('no-permission', message, options);
    }
    if (!NO_FOLDER.has(errno)) throw error;
    throw new AyniError('io-failed', `The folder ${folder} cannot be made: choose another.`, options);
  }
}
