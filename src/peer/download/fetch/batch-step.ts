import { DIGEST_BYTES } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import type { PeerId } from '../../../core/ids.ts';
import type { BatchContent, BatchGroup, BatchRefusal } from '../../../net/receive/batch/batch-run.ts';
import type { JobContext } from '../job-context.ts';
import type { Contact } from '../sources/job-sources.ts';
import type { FileRow } from '../store/file-table.ts';
import { divideBatch, type Part } from './divide-batch.ts';
import type { FilePlace, FileStep } from './file-step.ts';
import { isLocal, WHOLE, type Outcome } from './outcome.ts';
import { modeOf } from './part-file.ts';

/** Files that are asked for one by one at once, where a source knows no batches. */
const SINGLE = 32;
/** Files of a batch that are copied at once from what is here: each has two files open. */
const COPIES = 8;

const NO_HASHES = new Uint8Array(0);

interface Prepared {
  readonly row: FileRow;
  readonly size: number;
  readonly place: FilePlace;
}

const REFUSED: Readonly<Record<Exclude<BatchRefusal, 'too-large'>, string>> = {
  'not-found': 'The source lacks this content.',
  'content-changed': 'The file changed at the source.',
  'bad-answer': 'The source has this content with another size.',
};

/** Takes many small files from nothing to their places, with one request to each source that has some of them. */
export class BatchStep {
  readonly #context: JobContext;
  readonly #step: FileStep;
  /** Bytes on their way, by peer. */
  readonly #load = new Map<PeerId, number>();
  /** Peers of this job that are asked for one content after the other. */
  readonly #single = new Set<PeerId>();

  constructor(context: JobContext, step: FileStep) {
    this.#context = context;
    this.#step = step;
  }

  /** @throws {AyniError} what this machine refuses, and the signal's reason */
  async fetch(rows: readonly FileRow[], { signal }: { signal: AbortSignal }): Promise<readonly Outcome[]> {
    const { sources } = this.#context;
    const outcomes: Outcome[] = [];
    const alone: Prepared[] = [];
    let left = await this.#prepare(rows, signal);
    while (left.length > 0) {
      signal.throwIfAborted();
      const sourcesOf = await this.#sourcesOf(left, signal);
      const asked = left.filter((one) => {
        if ((sourcesOf.get(one)?.length ?? 0) > 0) return true;
        const choice = sources.choose(one.row);
        // Somebody's rest has ended this very moment.
        if (choice.kind === 'source') sourcesOf.set(one, [choice.source]);
        else outcomes.push(choice);
        return choice.kind === 'source';
      });
      const { parts, later } = divideBatch(asked, (one) => sourcesOf.get(one) ?? [], this.#load);
      const tried = await Promise.allSettled(parts.map((part) => this.#fetchPart(part, alone, signal)));
      left = later;
      for (const one of tried) {
        if (one.status === 'rejected') throw one.reason;
        left.push(...one.value);
      }
    }
    outcomes.push(...(await this.#fetchAlone(alone, signal)));
    return outcomes;
  }

  /** Who may be asked for each; where nobody is left of those that were believed to have it, the tracker is asked. */
  async #sourcesOf(files: readonly Prepared[], signal: AbortSignal): Promise<Map<Prepared, readonly Contact[]>> {
    const { sources } = this.#context;
    const found = new Map(files.map((one) => [one, sources.awake(one.row)]));
    const unsure = files.filter((one) => found.get(one)?.length === 0 && sources.unsure(one.row));
    if (unsure.length === 0) return found;
    await sources.locate([...new Set(unsure.map(({ row }) => row.content))], { signal });
    for (const one of unsure) found.set(one, sources.awake(one.row));
    return found;
  }

  /** The files that are to be fetched, each with a place that is free. */
  async #prepare(rows: readonly FileRow[], signal: AbortSignal): Promise<Prepared[]> {
    return this.#fromHere(
      this.#step.intoNothing ? await this.#placeAll(rows, signal) : await this.#lookAt(rows, signal),
      signal,
    );
  }

  /** One after the other, as there is nothing to wait for but a few directories. */
  async #placeAll(rows: readonly FileRow[], signal: AbortSignal): Promise<Prepared[]> {
    const prepared: Prepared[] = [];
    for (const row of rows) {
      const place = this.#step.placeInNothing(row) ?? (await this.#step.prepare(row, { signal }));
      if (place !== undefined) prepared.push({ row, size: row.size, place });
    }
    return prepared;
  }

  async #lookAt(rows: readonly FileRow[], signal: AbortSignal): Promise<Prepared[]> {
    const prepared = await Promise.all(
      rows.map(async (row) => {
        const place = await this.#step.prepare(row, { signal });
        if (place !== undefined && place.path !== place.target) await this.#step.clear(place);
        return place && { row, size: row.size, place };
      }),
    );
    return prepared.filter((one) => one !== undefined);
  }

