import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const SMALL_BYTES = 4096;
const PER_FOLDER = 100;

/** Writes files of 4 KiB, all different, a hundred to a folder unless told otherwise. */
export function plantSmall(folder: string, files: number, perFolder = PER_FOLDER): void {
  const bytes = Buffer.alloc(SMALL_BYTES);
  for (let file = 0; file < files; file++) {
    const inside = join(folder, `folder-${Math.floor(file / perFolder)}`);
    if (file % perFolder === 0) mkdirSync(inside);
    bytes.fill(`${file};`);
    writeFileSync(join(inside, `file-${file % perFolder}.txt`), bytes);
  }
}

/** On tmpfs where there is one: creating many files on a disk is another story. */
export class MemoryFolder implements Disposable {
  readonly path = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'ayni-bench-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}
