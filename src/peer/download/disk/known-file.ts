import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { contentIdOfPieces } from '../../../core/content/content-id.ts';
import { PIECE_SIZE, pieceCount, pieceLength } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../../core/content/hasher.ts';
import type { ContentId } from '../../../core/ids.ts';
import { errnoOf } from '../../../platform/errno.ts';
import { onDisk } from './faults.ts';
import { look } from './look.ts';

/** Reads pieces of a file one after the other into the same buffer; stops where the file ends. Follows no symlink. */
export async function eachPiece(
  path: string,
  size: number,
  visit: (index: number, bytes: Uint8Array) => void,
  { signal }: { signal?: AbortSignal | undefined } = {},
): Promise<void> {
  await onDisk(path, async () => {
    // O_NONBLOCK: a FIFO that someone put there must not hold us. Undefined on Windows, where neither exists.
    const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
    const file = await open(path, flags);
    try {
      const buffer = Buffer.allocUnsafe(Math.min(PIECE_SIZE, Math.max(1, size)));
      for (let index = 0; index < pieceCount(size); index++) {
        signal?.throwIfAborted();
        const length = pieceLength(size, index);
        let filled = 0;
        while (filled < length) {
          const { bytesRead } = await file.read(buffer, filled, length - filled, index * PIECE_SIZE + filled);
          if (bytesRead === 0) return;
          filled += bytesRead;
        }
        visit(index, buffer.subarray(0, length));
      }
    } finally {
      await file.close();
    }
  });
}

/**
 * The piece hashes of the regular file at `path` where it has exactly this content; undefined where it has not, is not
 * there or may not be read.
 */
export async function hashesIfContent(
  path: string,
  expected: { readonly content: ContentId; readonly size: number },
  { hasher, signal }: { hasher: Hasher; signal?: AbortSignal | undefined },
): Promise<Uint8Array | undefined> {
  const there = await look(path);
  if (there?.isFile() !== true || there.size !== BigInt(expected.size)) return undefined;
  const hashes = new Uint8Array(pieceCount(expected.size) * DIGEST_BYTES);
  let read = 0;
  try {
    await eachPiece(
      path,
      expected.size,
      (index, bytes) => {
        hashes.set(hasher.hash(bytes), index * DIGEST_BYTES);
        read++;
      },
      { signal },
    );
  } catch (error) {
    signal?.throwIfAborted();
    const cause = error instanceof Error ? error.cause : undefined;
    if (['ENOENT', 'EACCES', 'EPERM', 'ELOOP'].includes(errnoOf(cause) ?? '')) return undefined;
    throw error;
  }
  if (read !== pieceCount(expected.size)) return undefined;
  return contentIdOfPieces(hasher, expected.size, hashes) === expected.content ? hashes : undefined;
}
