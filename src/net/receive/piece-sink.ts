import { closeSync, constants, openSync, rmSync, writeSync } from 'node:fs';

import { contentIdOfPieces, equalDigests } from '../../core/content/content-id.ts';
import type { Bitfield } from '../../core/content/bitfield.ts';
import { PIECE_SIZE, pieceCount, pieceLength } from '../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../core/content/hasher.ts';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { errnoOf } from '../../platform/errno.ts';
import { decodeBitfield } from '../../wire/http/bitfield-body.ts';
import type { PieceRange, ReceiveRun } from './receive-run.ts';

const DISK_ERRORS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOSPC: ['disk-full', 'the disk is full'],
  EDQUOT: ['disk-full', 'your disk quota is used up'],
  // No room of ours would help: waiting for some would never end.
  EFBIG: ['io-failed', 'this disk does not take files so large'],
  ELOOP: ['conflict', 'a link took its place'],
  EACCES: ['no-permission', 'that is not permitted'],
  EPERM: ['no-permission', 'that is not permitted'],
  EROFS: ['no-permission', 'this disk is read-only'],
  EEXIST: ['conflict', 'it exists already'],
  ENOENT: ['file-vanished', 'it is gone'],
};

/** For a file that is there, and not for what a link in its place leads to (no such flag on Windows). */
const OPEN_EXISTING = constants.O_RDWR | (process.platform === 'win32' ? 0 : constants.O_NOFOLLOW);

/** Runs `action` and names what the disk refused. @throws {AyniError} */
export function onDisk<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    const errno = errnoOf(cause) ?? 'unknown error';
    const [code, why] = DISK_ERRORS[errno] ?? ['io-failed', errno];
    throw new AyniError(code, `${path} cannot be written: ${why}.`, { context: { path }, cause });
  }
}

export function writeAll(file: number, bytes: Uint8Array, position: number): void {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(file, bytes, done, bytes.length - done, position + done);
  }
}

/**
 * Verifies the pieces of one run and writes them where they belong. Disk access is synchronous: nothing else is to be
 * done on this thread, and it is faster (docs/decisions).
 */
export class PieceSink {
  readonly #run: ReceiveRun;
  readonly #hasher: Hasher;
  readonly #onWritten: ((ms: number) => void) | undefined;
  #file: number | undefined;
  readonly #unwanted: Bitfield | undefined;
  /** What comes. */
  range: PieceRange;
  /** Pieces that were verified and written. */
  written = 0;

  /** @param onWritten is told how long each piece took to write, ms */
  constructor(run: ReceiveRun, hasher: Hasher, onWritten?: (ms: number) => void) {
    this.#run = run;
    this.#onWritten = onWritten;
    this.#hasher = hasher;
    const { size, first, count, hashes, create, next } = run;
    this.range = { first, count };
    this.#unwanted = next && decodeBitfield(pieceCount(size), next.unwanted).field;
    const whole = first === 0 && count === pieceCount(size) && count <= 1;
    const inside = first >= 0 && (count > 0 || size === 0) && first + count <= pieceCount(size);
    const verifiable = hashes === undefined ? whole : hashes.length === count * DIGEST_BYTES;
    if (!inside || !verifiable || (create !== undefined && !whole)) {
      throw new AyniError('internal', `This is no run of a content of ${size} bytes: ${count} pieces from ${first}.`);
    }
  }

  /** @throws {AyniError} `file-vanished`, `no-permission`, `io-failed` */
  open(): void {
    const { path, create } = this.#run;
    if (create === undefined) this.#file ??= onDisk(path, () => openSync(path, OPEN_EXISTING));
  }

  /** The source chose these. @returns whether it may */
  choose(range: PieceRange): boolean {
    const { first, count, next } = this.#run;
    const end = range.first + range.count;
    if (next === undefined || range.count < 1 || range.count > next.limit) return false;
    if (range.first < first || end > first + count) return false;
    for (let piece = range.first; piece < end; piece++) if (this.#unwanted?.has(piece) === true) return false;
    this.range = range;
    return true;
  }

  /** Bytes of the piece that comes next. */
  get nextLength(): number {
    return pieceLength(this.#run.size, this.range.first + this.written);
  }

  /** @throws {AyniError} `corrupt-piece`, and what the disk says */
  write(bytes: Uint8Array): void {
    const { path, create } = this.#run;
    const piece = this.range.first + this.written;
    if (!this.#verifies(bytes)) {
      throw new AyniError('corrupt-piece', `Piece ${piece} of ${this.#run.content} came with wrong bytes.`, {
        context: { piece },
      });
    }
    if (create !== undefined) this.#create(bytes, create.mode);
    else {
      const file = this.#file;
      if (file === undefined) throw new AyniError('internal', 'The file is not open.');
      const begun = performance.now();
      onDisk(path, () => writeAll(file, bytes, piece * PIECE_SIZE));
      this.#onWritten?.(performance.now() - begun);
    }
    this.written++;
  }

  /** A content without bytes is there as soon as its id is right. */
  writeEmpty(): void {
    const { create, content } = this.#run;
    if (contentIdOfPieces(this.#hasher, 0, new Uint8Array(0)) !== content) {
      throw new AyniError('bad-answer', `${content} is not the id of an empty content.`);
    }
    if (create !== undefined) this.#create(new Uint8Array(0), create.mode);
  }

  close(): void {
    const file = this.#file;
    this.#file = undefined;
    if (file !== undefined) closeSync(file);
  }

  #verifies(bytes: Uint8Array): boolean {
    const { hashes, size, content, first } = this.#run;
    const digest = this.#hasher.hash(bytes);
    if (hashes === undefined) return contentIdOfPieces(this.#hasher, size, digest) === content;
    const at = (this.range.first - first + this.written) * DIGEST_BYTES;
    return equalDigests(digest, hashes.subarray(at, at + DIGEST_BYTES));
  }

  #create(bytes: Uint8Array, mode: number): void {
    const { path } = this.#run;
    onDisk(path, () => {
      const file = openSync(path, 'wx', mode);
      try {
        writeAll(file, bytes, 0);
      } catch (error) {
        // It is ours, and incomplete.
        rmSync(path, { force: true });
        throw error;
      } finally {
        closeSync(file);
      }
    });
  }
}
