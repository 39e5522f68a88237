import { PAGE_PIECES, PIECE_SIZE, pageCount, pageLength } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES } from '../../../core/content/hasher.ts';
import type { ContentTable } from '../../library/content-table.ts';
import type { Stamp } from '../../library/found.ts';
import type { NotHashed } from './hash-job.ts';
import { SEGMENT_BYTES } from './hash-job.ts';
import type { HashPool } from './hash-pool.ts';

const PAGE_BYTES = PAGE_PIECES * PIECE_SIZE;
/** A file that changes meanwhile is begun anew at once this often. */
const TRIES = 3;

export interface LargeFile {
  readonly path: string;
  readonly follow: boolean;
}

export type LargeResult = { readonly kind: 'hashed'; readonly stamp: Stamp; readonly contentKey: number } | NotHashed;

/**
 * Hashes one large file on all workers at once. Holds the piece hashes of the pages in work only (128 KiB for each
 * GiB); finished pages go to the index.
 * @param onBytes how many more bytes are hashed; negative where it begins anew
 */
export async function hashLarge(
  file: LargeFile,
  { pool, contents }: { readonly pool: HashPool; readonly contents: ContentTable },
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<LargeResult> {
  for (let attempt = 0; attempt < TRIES && !signal.aborted; attempt++) {
    const first = await pool.run({ kind: 'stamp', ...file });
    if (first.kind !== 'stamp') return first;
    const { stamp } = first;
    const key = contents.begin(stamp.size);
    let counted = 0;
    const count = (bytes: number) => {
      counted += bytes;
      onBytes(bytes);
    };
    const pages = await hashPages({ ...file, stamp, key }, { pool, contents }, { signal, onBytes: count }).catch(
      (error: unknown) => {
        contents.discard(key);
        throw error;
      },
    );
    if (pages instanceof Uint8Array) {
      return { kind: 'hashed', stamp, contentKey: contents.finish(key, stamp.size, pages).key };
    }
    contents.discard(key);
    onBytes(-counted);
    if (pages.kind !== 'changed') return pages;
  }
  return { kind: 'changing' };
}

async function hashPages(
  file: LargeFile & { readonly stamp: Stamp; readonly key: number },
  { pool, contents }: { readonly pool: HashPool; readonly contents: ContentTable },
  { signal, onBytes }: { readonly signal: AbortSignal; readonly onBytes: (bytes: number) => void },
): Promise<Uint8Array | NotHashed | { readonly kind: 'changed' }> {
  const { path, follow, stamp, key } = file;
  const pageHashes = new Uint8Array(pageCount(stamp.size) * DIGEST_BYTES);
  const open = new Map<number, { readonly hashes: Uint8Array; missing: number }>();
  let failure: NotHashed | { readonly kind: 'changed' } | undefined;
  let next = 0;

  async function work(): Promise<void> {
    while (next < stamp.size && failure === undefined && !signal.aborted) {
      const offset = next;
      const length = Math.min(SEGMENT_BYTES, stamp.size - offset);
      next += length;
      const result = await pool.run({ kind: 'segment', path, follow, stamp, offset, length });
      if (result.kind !== 'hashed') {
        failure ??= result;
        return;
      }
      onBytes(length);
      const page = Math.floor(offset / PAGE_BYTES);
      const pieces = pageLength(stamp.size, page);
      const entry = open.get(page) ?? { hashes: new Uint8Array(pieces * DIGEST_BYTES), missing: pieces };
      open.set(page, entry);
      entry.hashes.set(result.pieces, ((offset % PAGE_BYTES) / PIECE_SIZE) * DIGEST_BYTES);
      entry.missing -= result.pieces.length / DIGEST_BYTES;
      if (entry.missing > 0) continue;
      pageHashes.set(contents.addPage(key, page, entry.hashes), page * DIGEST_BYTES);
      open.delete(page);
    }
  }

  await Promise.all(Array.from({ length: pool.capacity }, work));
  return failure ?? (next < stamp.size ? { kind: 'changed' } : pageHashes);
}
