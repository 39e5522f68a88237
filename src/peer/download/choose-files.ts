import { AyniError } from '../../core/errors.ts';
import type { FileWish } from '../../wire/control/page-messages.ts';
import type { Choices } from './choices.ts';
import type { JobContext } from './job-context.ts';

/**
 * Writes down what becomes of single files, and counts the job anew: what is skipped is no part of it.
 * @throws {AyniError} `not-found` where a number is no file's; nothing is changed then
 */
export function chooseFiles(
  { job, store, choices, progress }: Pick<JobContext, 'job' | 'store' | 'progress'> & { readonly choices: Choices },
  files: readonly number[],
  wish: FileWish,
): void {
  const rows = [...new Set(files)].map((number) => {
    const row = store.files.file(job.number, number, false);
    if (row === undefined && store.files.file(job.number, number, true) === undefined) {
      throw new AyniError('not-found', `The download "${job.name}" has no file ${number}.`);
    }
    return row;
  });
  store.transaction(() => {
    for (const row of rows) {
      // What is done stays.
      if (row === undefined) continue;
      const { number, size } = row;
      const sign = Number(choices.isSkipped(number)) - Number(wish === 'skip');
      job.filesTotal += sign;
      job.bytesTotal += sign * size;
      if (wish === 'skip') progress.partial(number, undefined);
      choices.set(number, wish);
    }
    store.save(job);
  });
  choices.tell();
}
