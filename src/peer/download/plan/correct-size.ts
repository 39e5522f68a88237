import { AyniError } from '../../../core/errors.ts';
import { isLocal } from '../fetch/outcome.ts';
import type { JobContext } from '../job-context.ts';
import { replaceFile } from './list-again.ts';
import { sizeFromSource } from './size-from-source.ts';

/**
 * A single content of which nothing could be verified may have another size than its link says: what a source tells,
 * and the content's id bears out, takes its place.
 * @param why it could not be fetched
 * @returns whether the size was wrong
 */
export async function correctSize(
  context: JobContext,
  why: AyniError,
  { signal }: { signal: AbortSignal },
): Promise<boolean> {
  const { job, store, sources, log } = context;
  const isFull = why.code === 'disk-full';
  if (job.target.kind !== 'content' || (isLocal(why) && !isFull)) return false;
  const [row] = store.files.files(job.number, -1, false, 1);
  if (row === undefined) return false;
  const { content, mtime } = row;
  if ((store.parts.pageHashes(content) ?? store.parts.pieceHashes(content, 0)) !== undefined) return false;
  try {
    // Nobody was looked for who has what is too large for the disk, or empty.
    if (isFull || row.size === 0) await sources.locate([content], { signal });
    sources.forgive(content);
    const size = await sizeFromSource(context, content, signal);
    if (size === row.size) return false;
    context.serving.get(row.number)?.();
    await replaceFile(context, row, { content, size, mtime });
    log.info({ job: job.id, content, told: row.size, size }, 'the size that was told of this content was wrong');
    return true;
  } catch (error) {
    signal.throwIfAborted();
    log.debug({ error: AyniError.from(error).message }, 'nobody could be asked for the size');
    return false;
  }
}
