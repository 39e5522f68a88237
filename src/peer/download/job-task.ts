import { AyniError } from '../../core/errors.ts';
import { formatCount } from '../../core/format/quantity.ts';
import { Backoff } from '../../core/backoff.ts';
import { hasEnded, stateAfter, type JobEvent } from '../../core/transfer/job-state.ts';
import type { PeerId } from '../../core/ids.ts';
import type { FileWish } from '../../wire/control/page-messages.ts';
import { growHeap } from '../../platform/heap-space.ts';
import { Choices } from './choices.ts';
import { chooseFiles } from './choose-files.ts';
import { detailOf, type JobDetail } from './detail.ts';
import { look } from './disk/look.ts';
import type { DownloadParts, JobContext } from './job-context.ts';
import type { Job } from './job.ts';
import { JobKeeper } from './job-keeper.ts';
import { Journal } from './journal.ts';
import { PASSING } from './passing.ts';
import type { Places } from './places.ts';
import { NO_LONGER_SHARED } from './plan/list-again.ts';
import { removeLeftovers } from './plan/lay-out.ts';
import { rootOf } from './plan/root-of.ts';
import { Progress } from './progress.ts';
import { assertJobRoom, runJob } from './run-job.ts';
import { sleep } from './sleep.ts';
import { JobSources } from './sources/job-sources.ts';
import { databaseFault } from './store/database.ts';
import type { JobRecord, Reason } from './store/job-record.ts';

/** After an attempt that failed, ms. */
const AGAIN = { firstMs: 2000, maxMs: 30_000 } as const;
/** How often a full disk is looked at, ms. */
const ROOM_MS = 2000;
const MIN_WAIT_MS = 200;
const MAX_WAIT_MS = 60_000;

export interface JobTaskOptions {
  readonly places: Places;
  readonly self: PeerId;
  /** Whether another job that has not ended goes to this path. */
  readonly isTaken: (path: string) => boolean;
  readonly onChange: (task: JobTask) => void;
  /** The last owner of the state did not stop in order. */
  readonly recheck: boolean;
}

/** One job: its state, and the loop that takes it to its end. */
export class JobTask {
  readonly job: JobRecord;
  readonly #parts: DownloadParts;
  readonly #options: JobTaskOptions;
  readonly #keeper: JobKeeper;
  readonly #progress: Progress;
  /** Made when it is needed: there may be thousands of jobs. */
  #choices: Choices | undefined;
  #recheck: boolean;
  #context: JobContext | undefined;
  #running: { readonly end: AbortController; readonly loop: Promise<void> } | undefined;
  /** Removes what the job leaves; from then on nothing else can become of it. */
  #cancelling: Promise<void> | undefined;
  /** Aborted by whoever wants no pause; a new one for each attempt. */
  #wake = new AbortController();

  constructor(parts: DownloadParts, job: JobRecord, options: JobTaskOptions) {
    this.#parts = parts;
    this.job = job;
    this.#options = options;
    this.#keeper = new JobKeeper(job, parts);
    this.#progress = new Progress(parts.clock);
    this.#recheck = options.recheck;
  }

  view(): Job {
    return this.#progress.view(this.job, this.#context?.sources);
  }

  /** Whether it waits until somebody has what it wants. */
  get lacksSources(): boolean {
    return this.#running !== undefined && this.job.state === 'waiting' && this.job.reason?.code === 'no-sources';
  }

  /** Whether it is on its way to its end, and only what it leaves still has to be removed. */
  get isBeingCancelled(): boolean {
    return this.#cancelling !== undefined;
  }

