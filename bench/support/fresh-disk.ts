import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** For many small files: ext4's default would run out of inodes. */
const SMALL = { bytes: 3 * 2 ** 30, bytesPerInode: 8192 };

function succeeds(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** A new ext4 in an image file, mounted; gone at the end. Where many files were deleted, ext4 is another story. */
export class FreshDisk implements Disposable {
  readonly path: string;
  readonly #image: string;

  /** @throws {Error} where mounting is not possible here */
  constructor(work: string, { bytes, bytesPerInode } = SMALL) {
    this.#image = join(work, 'ext4.img');
    this.path = join(work, 'ext4');
    mkdirSync(this.path, { recursive: true });
    const file = openSync(this.#image, 'w');
    ftruncateSync(file, bytes);
    closeSync(file);
    const made =
      succeeds('mkfs.ext4', ['-q', '-F', '-i', String(bytesPerInode), '-E', 'lazy_itable_init=0', this.#image]) &&
      succeeds('mount', ['-o', 'loop', this.#image, this.path]);
    if (made) return;
    rmSync(this.#image, { force: true });
    throw new Error('An image file cannot be mounted here.');
  }

  [Symbol.dispose](): void {
    succeeds('umount', [this.path]);
    rmSync(this.#image, { force: true });
  }
}

/** Whether this machine lets us mount one. */
export function canMount(work: string): boolean {
  try {
    using disk = new FreshDisk(work);
    return disk.path !== '';
  } catch {
    return false;
  }
}
