import { AyniError } from '../../core/errors.ts';
import { errnoOf } from '../../platform/errno.ts';
import { freeBytes } from '../../platform/free-bytes.ts';

/** With less free SQLite may fail to make or map its files, and calls that an I/O error. Bytes. */
const TOO_LITTLE = 1024 * 1024;
/** SQLite's result code for no room, https://sqlite.org/rescode.html */
const SQLITE_FULL = 13;

/**
 * Runs what writes into the state folder. A full disk is told alike wherever it is met: some parts would ask for a look at
 * the disk or its permissions, some to move away what only lacks room.
 * @throws {AyniError} `disk-full`; what else `work` throws
 */
export async function onStateDisk<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const causes = causesOf(error);
    const full =
      causes.some(saysFull) || (causes.some(mayMeanFull) && ((await freeBytes(folder)) ?? Infinity) < TOO_LITTLE);
    if (!full) throw error;
    const message = `The disk with the state folder ${folder} is full: make room there, then try again.`;
    throw new AyniError('disk-full', message, { cause: error, context: { path: folder } });
  }
}

/** The error, what caused it, and so on. */
function causesOf(error: unknown): readonly Error[] {
  const causes: Error[] = [];
  for (let at = error; at instanceof Error && causes.length < 5; at = at.cause) causes.push(at);
  return causes;
}

function saysFull(error: Error): boolean {
  if (AyniError.is(error, 'disk-full') || ['ENOSPC', 'EDQUOT'].includes(errnoOf(error) ?? '')) return true;
  return 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === SQLITE_FULL;
}

function mayMeanFull(error: Error): boolean {
  return AyniError.is(error, 'io-failed') || 'errcode' in error;
}
