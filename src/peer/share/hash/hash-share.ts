import { setImmediate } from 'node:timers/promises';
import { AyniError } from '../../../core/errors.ts';
import type { HashedFile, PendingFile } from '../../library/entry-table.ts';
import type { Library } from '../../library/library.ts';
import type { ShareRow } from '../../library/share-table.ts';
import type { Skip } from '../scan/scan-report.ts';
import { SEGMENT_BYTES, type NotHashed } from './hash-job.ts';
import { hashLarge } from './hash-large.ts';
import type { HashPool } from './hash-pool.ts';
import type { RestlessFiles } from './restless-files.ts';

/** A batch of small files: this many at most, and this many bytes. */
const BATCH_FILES = 256;
const BATCH_BYTES = 8 * 1024 * 1024;
/** Files read from the index at a time. */
const TAKE = 1_024;

export interface HashShareOptions {
  /** Files of this share that are being changed; those that are no more are forgotten. */
  readonly restless: RestlessFiles;
  readonly signal: AbortSignal;
  /** How many more bytes are hashed. */
  readonly onBytes: (bytes: number) => void;
  readonly onSkipped: (skip: Skip) => void;
  /** Something can be published. */
  readonly onHashed: () => void;
}

/**
 * Hashes what waits in a share, once through, but for files that shall rest longer.
 * @throws {AyniError} `cancelled`
 */
export async function hashShare(
  share: ShareRow,
  { library, pool }: { readonly library: Library; readonly pool: HashPool },
  options: HashShareOptions,
): Promise<void> {
  const { restless, signal, onBytes, onSkipped, onHashed } = options;
  const follow = share.kind !== 'folder';
  const running = new Set<Promise<void>>();
  let failure: AyniError | undefined;
  const waiting = new Set<number>();

  function missed(file: PendingFile, result: NotHashed): void {
    if (result.kind === 'unsettled' || result.kind === 'changing') {
      restless.missed(file.key, result);
      waiting.add(file.key);
      return;
    }
    library.entries.unreadable(file);
    if (result.kind === 'unreadable') onSkipped({ path: file.path, reason: result.why });
  }

  let written: HashedFile[] = [];
  let writing: Promise<void> | undefined;

  /** What comes within a turn of the event loop goes into one transaction, and others get their turn between them. */
  function write(files: readonly HashedFile[]): Promise<void> {
    written.push(...files);
    writing ??= writeLater();
    return writing;
  }

  async function writeLater(): Promise<void> {
    await setImmediate();
    writing = undefined;
    const all = written;
    written = [];
    if (signal.aborted) return;
    library.entries.hashed(all);
    onHashed();
  }

  async function small(files: readonly PendingFile[]): Promise<void> {
    const results = await pool.run({ kind: 'files', paths: files.map((file) => file.disk), follow });
    if (signal.aborted) return;
    const hashed: HashedFile[] = [];
    const grown: PendingFile[] = [];
    for (const [index, result] of results.entries()) {
      const file = files[index];
      if (file === undefined) continue;
      if (result.kind === 'hashed') hashed.push({ key: file.key, pending: file.pending, ...result });
      else if (result.kind === 'large') grown.push(file);
      else missed(file, result);
    }
    if (hashed.length > 0) await write(hashed);
    for (const file of grown) await large(file);
  }

  async function large(file: PendingFile): Promise<void> {
    let counted = 0;
    const count = (bytes: number) => {
      counted += bytes;
      onBytes(bytes);
    };
    try {
      const target = { path: file.disk, follow };
      const result = await hashLarge(target, { pool, contents: library.contents }, { signal, onBytes: count });
      if (signal.aborted) return;
      if (result.kind === 'hashed') {
        library.entries.settle({ ...file, stamp: result.stamp }, result.contentKey);
        onHashed();
      } else missed(file, result);
    } finally {
      // From here on the index counts them.
      onBytes(-counted);
    }
  }

  async function start(work: Promise<void>, limit: number): Promise<void> {
    const tracked = work.catch((error: unknown) => void (failure ??= AyniError.from(error)));
    running.add(tracked);
    void tracked.finally(() => running.delete(tracked));
    while (running.size >= limit) await Promise.race(running);
  }

  let after = 0;
  while (!signal.aborted && failure === undefined) {
    const files = library.entries.pending(share, after, TAKE);
    const last = files.at(-1);
    if (last === undefined) break;
    after = last.key;
    let batch: PendingFile[] = [];
    let bytes = 0;
    const flush = async () => {
      if (batch.length > 0) await start(small(batch), pool.capacity + 1);
      batch = [];
      bytes = 0;
    };
    for (const file of files) {
      if (signal.aborted) break;
      if (!restless.isDue(file.key)) {
        waiting.add(file.key);
        continue;
      }
      if (file.stamp.size > SEGMENT_BYTES) {
        // One at a time: all workers share it.
        await start(large(file), 2);
        continue;
      }
      batch.push(file);
      bytes += file.stamp.size;
      if (batch.length >= BATCH_FILES || bytes >= BATCH_BYTES) await flush();
    }
    await flush();
  }
  await Promise.all(running);
  if (failure !== undefined) throw failure;
  if (signal.aborted) throw new AyniError('cancelled', 'Hashing was stopped.');
  restless.keepOnly(waiting);
}
