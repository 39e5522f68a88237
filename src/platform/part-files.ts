import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { partName } from '../core/names/safe-name.ts';

/** Bytes of chance in a name. */
const CHANCE = 8;

/** What comes into a folder from outside is written to part files until it is whole; those of downloads may lie there, too. */
export class PartFiles {
  readonly #folder: string;
  readonly #kind: string;
  #swept: Promise<void> | undefined;

  /** @param kind letters, which tell these from other part files */
  constructor(folder: string, kind: string) {
    this.#folder = folder;
    this.#kind = kind;
  }

  /** A path that nothing has. */
  next(): string {
    return join(this.#folder, partName(`${this.#kind}-${randomBytes(CHANCE).toString('hex')}`));
  }

  /** Removes, the first time, what was coming when the last daemon was killed. Throws what the system says. */
  sweepOnce(): Promise<void> {
    this.#swept ??= this.#sweep().catch((error: unknown) => {
      this.#swept = undefined;
      throw error;
    });
    return this.#swept;
  }

  async #sweep(): Promise<void> {
    const ours = new RegExp(String.raw`^\.${this.#kind}-[0-9a-f]{${2 * CHANCE}}\.ayni-part$`);
    for (const name of await readdir(this.#folder)) {
      if (ours.test(name)) await rm(join(this.#folder, name), { force: true });
    }
  }
}
