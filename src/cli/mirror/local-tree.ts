import type { Stats } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  readlink,
  rename,
  rmdir,
  symlink,
  unlink,
  utimes,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { parentPath } from '../../core/names/share-path.ts';
import { conflictName } from './conflict-name.ts';
import type { Written } from './mirror-state.ts';
import type { Wanted } from './peer-tree.ts';

const COMPARED_BYTES = 256 * 1024;
const MAX_CONFLICTS = 1000;

/** What is at a path: as the mirror wrote it, changed since (or never its own), or nothing. */
export type Standing = 'ours' | 'foreign' | 'absent';

/** The mirrored folder on this machine. Paths are relative to it; no link in it is ever followed. */
export class LocalTree {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** `absent` too where a folder above is gone, or is a link now. */
  async standing(path: string, written: Written | undefined): Promise<Standing> {
    if (!(await this.#isBelowFolders(path))) return 'absent';
    const stats = await this.#look(path);
    if (stats === undefined) return 'absent';
    if (written === undefined) return 'foreign';
    if (written.kind === 'directory') return stats.isDirectory() ? 'ours' : 'foreign';
    if (written.kind === 'symlink') {
      return stats.isSymbolicLink() && (await readlink(this.#at(path))) === written.target ? 'ours' : 'foreign';
    }
    const same = stats.isFile() && stats.size === written.size && stats.mtimeMs === written.mtime;
    return same ? 'ours' : 'foreign';
  }

  isFolder(path: string): Promise<boolean> {
    return this.#look(path).then((stats) => stats?.isDirectory() === true);
  }

  /** Removes what the mirror wrote. @returns false for a folder in which something is left */
  async remove(path: string, { kind }: Written): Promise<boolean> {
    try {
      await (kind === 'directory' ? rmdir(this.#at(path)) : unlink(this.#at(path)));
      return true;
    } catch (error) {
      if (kind === 'directory') return false;
      throw error;
    }
  }

  /** Moves whatever is there out of the way. @returns where to */
  async setAside(path: string): Promise<string> {
    for (let attempt = 1; attempt < MAX_CONFLICTS; attempt++) {
      const to = conflictName(path, new Date(), attempt);
      if ((await this.#look(to)) !== undefined) continue;
      await rename(this.#at(path), this.#at(to));
      return to;
    }
    throw new AyniError('conflict', `There are too many conflicts beside ${path}: look at them and remove some.`);
  }

  /** Whether a file there has the bytes of another, which is no part of the tree. */
  async holds(path: string, other: string): Promise<boolean> {
    const stats = await this.#look(path);
    if (stats?.isFile() !== true || stats.size !== (await lstat(other)).size) return false;
    return sameBytes(this.#at(path), other);
  }

  /**
   * Puts a whole file to its place.
   * @param replace whether what is there goes; otherwise nothing may be there
   */
  async place(
    from: string,
    path: string,
    wanted: Extract<Wanted, { kind: 'file' }>,
    replace: boolean,
  ): Promise<Written> {
    if (wanted.executable) await chmod(from, 0o755);
    await utimes(from, new Date(), new Date(wanted.mtime));
    if (replace) await rename(from, this.#at(path));
    else await moveWithoutReplacing(from, this.#at(path));
    return this.remember(path, wanted);
  }

  /** A second file with the bytes of a part: beside the part's folder, as its own name may be as long as names can be. */
  async copyOf(part: string): Promise<string> {
    const copy = `${dirname(part)}.copy`;
    await copyFile(part, copy);
    return copy;
  }

  /** What a file is known again by. */
  async remember(path: string, { content }: Extract<Wanted, { kind: 'file' }>): Promise<Written> {
    const { size, mtimeMs } = await lstat(this.#at(path));
    return { kind: 'file', content, size, mtime: mtimeMs };
  }

  async makeFolder(path: string): Promise<Written> {
    await mkdir(this.#at(path));
    return { kind: 'directory' };
  }

  async makeLink(path: string, target: string): Promise<Written> {
    await symlink(target, this.#at(path));
    return { kind: 'symlink', target };
  }

  async #isBelowFolders(path: string): Promise<boolean> {
    for (let up = parentPath(path); up !== ''; up = parentPath(up)) if (!(await this.isFolder(up))) return false;
    return true;
  }

  async #look(path: string): Promise<Stats | undefined> {
    try {
      return await lstat(this.#at(path));
    } catch (error) {
      const gone = error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
      if (gone) return undefined;
      throw error;
    }
  }

  #at(path: string): string {
    return join(this.#root, path);
  }
}

/** Where the file system has no hard links, a file that came in this very moment would be replaced. */
async function moveWithoutReplacing(from: string, to: string): Promise<void> {
  try {
    await link(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') throw error;
    await rename(from, to);
    return;
  }
  await unlink(from);
}

async function sameBytes(one: string, other: string): Promise<boolean> {
  await using a = await open(one);
  await using b = await open(other);
  const [left, right] = [Buffer.alloc(COMPARED_BYTES), Buffer.alloc(COMPARED_BYTES)];
  for (let at = 0; ;) {
    const { bytesRead } = await a.read(left, 0, COMPARED_BYTES, at);
    const { bytesRead: there } = await b.read(right, 0, COMPARED_BYTES, at);
    if (bytesRead !== there || !left.subarray(0, bytesRead).equals(right.subarray(0, there))) return false;
    if (bytesRead === 0) return true;
    at += bytesRead;
  }
}