  /** Begins or goes on, unless the job has ended or is paused. */
  start(): void {
    const { state } = this.job;
    if (this.#running !== undefined || this.isBeingCancelled || hasEnded(state) || state === 'paused') return;
    this.#move('wait', this.job.reason);
    const end = new AbortController();
    const running = { end, loop: this.#run(end.signal) };
    this.#running = running;
  }

  /** Ends for good; the job's state stays as it is. */
  async stop(): Promise<void> {
    // Whoever cancels hears of it where that fails.
    await this.#cancelling?.catch(() => undefined);
    await this.#halt();
    this.#keeper.stop();
  }

  /** Ends the loop. */
  async #halt(): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    running.end.abort(new AyniError('cancelled', 'The download was stopped.'));
    await running.loop;
    this.#stopServing();
  }

  async pause(): Promise<void> {
    this.#refuse('pause');
    await this.#halt();
    this.#move('pause');
  }

  /** Goes on; a waiting job looks for sources at once. A job whose folder is gone begins again. */
  async resume(): Promise<void> {
    this.#refuse('resume');
    // A job that just failed may have a last step to go.
    if (hasEnded(this.job.state)) await this.#running?.loop;
    if (this.#running !== undefined) {
      this.wake();
      return;
    }
    const isGone = this.job.state === 'failed' && (await this.#isGone());
    // Somebody may have resumed or cancelled it meanwhile.
    this.#refuse('resume');
    if (this.job.state === 'failed') {
      if (isGone) this.#beginAgain();
      else this.#refuseTaken();
    }
    this.#move('resume');
    this.start();
  }

  /** Resolves when what the job leaves is removed, also for whoever asks again meanwhile. */
  async cancel(): Promise<void> {
    if (this.#cancelling === undefined) {
      this.#refuse('cancel');
      // What lies under the names of its files by now is somebody else's.
      if (this.job.state === 'cancelled') return;
      this.#cancelling = this.#cancel();
    }
    await this.#cancelling;
  }

  async #cancel(): Promise<void> {
    try {
      await this.#halt();
      // It may have come to its end meanwhile.
      if (this.job.state === 'done') return;
      await removeLeftovers({ job: this.job, ...this.#parts });
      this.#move('cancel');
    } finally {
      this.#cancelling = undefined;
    }
  }

  /**
   * Says what becomes of single files, from now on; those that are done stay.
   * @throws {AyniError} `not-found`; `conflict` where the job has ended, or would be left without its only file
   */
  choose(files: readonly number[], wish: FileWish): void {
    const { job } = this;
    const isEnding =
      this.isBeingCancelled || hasEnded(job.state) || job.phase === 'moving' || this.#context?.finishing === true;
    if (isEnding)
      throw new AyniError('conflict', `The download "${job.name}" has ended: nothing of it is left to choose.`);
    if (job.phase === 'new') {
      // One that ends now is listed anew, with other numbers.
      throw new AyniError('conflict', `"${job.name}" is still being listed: choose again in a moment.`);
    }
    if (wish === 'skip' && job.target.kind !== 'tree') {
      throw new AyniError('conflict', `"${job.name}" is a single file: cancel the download instead.`);
    }
    this.#context?.journal.flush();
    chooseFiles({ job, store: this.#parts.store, choices: this.#chosen(), progress: this.#progress }, files, wish);
    if (job.state === 'waiting' || job.state === 'blocked') this.wake();
    this.#options.onChange(this);
  }

  /** Its files, and the pieces of a large one that runs: of `file`, where that is one. */
  detail(file?: number): JobDetail {
    const running = this.#context?.running ?? new Map<number, never>();
    const { store } = this.#parts;
    return detailOf({ job: this.job, store, choices: this.#chosen(), progress: this.#progress, running }, file);
  }

  #chosen(): Choices {
    this.#choices ??= new Choices(this.job.number, this.#parts.store.choices);
    return this.#choices;
  }

  /** Whoever rests is asked at once, and the tracker too. */
  wake(): void {
    this.#context?.sources.wake();
    this.#wake.abort();
  }

  async #run(signal: AbortSignal): Promise<void> {
    try {
      await this.#loop(signal);
    } catch (error) {
      if (!signal.aborted) this.#fail(AyniError.from(error));
    } finally {
      this.#running = undefined;
    }
  }

  async #loop(signal: AbortSignal): Promise<void> {
    // So that whoever starts a job has its state before its first step.
    await Promise.resolve();
    const { places } = this.#options;
    const backoff = new Backoff(AGAIN);
    for (;;) {
      if (places.full) this.#move('wait', { code: 'busy', message: 'Waits until another download ends.' });
      const leave = await places.enter({ signal, order: () => this.job.place });
      let pause: number | undefined;
      try {
        this.#wake = new AbortController();
        this.#move('run');
        const before = this.job.received;
        pause = await this.#attempt(signal);
        // Of a foreign file nothing is left of an attempt that failed.
        if (this.job.received > before && this.job.target.kind !== 'foreign') backoff.reset();
      } finally {
        leave();
      }
      if (pause === undefined) return;
      await this.#pause(pause >= 0 ? pause : backoff.next(), signal);
    }
  }

  /** @returns ms to wait, -1 where nobody said how long, undefined at the end of the job */
  async #attempt(signal: AbortSignal): Promise<number | undefined> {
    this.#context ??= this.#makeContext();
    using _ = this.job.target.kind === 'tree' ? growHeap() : undefined;
    try {
      this.#assertKept();
      const context = this.#context;
      await context.tracing.run('download', { attributes: { 'ayni.job': this.job.id } }, () =>
        runJob(context, { signal, isTaken: this.#options.isTaken }),
      );
    } catch (thrown) {
      signal.throwIfAborted();
      const error = asAyniError(thrown);
      const reason = { code: error.code, message: error.message };
      if (error.code === 'disk-full') {
        this.#move('block', reason);
        return ROOM_MS;
      }
      if (!PASSING.has(error.code)) {
        this.#fail(error);
        return undefined;
      }
      this.#move('wait', reason);
      const told = error.context['retryMs'];
      return typeof told === 'number' ? Math.min(MAX_WAIT_MS, Math.max(MIN_WAIT_MS, told)) : -1;
    }
    this.#stopServing();
    this.#context = undefined;
    const gone = this.job.skipped.filter(({ why }) => why === NO_LONGER_SHARED).length;
    const message = `${formatCount(gone, 'file')} could not be fetched: no longer shared.`;
    this.#move('finish', gone === 0 ? undefined : { code: 'not-found', message });
    return undefined;
  }

  async #pause(ms: number, signal: AbortSignal): Promise<void> {
    const either = AbortSignal.any([signal, this.#wake.signal]);
    for (;;) {
      await sleep(ms, { signal: either });
      signal.throwIfAborted();
      if (this.job.state !== 'blocked') return;
      try {
        this.#assertKept();
        await assertJobRoom({ job: this.job, store: this.#parts.store });
        return;
      } catch (error) {
        if (!AyniError.is(error, 'disk-full')) return;
        this.#move('block', { code: error.code, message: error.message });
      }
      if (this.#wake.signal.aborted) return;
    }
  }

  #makeContext(): JobContext {
    const { store, library, tracker, clock, log } = this.#parts;
    const { self, onChange } = this.#options;
    const { job } = this;
    const choices = this.#chosen();
    const recheck = this.#recheck;
    this.#recheck = false;
    return {
      ...this.#parts,
      job,
      sources: new JobSources({ tracker, clock, log, self }),
      progress: this.#progress,
      journal: new Journal(job, { store, library, choices, onTick: () => onChange(this) }),
      choices,
      running: new Map(),
      missing: new Map(),
      serving: new Map(),
      directories: undefined,
      listing: undefined,
      resumed: false,
      finishing: false,
      recheck,
    };
  }

  /** Whether the folder that it is in the middle of is no longer there. */
  async #isGone(): Promise<boolean> {
    const { job } = this;
    return job.phase !== 'new' && (await look(rootOf(job)))?.isDirectory() !== true;
  }

  #beginAgain(): void {
    const { job } = this;
    const { store } = this.#parts;
    store.transaction(() => {
      store.clear(job);
      Object.assign(job, { phase: 'new', destination: undefined, aside: undefined, filesDone: 0, bytesDone: 0 });
      store.save(job);
    });
    this.#choices = undefined;
    this.#context = undefined;
  }

  /** What is unfinished is served while the job goes on or waits for sources. */
  #stopServing(): void {
    for (const end of this.#context?.serving.values() ?? []) end();
    this.#context?.serving.clear();
  }

  #fail(error: AyniError): void {
    this.#stopServing();
    this.#parts.log.warn({ job: this.job.id, code: error.code }, error.message);
    this.#move('fail', { code: error.code, message: error.message });
  }

  /** What cannot be written down is not fetched. @throws {AyniError} `disk-full`, `io-failed` */
  #assertKept(): void {
    if (this.#keeper.fault !== undefined) throw this.#keeper.fault;
  }

  #refuse(event: JobEvent): void {
    const { job } = this;
    if (stateAfter(job.state, event) !== undefined && !this.isBeingCancelled) return;
    const state = this.isBeingCancelled ? 'being cancelled' : job.state;
    throw new AyniError('conflict', `The download "${job.name}" is ${state}: there is nothing to ${event}.`);
  }

  /** Two jobs that fill the same folder would take each other's files for leftovers of their own. */
  #refuseTaken(): void {
    const { name, destination } = this.job;
    if (destination === undefined || !this.#options.isTaken(destination)) return;
    throw new AyniError('conflict', `Another download goes to ${destination}: resume "${name}" when that has ended.`, {
      context: { path: destination },
    });
  }

  #move(event: JobEvent, reason?: Reason): void {
    const { job } = this;
    const state = stateAfter(job.state, event);
    if (state === undefined) return;
    const same = job.state === state && job.reason?.message === reason?.message;
    job.state = state;
    job.reason = reason;
    if (same) return;
    this.#keeper.save();
    this.#options.onChange(this);
  }
}

function asAyniError(error: unknown): AyniError {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new AyniError('timeout', 'The tracker did not answer in time: it is asked again.', { cause: error });
  }
  // The index of what is here may lie on a full disk, too.
  return databaseFault(error);
}
