import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { needs, present } from './parts.ts';

/** XFS makes no smaller ones; the image has holes. */
const IMAGE_BYTES = 320 * 1024 * 1024;

/** A file system whose files can share their blocks; undefined, and the test skipped, where none can be made. */
export async function cloneDisk(t: TestContext): Promise<string | undefined> {
  if (!needs(t, 'mkfs.xfs')) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'ayni-test-'));
  const [image, disk] = [join(folder, 'image'), join(folder, 'disk')];
  await writeFile(image, '');
  await truncate(image, IMAGE_BYTES);
  await mkdir(disk);
  const run = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;
  // Lazily: whoever writes there still is ended by a hook that comes later.
  t.after(async () => {
    run('umount', '-l', disk);
    await rm(folder, { recursive: true, force: true });
  });
  const mounted = run('mkfs.xfs', '-q', '-m', 'reflink=1', image) && run('mount', '-o', 'loop', image, disk);
  return present(t, mounted, 'needs the right to mount an XFS image') ? disk : undefined;
}
