import { open, rm } from 'node:fs/promises';
import { contentIdOf } from '../../../core/content/content-id.ts';
import { AyniError } from '../../../core/errors.ts';
import { onDisk } from '../disk/faults.ts';
import type { JobContext } from '../job-context.ts';
import type { FileRow } from '../store/file-table.ts';
import { isLocal, WHOLE, type Outcome } from './outcome.ts';
import { modeOf } from './part-file.ts';

/** Makes a file without bytes: nobody has to send it. @throws {AyniError} `bad-answer` where it is not what was named */
export async function makeEmpty({ hasher }: JobContext, row: FileRow, path: string): Promise<void> {
  if (contentIdOf(hasher, 0, new Uint8Array(0)) !== row.content) {
    throw new AyniError('bad-answer', `${path} should be empty, but its id is that of something else.`);
  }
  await onDisk(path, async () => (await open(path, 'wx', modeOf(row))).close());
}

/**
 * Fetches a file of one piece, which its id verifies. Nothing may stand at `path`.
 * @throws {AyniError} what this machine refuses, and the signal's reason
 */
export async function fetchSmall(
  context: JobContext,
  row: FileRow,
  path: string,
  { signal }: { signal: AbortSignal },
): Promise<Outcome> {
  const { sources, receiver, credential, progress, job } = context;
  for (;;) {
    const choice = sources.choose(row);
    if (choice.kind !== 'source') return choice;
    const { source } = choice;
    const { address } = source;
    try {
      const result = await receiver.run(
        {
          source: address,
          peer: source.peer,
          credential: credential(),
          content: row.content,
          size: row.size,
          first: 0,
          count: 1,
          path,
          create: { mode: modeOf(row) },
        },
        { signal },
      );
      job.received += result.bytes;
      sources.received(source, row.size);
      progress.came(row.size);
      return WHOLE;
    } catch (thrown) {
      const error = AyniError.from(thrown);
      // A run that is cancelled may still make its file; one that found the name taken has not made it.
      if (error.code !== 'conflict') await rm(path, { force: true }).catch(() => {});
      signal.throwIfAborted();
      if (isLocal(error)) throw error;
      sources.failed(source, address, row.content, error);
    }
  }
}
