import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import { formatContentList, MAX_BATCH_BYTES, MAX_BATCH_CONTENTS } from '../../../wire/http/contents-request.ts';
import type { BatchRun } from './batch-run.ts';

/**
 * A batch as it goes to the thread: a few long values. Hundreds of objects for each of several batches would outlive one
 * cleaning up of young objects after the other, and be copied each time.
 */
export interface PackedBatch extends Omit<BatchRun, 'contents'> {
  readonly count: number;
  /** The body of the request. */
  readonly list: string;
  /** Absolute, each ended by NUL. */
  readonly paths: string;
  readonly sizes: Uint32Array;
  readonly modes: Uint32Array;
  /** ms since the Unix epoch; NaN for none. */
  readonly mtimes: Float64Array;
}

/** @throws {AyniError} `internal` for what is no batch */
export function packBatch({ contents, ...run }: BatchRun): PackedBatch {
  const { length } = contents;
  const sizes = new Uint32Array(length);
  const modes = new Uint32Array(length);
  const mtimes = new Float64Array(length);
  const ids: ContentId[] = [];
  let paths = '';
  let bytes = 0;
  let small = true;
  for (const [index, { content, size, path, mode, mtime }] of contents.entries()) {
    small &&= size > 0 && size <= PIECE_SIZE && !path.includes('\0');
    bytes += size;
    ids.push(content);
    paths += `${path}\0`;
    sizes[index] = size;
    modes[index] = mode;
    mtimes[index] = mtime ?? Number.NaN;
  }
  if (length === 0 || length > MAX_BATCH_CONTENTS || bytes > MAX_BATCH_BYTES || !small) {
    throw new AyniError('internal', `This is no batch: ${length} contents of ${bytes} bytes.`);
  }
  if (!/^[\w.~+/=-]+$/.test(run.credential)) throw new AyniError('internal', 'A credential is one word.');
  return {
    ...run,
    count: length,
    list: formatContentList(ids),
    paths,
    sizes,
    modes,
    mtimes,
  };
}
