import { randomFillSync } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, unlinkSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CHUNK = 2 ** 20;
/** What is written and deleted before each transfer. */
const TOUCHED = 3 * 2 ** 30;

/** A folder on disk that goes with the bench; `AYNI_BENCH_DIR` says where else than in the temporary folder. */
export class WorkFolder implements Disposable {
  readonly path = mkdtempSync(join(process.env['AYNI_BENCH_DIR'] ?? tmpdir(), 'ayni-bench-'));

  [Symbol.dispose](): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

/** A file that no one can compress. */
export function writeRandomFile(path: string, size: number): void {
  const file = openSync(path, 'wx');
  const chunk = Buffer.allocUnsafeSlow(CHUNK);
  for (let at = 0; at < size; at += CHUNK) {
    randomFillSync(chunk);
    writeSync(file, chunk, 0, Math.min(CHUNK, size - at));
  }
  closeSync(file);
}

/** Has the machine use 3 GiB of page cache just before, so that everyone writes onto pages it has at hand. */
export function touchPages(folder: string): void {
  const path = join(folder, 'touch');
  const file = openSync(path, 'w');
  const chunk = Buffer.alloc(CHUNK);
  for (let at = 0; at < TOUCHED; at += CHUNK) writeSync(file, chunk);
  closeSync(file);
  unlinkSync(path);
}

/** How long it takes until a file is on the disk, ms. */
export async function syncMs(path: string): Promise<number> {
  const file = await open(path, 'r');
  try {
    const begun = performance.now();
    await file.sync();
    return performance.now() - begun;
  } finally {
    await file.close();
  }
}
