import { closeSync, constants, fstatSync, openSync, readSync, type BigIntStats } from 'node:fs';
import { contentIdOfPieces } from '../../../core/content/content-id.ts';
import { PIECE_SIZE, pieceCount } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../../core/content/hasher.ts';
import { sameStamp, type Stamp } from '../../library/found.ts';
import { stampOf } from '../scan/look.ts';
import {
  SEGMENT_BYTES,
  type FileResult,
  type NotHashed,
  type SegmentJob,
  type SegmentResult,
  type StampJob,
  type StampResult,
} from './hash-job.ts';

/** A file that changes while it is read is read again at once, this often. */
const TRIES = 3;
/** How coarse modification times are, in ms: on file systems with whole seconds (FAT has two), and on others. */
const COARSE_MS = 2_000;
const FINE_MS = 20;
/** A large file must have rested a ms for so many bytes, but not longer than this: it may be being copied or be a log. */
const REST_BYTES = 200_000;
const REST_MS = 5_000;

/** Reads and hashes, synchronously and with one small buffer that stays in the cache; for a thread of its own. */
export class FileHasher {
  readonly #hasher: Hasher;
  readonly #buffer = Buffer.allocUnsafeSlow(PIECE_SIZE);

  constructor(hasher: Hasher) {
    this.#hasher = hasher;
  }

  file(path: string, follow: boolean): FileResult {
    return withFile(path, follow, (descriptor) => {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const stamp = settled(descriptor);
        if ('kind' in stamp) return stamp;
        if (stamp.size > SEGMENT_BYTES) return { kind: 'large', stamp };
        const pieces = this.#pieces(descriptor, 0, stamp.size);
        if (pieces && unchanged(descriptor, stamp)) {
          return { kind: 'hashed', stamp, content: contentIdOfPieces(this.#hasher, stamp.size, pieces), pieces };
        }
      }
      return { kind: 'changing' };
    });
  }

  stamp({ path, follow }: StampJob): StampResult {
    return withFile(path, follow, (descriptor): StampResult => {
      const stamp = settled(descriptor);
      if ('kind' in stamp) return stamp;
      const rested = Date.now() - Number(stamp.mtimeNs / 1_000_000n);
      const rest = Math.min(REST_MS, stamp.size / REST_BYTES);
      if (rested >= 0 && rested < rest) return { kind: 'unsettled', waitMs: rest - rested };
      return { kind: 'stamp', stamp };
    });
  }

  segment({ path, follow, stamp, offset, length }: SegmentJob): SegmentResult {
    return withFile(path, follow, (descriptor): SegmentResult => {
      if (!unchanged(descriptor, stamp)) return { kind: 'changed' };
      const pieces = this.#pieces(descriptor, offset, length);
      return pieces && unchanged(descriptor, stamp) ? { kind: 'hashed', pieces } : { kind: 'changed' };
    });
  }

  /** Undefined where the file is shorter. */
  #pieces(descriptor: number, offset: number, length: number): Uint8Array | undefined {
    const hashes = new Uint8Array(pieceCount(length) * DIGEST_BYTES);
    for (let piece = 0, at = 0; at < length; piece++) {
      const want = Math.min(PIECE_SIZE, length - at);
      let have = 0;
      while (have < want) {
        const read = readSync(descriptor, this.#buffer, have, want - have, offset + at + have);
        if (read === 0) return undefined;
        have += read;
      }
      hashes.set(this.#hasher.hash(this.#buffer.subarray(0, want)), piece * DIGEST_BYTES);
      at += want;
    }
    return hashes;
  }
}

/**
 * The stamp of a file, or that one must wait: when it was changed within the last tick of the file system's clock, a
 * further change may leave the same time ("racily clean", as git calls it).
 */
function settled(descriptor: number): Stamp | NotHashed {
  const stats = fstatSync(descriptor, { bigint: true });
  if (!stats.isFile()) return { kind: 'vanished' };
  const waitMs = racy(stats, Date.now());
  return waitMs > 0 ? { kind: 'unsettled', waitMs } : stampOf(stats);
}

/** How long to wait, in ms, until a change would show; 0 for not at all. */
export function racy({ mtimeNs }: Pick<BigIntStats, 'mtimeNs'>, now: number): number {
  const tick = mtimeNs % 1_000_000_000n === 0n ? COARSE_MS : FINE_MS;
  const age = now - Number(mtimeNs / 1_000_000n);
  // A change to a file from the future brings it to the present, which shows.
  return age <= tick && age >= -tick ? tick - age + 1 : 0;
}

function unchanged(descriptor: number, stamp: Stamp): boolean {
  return sameStamp(stampOf(fstatSync(descriptor, { bigint: true })), stamp);
}

function withFile<T>(path: string, follow: boolean, work: (descriptor: number) => T): T | NotHashed {
  // Not blocking: what was a file may be a fifo by now.
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (follow ? 0 : (constants.O_NOFOLLOW ?? 0));
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, flags);
    return work(descriptor);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ELOOP') return { kind: 'vanished' };
    if (code === 'EACCES' || code === 'EPERM') return { kind: 'unreadable', why: 'no permission to read it' };
    if (code === 'EMFILE' || code === 'ENFILE') return { kind: 'unsettled', waitMs: COARSE_MS };
    if (code === '') throw error;
    return { kind: 'unreadable', why: `it cannot be read (${code})` };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
