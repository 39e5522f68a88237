import { AyniError } from '../../../core/errors.ts';
import { formatBytes } from '../../../core/format/quantity.ts';
import { freeBytes } from '../../../platform/free-bytes.ts';

/**
 * @throws {AyniError} `disk-full`, naming the folder and what is needed there
 * @param needed bytes that are still to be written to `folder`
 */
export async function assertRoom(folder: string, needed: number): Promise<void> {
  const free = await freeBytes(folder);
  if (free === undefined || free >= needed) return;
  throw new AyniError(
    'disk-full',
    `${folder} needs ${formatBytes(needed)} and has ${formatBytes(free)} free: make room, and the download goes on.`,
    { context: { path: folder, needed, free } },
  );
}
