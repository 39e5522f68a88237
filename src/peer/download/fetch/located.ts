import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { FileWish } from '../../../wire/control/page-messages.ts';
import type { JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';

/** Files whose sources are asked for at once: as many as the tracker takes. */
const BATCH = 1000;

export function isLarge(row: FileRow): boolean {
  return row.size > PIECE_SIZE;
}

/** The files of a job that are not done and have this wish, some at a time, after their sources were looked up. */
export async function* located(
  context: JobContext,
  wish: Exclude<FileWish, 'skip'>,
  signal: AbortSignal,
): AsyncGenerator<readonly FileRow[], void, undefined> {
  const { sources } = context;
  for await (const rows of wish === 'first' ? chosenFirst(context) : inTheirTurn(context, signal)) {
    const large = new Set<ContentId>();
    const small: FileRow[] = [];
    for (const row of rows) {
      if (isLarge(row)) large.add(row.content);
      else if (row.size > 0) small.push(row);
    }
    await sources.locate([...large], { signal });
    await sources.locateAlike(small, { signal });
    yield rows;
  }
}

function* chosenFirst({ job, store, journal, choices }: JobContext): Generator<FileRow[], void, undefined> {
  const numbers = choices.all('first');
  for (let from = 0; from < numbers.length; from += BATCH) {
    // What the last pass finished has to be written down.
    journal.flush();
    const rows = numbers.slice(from, from + BATCH).map((number) => store.files.file(job.number, number, false));
    yield rows.filter((row) => row !== undefined);
  }
}

async function* inTheirTurn(context: JobContext, signal: AbortSignal): AsyncGenerator<FileRow[], void, undefined> {
  const { job, store, journal, choices } = context;
  for (let after = -1; ;) {
    // What was finished meanwhile lies behind `after`; what the last pass finished has to be written down.
    journal.flush();
    const { listing } = context;
    const listed = listing?.rows ?? 0;
    const rows = listing?.listed(after, BATCH) ?? store.files.files(job.number, after, false, BATCH);
    const last = rows.at(-1);
    if (last === undefined) {
      // Up to here there are only folders and links; what came meanwhile may be files.
      after = Math.max(after, listed - 1);
      if ((await listing?.more(after, { signal })) !== true) return;
      continue;
    }
    after = last.number;
    yield rows.filter(({ number }) => choices.of(number) === 'normal');
  }
}
