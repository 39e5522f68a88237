import { NOT_SERVED, type ServingHandle } from '../../library/partial-contents.ts';
import type { JobContext } from '../job-context.ts';
import type { PageHashes } from '../sources/page-hashes.ts';
import type { PartFile } from './part-file.ts';

/** Has the verified pieces of an unfinished file served, until the job ends or the whole file is. */
export function serve(
  { job, library, serving }: Pick<JobContext, 'job' | 'library' | 'serving'>,
  { row, path, bits }: PartFile,
  pages: PageHashes,
): ServingHandle {
  // Of an earlier attempt, which had a field of its own.
  serving.get(row.number)?.();
  const { audience } = job;
  // Who serves nothing on, and what nobody may have, keeps it.
  if (!job.seed || audience === undefined) return NOT_SERVED;
  const handle = library.partials.begin({
    content: row.content,
    size: row.size,
    field: bits,
    path,
    audience,
    pageHashes: () => pages.ofPages(),
    pieceHashes: (page) => pages.known(page),
  });
  serving.set(row.number, () => {
    serving.delete(row.number);
    handle.end();
  });
  return handle;
}
