import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { openInDesktop } from '../../platform/open-in-desktop.ts';
import type { Job } from '../download/job.ts';

/**
 * Opens the folder of a download that is known here: no path from outside is ever opened, and no file is started.
 * @throws {AyniError} `not-found`, `unreachable`
 */
export async function showDownload(
  jobs: readonly Pick<Job, 'id' | 'destination'>[],
  id: string,
  open: (folder: string) => Promise<void> = openInDesktop,
): Promise<void> {
  const job = jobs.find((one) => one.id === id);
  if (job === undefined) throw new AyniError('not-found', 'There is no such download.');
  const { destination } = job;
  const found = destination === undefined ? undefined : await stat(destination).catch(() => undefined);
  if (destination === undefined || found === undefined) {
    throw new AyniError('not-found', 'There is nothing of this download on the disk (any more).');
  }
  await open(found.isDirectory() ? destination : dirname(destination));
}
