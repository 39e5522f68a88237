import { Bitfield } from '../../../core/content/bitfield.ts';
import { PAGE_PIECES, pieceLength } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { nextRun, type Run } from '../../../core/transfer/run-planner.ts';
import type { JobContext } from '../job-context.ts';
import type { Contact } from '../sources/job-sources.ts';
import type { PageHashes } from '../sources/page-hashes.ts';
import { isLocal, WHOLE, type Outcome } from './outcome.ts';
import { verifiedBytes, type PartFile } from './part-file.ts';

/** Runs asked for at once: the next is on its way before the last one ends, so that the connection never idles. */
const RUNS_AHEAD = 2;

/** Fetches what a part lacks, from one source after the other. */
export class LargeFile {
  readonly #context: JobContext;
  readonly #part: PartFile;
  readonly #pages: PageHashes;

  constructor(context: JobContext, part: PartFile, pages: PageHashes) {
    this.#context = context;
    this.#part = part;
    this.#pages = pages;
  }

  /** @throws {AyniError} what this machine refuses, and the signal's reason */
  async fetch({ signal }: { signal: AbortSignal }): Promise<Outcome> {
    const { sources } = this.#context;
    const { row, bits } = this.#part;
    while (!bits.complete) {
      const choice = sources.choose(row.content);
      if (choice.kind !== 'source') return choice;
      const { source } = choice;
      const { address } = source;
      try {
        await this.#from(source, signal);
      } catch (thrown) {
        signal.throwIfAborted();
        const error = AyniError.from(thrown);
        if (isLocal(error)) throw error;
        sources.failed(source, address, row.content, error);
      }
    }
    return WHOLE;
  }

  /** Runs from one source until nothing is missing or one fails; then the others end too. */
  async #from(source: Contact, signal: AbortSignal): Promise<void> {
    const { bits } = this.#part;
    const taken = Bitfield.fromBytes(bits.length, bits.toBytes());
    const end = new AbortController();
    const both = AbortSignal.any([signal, end.signal]);
    const flights = new Set<Promise<void>>();
    const faults: unknown[] = [];
    let from = 0;
    while (faults.length === 0) {
      while (flights.size < RUNS_AHEAD) {
        const run = nextRun(taken, source.speed, from);
        if (run === undefined) break;
        from = run.first + run.count;
        for (let piece = run.first; piece < from; piece++) taken.set(piece);
        const flight = this.#run(source, run, both)
          .catch((error: unknown) => {
            faults.push(error);
            end.abort();
          })
          .finally(() => flights.delete(flight));
        flights.add(flight);
      }
      if (flights.size === 0) break;
      await Promise.race(flights);
    }
    await Promise.all(flights);
    if (faults.length > 0) throw faults[0];
  }

  async #run(source: Contact, run: Run, signal: AbortSignal): Promise<void> {
    const { receiver, credential, job } = this.#context;
    const { row, path } = this.#part;
    const page = Math.floor(run.first / PAGE_PIECES);
    const hashes = await this.#pages.page(page, source, { signal });
    const at = (run.first - page * PAGE_PIECES) * 32;
    let verified = 0;
    const result = await receiver.run(
      {
        source: source.address,
        peer: source.peer,
        credential: credential(),
        content: row.content,
        size: row.size,
        first: run.first,
        count: run.count,
        hashes: hashes.slice(at, at + run.count * 32),
        path,
      },
      { signal, onPieces: (pieces) => void (verified += this.#came(source, pieces)) },
    );
    job.received += Math.max(0, result.bytes - verified);
  }

  #came(source: Contact, pieces: Run): number {
    const { sources, progress, journal, job } = this.#context;
    const { row, bits } = this.#part;
    let bytes = 0;
    for (let piece = pieces.first; piece < pieces.first + pieces.count; piece++) {
      if (bits.set(piece)) bytes += pieceLength(row.size, piece);
    }
    job.received += bytes;
    sources.received(source, bytes);
    progress.came(bytes);
    progress.partial(row.number, verifiedBytes(this.#part));
    journal.touched(this.#part);
    return bytes;
  }
}
