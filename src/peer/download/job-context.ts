import type { Clock } from '../../core/clock.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import type { Logger } from '../../core/log.ts';
import type { Tracing } from '../../core/tracing/tracing.ts';
import type { Playheads } from '../../core/transfer/playheads.ts';
import type { HttpsClient } from '../../net/http/https-client.ts';
import type { ForeignFetch } from '../../wire/dialects/foreign-client.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import type { Library } from '../library/library.ts';
import type { ForeignLimits } from './foreign/receive-answer.ts';
import type { Choices } from './choices.ts';
import type { Directories } from './disk/directories.ts';
import type { LargeFile } from './fetch/large-file.ts';
import { MAX_NOTES } from './job.ts';
import type { Journal } from './journal.ts';
import type { Listing } from './plan/listing.ts';
import type { Progress } from './progress.ts';
import type { Receivers } from './receivers.ts';
import type { JobSources } from './sources/job-sources.ts';
import type { DownloadStore } from './store/download-store.ts';
import type { JobRecord } from './store/job-record.ts';

/** What fetching from foreign peers needs. */
interface ForeignParts {
  readonly fetch: Readonly<Partial<Record<Dialect, ForeignFetch>>>;
  /** Whether to compute the MD5 of what comes, also where nobody told one to compare it with. */
  readonly md5: boolean;
  readonly limits: ForeignLimits;
}

/** The parts that all jobs use. */
export interface DownloadParts {
  readonly store: DownloadStore;
  readonly library: Library;
  readonly tracker: TrackerOperations;
  readonly receiver: Pick<Receivers, 'run' | 'body' | 'batch' | 'leaveMain' | 'workers' | 'time' | 'took'>;
  readonly foreign: ForeignParts;
  readonly http: HttpsClient;
  /** The credential of the moment: it is renewed meanwhile. */
  readonly credential: () => string;
  readonly hasher: Hasher;
  /** Who reads what while it comes. */
  readonly playheads: Playheads;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tracing: Tracing;
}

/** What the steps of one job share. */
export interface JobContext extends DownloadParts {
  readonly job: JobRecord;
  readonly sources: JobSources;
  readonly progress: Progress;
  readonly journal: Journal;
  /** What a person said of single files. */
  readonly choices: Choices;
  /** Large files that are being fetched, by number. */
  readonly running: Map<number, LargeFile>;
  /** How often a file was no longer published, by its number; at most 1,000 are looked at. */
  readonly missing: Map<number, number>;
  /** Ends the serving of unfinished files, by file. */
  readonly serving: Map<number, () => void>;
  /** Where its files go, as far as they were made or looked at in this attempt; see `directoriesOf`. */
  directories: Directories | undefined;
  /** The list of files that still grows while they are fetched. */
  listing: Listing | undefined;
  /** What the journal does not know may be on the disk: the job was begun before. */
  resumed: boolean;
  /** All files are there: nothing can be chosen any more. */
  finishing: boolean;
  /** Files that are done may be lost: the last owner of the state did not stop in order. */
  recheck: boolean;
}

export function noteRenamed(job: JobRecord, from: string, to: string): void {
  if (job.renamed.length < MAX_NOTES && !job.renamed.some((note) => note.from === from)) job.renamed.push({ from, to });
}

export function noteSkipped(job: JobRecord, path: string, why: string): void {
  if (job.skipped.length < MAX_NOTES && !job.skipped.some((note) => note.path === path))
    job.skipped.push({ path, why });
}
