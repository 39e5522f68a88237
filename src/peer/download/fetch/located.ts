import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';

/** Files whose sources are asked for at once: as many as the tracker takes. */
const BATCH = 1000;

export function isLarge(row: FileRow): boolean {
  return row.size > PIECE_SIZE;
}

/** The files of a job that are not done, each after its sources were looked up. */
export async function* located(context: JobContext, signal: AbortSignal): AsyncGenerator<FileRow, void, undefined> {
  const { job, store, journal, sources } = context;
  for (let after = -1; ;) {
    // What was finished meanwhile lies behind `after`; what the last pass finished has to be written down.
    journal.flush();
    const rows = store.files.files(job.number, after, false, BATCH);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.number;
    const contents = (some: readonly FileRow[]): ContentId[] => [...new Set(some.map(({ content }) => content))];
    await sources.locate(contents(rows.filter(isLarge)), { signal });
    await sources.locateAlike(contents(rows.filter((row) => row.size > 0 && !isLarge(row))), { signal });
    yield* rows;
  }
}
