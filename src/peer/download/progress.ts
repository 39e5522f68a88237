import type { Clock } from '../../core/clock.ts';
import { SpeedMeter } from '../../core/transfer/speed-meter.ts';
import type { Job } from './job.ts';
import type { JobSources } from './sources/job-sources.ts';
import type { JobRecord } from './store/job-record.ts';

/** How fast a job goes, and how far its unfinished files are. */
export class Progress {
  readonly #meter: SpeedMeter;
  /** Verified bytes of unfinished files, by file. */
  readonly #partial = new Map<number, number>();
  #foreign: string | undefined;

  constructor(clock: Clock) {
    this.#meter = new SpeedMeter(clock);
  }

  /** Verified bytes came from the network. */
  came(bytes: number): void {
    this.#meter.add(bytes);
  }

  /** @param bytes of an unfinished file that are verified; undefined when it is finished or given up */
  partial(file: number, bytes: number | undefined): void {
    if (bytes === undefined) this.#partial.delete(file);
    else this.#partial.set(file, bytes);
  }

  /** Verified bytes of a file that was begun and is not finished; undefined for others. */
  partialOf(file: number): number | undefined {
    return this.#partial.get(file);
  }

  /** A foreign peer sends, until that is undefined again. */
  from(foreign: string | undefined): void {
    this.#foreign = foreign;
  }

  /** A pause is no slowness. */
  restart(): void {
    this.#meter.restart();
  }

  bytesDone(job: JobRecord): number {
    let bytes = job.bytesDone;
    for (const part of this.#partial.values()) bytes += part;
    return bytes;
  }

  view(job: JobRecord, sources: JobSources | undefined): Job {
    const running = job.state === 'running';
    const bytesPerSecond = running ? Math.round(this.#meter.value()) : 0;
    const bytesDone = this.bytesDone(job);
    const left = job.bytesTotal - bytesDone;
    return {
      id: job.id,
      name: job.name,
      ...(job.destination === undefined ? {} : { destination: job.destination }),
      state: job.state,
      ...(job.reason === undefined ? {} : { reason: job.reason }),
      filesDone: job.filesDone,
      filesTotal: job.filesTotal,
      bytesDone,
      bytesTotal: job.bytesTotal,
      bytesReceived: job.received,
      bytesCopied: job.copied,
      bytesPerSecond,
      ...(bytesPerSecond > 0 && left > 0 ? { etaSeconds: Math.ceil(left / bytesPerSecond) } : {}),
      sources: running ? this.#sources(sources, bytesPerSecond) : [],
      renamed: [...job.renamed],
      skipped: [...job.skipped],
    };
  }

  #sources(sources: JobSources | undefined, bytesPerSecond: number): Job['sources'] {
    return this.#foreign === undefined ? (sources?.active() ?? []) : [{ name: this.#foreign, bytesPerSecond }];
  }
}
