import type { Audience } from '../../core/access/audience.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { Library } from '../library/library.ts';
import type { Choices } from './choices.ts';
import type { PartFile } from './fetch/part-file.ts';
import { databaseFault } from './store/database.ts';
import type { DownloadStore } from './store/download-store.ts';
import type { FileRow } from './store/file-table.ts';
import type { JobRecord } from './store/job-record.ts';

/** How often finished files are written down, ms, or when there are so many. */
const FILES_MS = 250;
const MAX_FILES = 1000;
/** How often verified pieces are: every fourth time, about a second. */
const PIECES_EVERY = 4;

/** A file that is whole, under its name. */
export interface FinishedFile {
  readonly row: FileRow;
  /** Absolute. */
  readonly path: string;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
  /** All of them, 32 bytes each. */
  readonly pieceHashes: Uint8Array;
  /** Where it was computed on the way. */
  readonly md5?: string | undefined;
  /** Called when it is served as a whole. */
  readonly onServed?: (() => void) | undefined;
  /** Where it differs from the job's: whom the file that it was copied from admits. */
  readonly audience?: Audience;
}

/** Writes down what was verified, many at a time: a transaction for each file would cost more than the file. */
export class Journal {
  readonly #job: JobRecord;
  readonly #store: DownloadStore;
  readonly #library: Library;
  readonly #choices: Pick<Choices, 'isSkipped'>;
  readonly #onTick: () => void;
  #finished: FinishedFile[] = [];
  #undone: number[] = [];
  readonly #parts = new Map<number, PartFile>();
  #timer: NodeJS.Timeout | undefined;
  #ticks = 0;
  #fault: AyniError | undefined;

  /** @param components.onTick is called four times a second while the job runs */
  constructor(
    job: JobRecord,
    components: {
      store: DownloadStore;
      library: Library;
      choices: Pick<Choices, 'isSkipped'>;
      onTick: () => void;
    },
  ) {
    this.#job = job;
    this.#store = components.store;
    this.#library = components.library;
    this.#choices = components.choices;
    this.#onTick = components.onTick;
  }

  start(): void {
    this.#fault = undefined;
    this.#timer ??= setInterval(() => this.#tick(), FILES_MS);
  }

  /** Writes all of it down and ends. @throws {AyniError} where that cannot be done; it stays in memory then */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.flush({ pieces: true });
  }

  /** @throws {AyniError} where what came before could not be written down */
  finished(file: FinishedFile): void {
    this.#finished.push(file);
    // It was on its way when it was chosen to be skipped: it is there, and counts.
    if (this.#choices.isSkipped(file.row.number)) this.#count(file.row, 1);
    this.#job.filesDone++;
    this.#job.bytesDone += file.row.size;
    if (this.#fault !== undefined) throw this.#fault;
    if (this.#finished.length >= MAX_FILES) this.flush();
  }

  /** A file that was done is not what it should be. */
  unfinished(row: FileRow): void {
    this.#undone.push(row.number);
    if (this.#choices.isSkipped(row.number)) this.#count(row, -1);
    this.#job.filesDone--;
    this.#job.bytesDone -= row.size;
  }

  #count({ size }: FileRow, sign: 1 | -1): void {
    this.#job.filesTotal += sign;
    this.#job.bytesTotal += sign * size;
  }

  /** Pieces of this part were verified. */
  touched(part: PartFile): void {
    this.#parts.set(part.row.number, part);
  }

  /**
   * The part is left in order.
   * @param mtimeNs of the part file: as long as it stays the same, what is written down can be trusted
   */
  left({ row, bits }: PartFile, mtimeNs: bigint | undefined): void {
    this.#parts.delete(row.number);
    const { number } = row;
    this.#guard(() => this.#store.parts.journal({ job: this.#job.number, number, bits: bits.toBytes(), mtimeNs }));
  }

  /** @throws {AyniError} `disk-full`, `io-failed` */
  flush({ pieces = false } = {}): void {
    this.#guard(() => {
      // Served before it is marked: after a crash in between it is only looked at again.
      if (this.#job.seed) this.#serve();
      this.#store.transaction(() => this.#write(pieces));
    });
    for (const { onServed } of this.#finished) onServed?.();
    this.#finished = [];
    this.#undone = [];
    if (pieces) this.#parts.clear();
  }

  #tick(): void {
    try {
      this.flush({ pieces: this.#ticks++ % PIECES_EVERY === 0 });
    } catch (error) {
      // Whoever finishes the next file hears of it.
      this.#fault = AyniError.from(error);
    }
    this.#onTick();
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      throw databaseFault(error);
    }
  }

  #write(pieces: boolean): void {
    const { number: job } = this.#job;
    for (const number of this.#undone) this.#store.files.setDone(job, number, false);
    this.#store.files.setAllDone(
      job,
      this.#finished.map(({ row }) => row.number),
    );
    for (const { row } of this.#finished) {
      // A smaller one never was a part.
      if (row.size > PIECE_SIZE) this.#store.parts.remove(job, row.number, row.content);
      this.#parts.delete(row.number);
    }
    if (pieces) {
      for (const { row, bits } of this.#parts.values()) {
        this.#store.parts.journal({ job, number: row.number, bits: bits.toBytes(), mtimeNs: undefined });
      }
    }
    if (pieces || this.#finished.length > 0 || this.#undone.length > 0) this.#store.save(this.#job);
  }

  #serve(): void {
    const { audience: ofJob } = this.#job;
    if (ofJob === undefined) return;
    this.#library.addAllFetched(
      this.#finished.map(({ row, path, mtimeNs, inode, pieceHashes, md5, audience = ofJob }) => {
        const { content, size, executable } = row;
        return { content, size, path, mtimeNs, inode, audience, executable, pieceHashes, md5 };
      }),
    );
  }
}