  /** Copies those that are on this machine: one look-up for all. @returns the others */
  async #fromHere(files: readonly Prepared[], signal: AbortSignal): Promise<Prepared[]> {
    const found = this.#context.library.findAll(files.map(({ row }) => row.content));
    const here = files.filter((one, index) => found[index]?.size === one.size);
    const copied = new Set<Prepared>();
    await inLanes(here, COPIES, async (one) => {
      if (await this.#step.fromHere(one.row, one.place, { signal })) copied.add(one);
    });
    return files.filter((one) => !copied.has(one));
  }

  /** @returns what the source did not give and another may */
  async #fetchPart(
    { source, rows }: Part<Prepared, Contact>,
    alone: Prepared[],
    signal: AbortSignal,
  ): Promise<readonly Prepared[]> {
    try {
      if (!this.#single.has(source.peer)) return await this.#ask(source, rows, alone, signal);
      alone.push(...rows);
      return [];
    } finally {
      const bytes = rows.reduce((sum, { size }) => sum + size, 0);
      this.#load.set(source.peer, (this.#load.get(source.peer) ?? 0) - bytes);
    }
  }

  async #ask(
    source: Contact,
    rows: readonly Prepared[],
    alone: Prepared[],
    signal: AbortSignal,
  ): Promise<readonly Prepared[]> {
    const { receiver, credential, job, sources } = this.#context;
    const { address, peer } = source;
    const open = new Set(rows);
    const finishing: Promise<unknown>[] = [];
    const faults: unknown[] = [];
    let verified = 0;
    const onGroup = (group: BatchGroup): void => {
      try {
        for (const { index, code } of group.refused) {
          const one = rows[index];
          if (one === undefined) continue;
          if (code !== 'too-large')
            sources.failed(source, address, one.row.content, new AyniError(code, REFUSED[code]));
          else if (open.delete(one)) alone.push(one);
        }
        verified += this.#came(source, rows, open, group, finishing, signal);
      } catch (error) {
        faults.push(error);
      }
    };
    try {
      const contents = rows.map(contentOf);
      const run = { source: address, peer, credential: credential(), contents, stat: job.seed };
      const { bytes } = await receiver.batch(run, { signal, onGroup });
      job.received += Math.max(0, bytes - verified);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = AyniError.from(thrown);
      if (isLocal(error)) throw error;
      if (knowsNoBatches(error)) this.#single.add(peer);
      else {
        // Whatever it is about, the source must not be asked for the same again at once.
        const at = rows[Number(error.context['index'] ?? 0)] ?? rows[0];
        if (at !== undefined) sources.failed(source, address, at.row.content, error);
      }
    } finally {
      const settled = await Promise.allSettled(finishing);
      faults.push(...settled.filter((one) => one.status === 'rejected').map(({ reason }): unknown => reason));
    }
    if (faults.length > 0) throw faults[0];
    return [...open];
  }

  /** Files that are whole. @returns their bytes */
  #came(
    source: Contact,
    rows: readonly Prepared[],
    open: Set<Prepared>,
    { whole, hashes, mtimesNs, inodes }: BatchGroup,
    finishing: Promise<unknown>[],
    signal: AbortSignal,
  ): number {
    const { sources, progress, job, journal } = this.#context;
    let bytes = 0;
    const faults: unknown[] = [];
    for (const [at, index] of whole.entries()) {
      const one = rows[index];
      if (one === undefined || !open.delete(one)) continue;
      const { row, place } = one;
      bytes += row.size;
      const sealed = {
        mtimeNs: mtimesNs[at] ?? 0n,
        inode: inodes[at] ?? 0n,
        // Whoever does not serve it has no use for them.
        pieceHashes: job.seed ? hashes.subarray(at * DIGEST_BYTES, (at + 1) * DIGEST_BYTES) : NO_HASHES,
      };
      try {
        if (place.path === place.target) journal.finished({ row, path: place.path, ...sealed });
        else finishing.push(this.#step.finish(row, place, sealed, { signal }));
      } catch (error) {
        faults.push(error);
      }
    }
    job.received += bytes;
    sources.received(source, bytes);
    progress.came(bytes);
    if (faults.length > 0) throw faults[0];
    return bytes;
  }

  /** One request for each. */
  async #fetchAlone(files: readonly Prepared[], signal: AbortSignal): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    await inLanes(files, SINGLE, async ({ row, place }) => {
      outcomes.push(await this.#step.small(row, place, { signal }));
    });
    return outcomes.filter((outcome) => outcome !== WHOLE);
  }
}

/** So many at once. Ends when all are done, or each lane met a fault. */
async function inLanes<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async (): Promise<void> => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item);
  };
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, queue.length) }, lane));
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
}

function contentOf({ row, place }: Prepared): BatchContent {
  const { content, size, mtime } = row;
  return { content, size, path: place.path, mode: modeOf(row), mtime };
}

/**
 * An older version answers that there is no such path, or no such method; and whoever cannot make a batch may still be
 * able to send a file.
 */
function knowsNoBatches({ code, context }: AyniError): boolean {
  const { status } = context;
  return status === 404 || status === 405 || status === 400 || code === 'bad-answer';
}
