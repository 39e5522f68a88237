import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { AyniError } from '../../core/errors.ts';

/** What a file was when it was hashed. */
export interface FileIdentity {
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** Absent for a part file, which is written to while it is served: only verified pieces of it are. */
  readonly mtimeNs?: bigint;
  readonly inode?: bigint;
}

/** A pipe that took the file's place must not hold us up at opening. 0 on Windows, which has no such flag. */
// eslint-disable-next-line typescript/no-unnecessary-condition
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
// eslint-disable-next-line typescript/no-unnecessary-condition
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;

/** Whether a file is what it was when it was hashed. */
export function isSameFile(stats: BigIntStats, identity: FileIdentity): boolean {
  return (
    stats.isFile() &&
    stats.size === BigInt(identity.size) &&
    (identity.mtimeNs === undefined || stats.mtimeNs === identity.mtimeNs) &&
    (identity.inode === undefined || stats.ino === identity.inode)
  );
}

function changed(identity: FileIdentity, cause?: unknown): AyniError {
  return new AyniError('content-changed', 'The file is no longer what it was when it was hashed.', {
    context: { path: identity.path },
    cause,
  });
}

function unreadable(identity: FileIdentity, cause: unknown): AyniError {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  // Too many open files and the like say nothing about the file: it is as it was, and may be asked for again.
  if (code === 'EMFILE' || code === 'ENFILE' || code === 'ENOMEM') {
    return new AyniError('io-failed', 'This machine has too many files open: try again later.', { cause });
  }
  return changed(identity, cause);
}

/** A file that is still what was hashed, open for reading. */
export class ServedFile {
  readonly identity: FileIdentity;
  readonly #handle: FileHandle;

  private constructor(identity: FileIdentity, handle: FileHandle) {
    this.identity = identity;
    this.#handle = handle;
  }

  /**
   * @param options.follow false where a symlink that took the file's place counts as a change. Default true
   * @throws {AyniError} `content-changed` where it differs, is gone or may not be read any more; `io-failed`
   */
  static async open(identity: FileIdentity, options: { readonly follow?: boolean } = {}): Promise<ServedFile> {
    let handle: FileHandle;
    try {
      handle = await open(identity.path, options.follow === false ? FLAGS | NO_FOLLOW : FLAGS);
    } catch (cause) {
      throw unreadable(identity, cause);
    }
    const file = new ServedFile(identity, handle);
    try {
      await file.check();
      return file;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  /** @throws {AyniError} `content-changed` */
  async check(): Promise<void> {
    if (!isSameFile(await this.#handle.stat({ bigint: true }), this.identity)) throw changed(this.identity);
  }

  /** `check` without leaving this thread. @throws {AyniError} `content-changed` */
  checkNow(): void {
    if (!isSameFile(fstatSync(this.#handle.fd, { bigint: true }), this.identity)) throw changed(this.identity);
  }

  /** `read` without leaving this thread. @throws {AyniError} `content-changed` */
  readNow(buffer: Uint8Array, position: number): void {
    let count: number;
    try {
      count = readSync(this.#handle.fd, buffer, 0, buffer.length, position);
    } catch (cause) {
      throw changed(this.identity, cause);
    }
    if (count !== buffer.length) throw changed(this.identity);
  }

  /**
   * Fills `buffer` from `position`.
   * @throws {AyniError} `content-changed` where the file ends before
   */
  async read(buffer: Uint8Array, position: number): Promise<void> {
    let done = 0;
    while (done < buffer.length) {
      const { bytesRead } = await this.#handle
        .read(buffer, done, buffer.length - done, position + done)
        .catch((cause: unknown) => {
          throw changed(this.identity, cause);
        });
      if (bytesRead === 0) throw changed(this.identity);
      done += bytesRead;
    }
  }

  async close(): Promise<void> {
    await this.#handle.close();
  }
}

/**
 * Reads from a small file at once, without leaving this thread: four system calls, where the thread pool would cost ten
 * times as much.
 * @param start in the file
 * @param at in `bytes`, default 0
 * @param length default all from there
 * @throws {AyniError} `content-changed`, `io-failed`
 */
export function readSmallFile(
  identity: FileIdentity,
  bytes: Uint8Array,
  start: number,
  at = 0,
  length = bytes.length - at,
): void {
  let fd: number;
  try {
    fd = openSync(identity.path, FLAGS);
  } catch (cause) {
    throw unreadable(identity, cause);
  }
  try {
    if (isSameFile(fstatSync(fd, { bigint: true }), identity) && readSync(fd, bytes, at, length, start) === length)
      return;
  } catch (cause) {
    // A disk that cannot read this file can read others: whoever wants many goes on with them.
    throw changed(identity, cause);
  } finally {
    closeSync(fd);
  }
  throw changed(identity);
}
