import { MAX_BATCH_BYTES, MAX_BATCH_CONTENTS } from '../../../wire/http/contents-request.ts';
import type { FileRow } from '../store/file-table.ts';
import { isLarge } from './located.ts';

/** What one lane does next: a file, or small ones that may come with one request. */
export type Work = FileRow | readonly FileRow[];

/** Whether a file may come with others. An empty one comes from nobody. */
function isSmall(row: FileRow): boolean {
  return row.size > 0 && !isLarge(row);
}

/** Puts small files together, as they come, and lets the others pass. */
export async function* inBatches(lists: AsyncIterable<readonly FileRow[]>): AsyncGenerator<Work, void, undefined> {
  let batch: FileRow[] = [];
  let bytes = 0;
  // Whole lists at a time: waiting for each file by itself costs more than all else that is done with it here.
  for await (const rows of lists) {
    for (const row of rows) {
      if (!isSmall(row)) {
        yield row;
        continue;
      }
      if (batch.length === MAX_BATCH_CONTENTS || bytes + row.size > MAX_BATCH_BYTES) {
        yield batch;
        batch = [];
        bytes = 0;
      }
      batch.push(row);
      bytes += row.size;
    }
  }
  if (batch.length > 0) yield batch;
}
