import { mkdir } from 'node:fs/promises';
import { sep } from 'node:path';
import { AyniError } from '../../../core/errors.ts';
import { parentPath } from '../../../core/names/share-path.ts';
import { errnoOf } from '../../../platform/errno.ts';
import { onDisk } from './faults.ts';
import { look } from './look.ts';

/** Directories that were seen; the oldest are looked at again. */
const MAX_SEEN = 10_000;

/**
 * The directories below a root that files are written to. Each is made or looked at before the first file goes there:
 * a symlink in its place is never followed.
 */
export class Directories {
  /** Absolute, as `join` leaves it. */
  readonly root: string;
  readonly #seen = new Set<string>(['']);
  /** Those that are being made, for all who need them. */
  readonly #making = new Map<string, Promise<void>>();

  constructor(root: string) {
    this.root = root;
  }

  /** Absolute path of what is at `path` (safe, relative, joined by `/`). */
  at(path: string): string {
    // For each file of a tree: `join` would look at every letter for what a safe path has not.
    return path === '' ? this.root : `${this.root}${sep}${path.replaceAll('/', sep)}`;
  }

  /** Whether the directory was made or looked at. */
  isThere(path: string): boolean {
    return this.#seen.has(path);
  }

  /**
   * Absolute path of the directory, which is there then.
   * @throws {AyniError} `io-failed` where something else stands there, `no-permission`, `disk-full`
   */
  async ensure(path: string): Promise<string> {
    const absolute = this.at(path);
    if (this.#seen.has(path)) return absolute;
    let making = this.#making.get(path);
    if (making === undefined) {
      making = this.#make(path, absolute).finally(() => this.#making.delete(path));
      this.#making.set(path, making);
    }
    await making;
    return absolute;
  }

  async #make(path: string, absolute: string): Promise<void> {
    await this.ensure(parentPath(path));
    await onDisk(absolute, () => makeDirectory(absolute));
    if (this.#seen.size >= MAX_SEEN) this.#seen.clear();
    this.#seen.add('').add(path);
  }
}

async function makeDirectory(absolute: string): Promise<void> {
  try {
    await mkdir(absolute);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    const there = await look(absolute);
    if (there?.isDirectory() === true) return;
    throw new AyniError(
      'io-failed',
      `${absolute} should be a folder and is something else: move it away, then resume.`,
      {
        context: { path: absolute },
      },
    );
  }
}
