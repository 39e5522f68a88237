import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';

export const IGNORE_FILE = '.ayniignore';
/** A larger one is not read. */
const MAX_BYTES = 1024 * 1024;
/** `ignore` remembers each path it was asked for: it is made anew after this many. */
const MAX_REMEMBERED = 10_000;

/**
 * The `.ayniignore` files that apply in a directory, in gitignore syntax (git's gitignore(5)): each speaks of paths
 * relative to its own directory, and a deeper one overrules those above it.
 */
export class IgnoreRules {
  readonly #parent: IgnoreRules | undefined;
  /** Length of the directory's path and its slash. */
  readonly #prefix: number;
  readonly #patterns: string;
  #ignore: Ignore | undefined;
  #asked = 0;

  private constructor(parent: IgnoreRules | undefined, directory: string, patterns: string) {
    this.#parent = parent;
    this.#prefix = directory === '' ? 0 : directory.length + 1;
    this.#patterns = patterns;
  }

  /**
   * The rules in `directory` (as published, relative to the share), which lies at `disk`.
   * @throws what reading the file throws, but not where there is none
   */
  static in(directory: string, disk: string, parent: IgnoreRules | undefined): IgnoreRules | undefined {
    let patterns: string;
    try {
      const file = readFileSync(join(disk, IGNORE_FILE));
      if (file.length > MAX_BYTES) throw new Error(`${IGNORE_FILE} has more than 1 MiB`);
      patterns = file.toString('utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return parent;
      throw error;
    }
    return new IgnoreRules(parent, directory, patterns);
  }

  /** Whether a path (as published, relative to the share) is left out. What is above it is not looked at. */
  ignores(path: string, isDirectory: boolean): boolean {
    if (this.#ignore === undefined || this.#asked++ > MAX_REMEMBERED) {
      this.#asked = 0;
      const ignorecase = process.platform === 'win32' || process.platform === 'darwin';
      this.#ignore = ignore({ ignorecase }).add(this.#patterns);
    }
    const relative = path.slice(this.#prefix);
    const { ignored, unignored } = this.#ignore.test(isDirectory ? `${relative}/` : relative);
    if (ignored || unignored) return ignored;
    return this.#parent?.ignores(path, isDirectory) ?? false;
  }
}
