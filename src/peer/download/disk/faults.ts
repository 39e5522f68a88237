import { AyniError } from '../../../core/errors.ts';
import { errnoOf } from '../../../platform/errno.ts';

/** What the disk refused, in our words. What is an AyniError stays. */
export function diskFault(error: unknown, path: string): AyniError {
  if (error instanceof AyniError) return error;
  const errno = errnoOf(error);
  const options = { context: { path, ...(errno === undefined ? {} : { errno }) }, cause: error };
  switch (errno) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AyniError('disk-full', `There is no room for ${path}: free some, and the download goes on.`, options);
    case 'EROFS':
      return new AyniError('no-permission', `${path} is on a read-only disk: choose another folder.`, options);
    case 'EACCES':
    case 'EPERM':
      return new AyniError('no-permission', `${path} cannot be written: check its permissions, then resume.`, options);
    case 'ENOENT':
    case 'ENOTDIR':
      return new AyniError(
        'io-failed',
        `${path} is gone: bring its folder back, or resume to begin it again.`,
        options,
      );
    case undefined:
      return AyniError.from(error);
    default:
      return new AyniError('io-failed', `${path} cannot be written (${errno}): check the disk, then resume.`, options);
  }
}

/** Runs `work` on `path` and names what the disk refused. */
export async function onDisk<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw diskFault(error, path);
  }
}
