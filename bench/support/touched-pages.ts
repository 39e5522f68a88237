import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

const CHUNK = Buffer.alloc(2 ** 20);
/** What is written before each transfer: files of so many MiB. */
const FILES = 24;
const FILE_MIB = 128;
/** So much of it is free at least, as long as there is any left, KiB. */
const AHEAD_KIB = 512 * 1024;
/** How often that is looked at, ms. */
const LOOK_MS = 20;

function freeKib(): number {
  return Number(/^MemFree: +(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))?.[1]);
}

/**
 * Has the machine use 3 GiB of page cache just before a transfer, and frees it as memory is taken, so that everyone
 * writes onto pages that the machine has at hand. A virtual machine may give back what was free for two seconds, and
 * has to ask its host for it again: whoever writes there gets a third of the rate.
 */
export class TouchedPages implements Disposable {
  readonly #files: string[];
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string) {
    this.#files = Array.from({ length: FILES }, (_, number) => join(folder, `touch-${number}`));
    for (const path of this.#files) {
      const file = openSync(path, 'w');
      for (let mib = 0; mib < FILE_MIB; mib++) writeSync(file, CHUNK);
      closeSync(file);
    }
  }

  /** From now on until it is disposed of. */
  freeAsTaken(): void {
    const wanted = freeKib() + AHEAD_KIB;
    const free = (): void => {
      while (this.#files.length > 0 && freeKib() < wanted) this.#freeOne();
    };
    free();
    this.#timer = setInterval(free, LOOK_MS);
  }

  #freeOne(): void {
    const path = this.#files.pop();
    if (path !== undefined) rmSync(path, { force: true });
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
    while (this.#files.length > 0) this.#freeOne();
  }
}
