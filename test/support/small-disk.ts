import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { present } from './parts.ts';

function run(program: string, ...args: string[]): boolean {
  return spawnSync(program, args).status === 0;
}

/**
 * A file system of its own, to be filled up; undefined, and the test skipped, where mounting is not allowed.
 * @param size as `mount` writes it: `4m`
 */
export async function smallDisk(t: TestContext, size: string): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'ayni-test-'));
  // Lazily: whoever writes there still is ended by a hook that comes later.
  t.after(async () => {
    run('umount', '-l', folder);
    await rm(folder, { recursive: true, force: true });
  });
  const mounted = run('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
  return present(t, mounted, 'needs the right to mount a small tmpfs') ? folder : undefined;
}

/** @param option as `mount` writes it: `size=40m`, `ro` */
export function remount(disk: string, option: string): void {
  if (!run('mount', '-o', `remount,${option}`, disk)) throw new Error(`${disk} cannot be mounted again with ${option}`);
}

/**
 * Makes a disk read-only for whoever opens something there from now on, whatever is open.
 * @returns what makes it writable again
 */
export function readOnly(disk: string): () => void {
  if (!run('mount', '--bind', disk, disk) || !run('mount', '-o', 'remount,bind,ro', disk)) {
    throw new Error(`${disk} cannot be mounted read-only`);
  }
  return () => void run('umount', '-l', disk);
}
