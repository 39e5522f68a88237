import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import { isPartName } from '../../core/names/safe-name.ts';
import { FREE_RESERVE, freeBytes } from '../../platform/free-bytes.ts';

/** What may lie in the folder, until somebody takes it away. */
const MAX_BYTES = 64 * 1024 ** 3;
const MAX_FILES = 10_000;
/** All uploads together write this much before the disk is looked at again. */
const LOOK_BYTES = 16 * 1024 * 1024;

export interface InboxRoomOptions {
  /** Bytes of all files in the folder; 64 GiB. */
  readonly maxBytes?: number | undefined;
  /** Files in the folder, since an empty one takes no bytes; 10,000. */
  readonly maxFiles?: number | undefined;
  /** Bytes that stay free on its disk; 256 MiB. */
  readonly reserve?: number | undefined;
}

/** What one file takes up while it comes. */
export interface InboxPlace {
  /** Makes room for more of it, before that is written. @throws {AyniError} `disk-full` */
  grow(bytes: number): Promise<void>;
  /** The file lies in the folder now. */
  keep(): void;
  /** Without `keep` nothing of it is left. */
  [Symbol.dispose](): void;
}

/**
 * How much more the folder takes. What comes is counted as it comes; what lies there is counted when it seems to be
 * full, since whoever looks after it takes files away without telling us.
 */
export class InboxRoom {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #maxFiles: number;
  readonly #reserve: number;
  /** Never less than lies there: what came during a count may be in it twice, until the next. */
  #lying = { bytes: 0, files: 0 };
  #coming = { bytes: 0, files: 0 };
  #known = false;
  #counting: Promise<void> | undefined;
  /** Bytes that are written before the disk is looked at again. */
  #unlooked = 0;

  constructor(folder: string, options: InboxRoomOptions) {
    this.#folder = folder;
    this.#maxBytes = options.maxBytes ?? MAX_BYTES;
    this.#maxFiles = options.maxFiles ?? MAX_FILES;
    this.#reserve = options.reserve ?? FREE_RESERVE;
  }

  /** A place for a file that is about to come. The folder is there. @throws {AyniError} `disk-full` */
  async open(): Promise<InboxPlace> {
    if (!this.#known) await this.#count();
    // A refusal must not depend on what was free a while ago.
    this.#unlooked = 0;
    await this.#lookAtDisk(1);
    await this.#take(0, 1);
    let bytes = 0;
    return {
      grow: async (more) => {
        await this.#take(more, 0);
        bytes += more;
        await this.#lookAtDisk(more);
      },
      keep: () => {
        this.#lying.bytes += bytes;
        this.#lying.files += 1;
      },
      [Symbol.dispose]: () => {
        this.#coming.bytes -= bytes;
        this.#coming.files -= 1;
      },
    };
  }

  async #take(bytes: number, files: number): Promise<void> {
    if (!this.#fits(bytes, files)) await this.#count();
    if (!this.#fits(bytes, files)) {
      const most = `${formatBytes(this.#maxBytes)} or ${this.#maxFiles} files`;
      throw new AyniError('disk-full', `${this.#folder} takes ${most} at most: move some away, and more can come.`);
    }
    this.#coming.bytes += bytes;
    this.#coming.files += files;
  }

  #fits(bytes: number, files: number): boolean {
    return (
      this.#lying.bytes + this.#coming.bytes + bytes <= this.#maxBytes &&
      this.#lying.files + this.#coming.files + files <= this.#maxFiles
    );
  }

  async #lookAtDisk(bytes: number): Promise<void> {
    if (this.#unlooked < bytes) {
      const free = (await freeBytes(this.#folder)) ?? Infinity;
      if (free - this.#reserve < bytes) {
        const left = `${formatBytes(this.#reserve)} stay free on the disk of ${this.#folder}`;
        throw new AyniError('disk-full', `${left}: make room there, and more can come.`);
      }
      this.#unlooked = Math.min(free - this.#reserve, LOOK_BYTES);
    }
    this.#unlooked -= bytes;
  }

  /** One count at a time; who asks meanwhile waits for it. */
  #count(): Promise<void> {
    this.#counting ??= this.#countFolder().finally(() => (this.#counting = undefined));
    return this.#counting;
  }

  async #countFolder(): Promise<void> {
    const before = { ...this.#lying };
    const found = { bytes: 0, files: 0 };
    for await (const entry of await opendir(this.#folder)) {
      if (!entry.isFile() || isPartName(entry.name)) continue;
      found.files++;
      // Of a folder that is full already nothing more need be known.
      if (found.files >= this.#maxFiles) break;
      found.bytes += await sizeOf(join(this.#folder, entry.name));
    }
    const { bytes, files } = this.#lying;
    this.#lying = { bytes: found.bytes + bytes - before.bytes, files: found.files + files - before.files };
    this.#known = true;
  }
}

/** 0 for one that was taken away meanwhile. */
async function sizeOf(path: string): Promise<number> {
  return lstat(path).then(
    ({ size }) => size,
    () => 0,
  );
}
