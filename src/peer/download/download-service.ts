import { randomBytes } from 'node:crypto';
import { isAbsolute, resolve } from 'node:path';
import type { Clock } from '../../core/clock.ts';
import { assertContentSize } from '../../core/content/geometry.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { safeName } from '../../core/names/safe-name.ts';
import { baseName, parseSharePath } from '../../core/names/share-path.ts';
import { hasEnded } from '../../core/transfer/job-state.ts';
import type { PaceRates } from '../../core/transfer/pace.ts';
import { NO_TRACING, type Tracing } from '../../core/tracing/tracing.ts';
import { Playheads } from '../../core/transfer/playheads.ts';
import { movedTo, type QueueMove } from '../../core/transfer/queue-move.ts';
import { HttpsClient } from '../../net/http/https-client.ts';
import type { Identity } from '../../net/identity/identity.ts';
import type { ReceiveLimits } from '../../net/receive/receive-run.ts';
import type { ForeignFetch } from '../../wire/dialects/foreign-client.ts';
import type { FileWish } from '../../wire/control/page-messages.ts';
import type { TrackerOperations } from '../../wire/tracker/operations.ts';
import type { Library } from '../library/library.ts';
import type { JobDetail } from './detail.ts';
import { checkForeign } from './foreign/check-foreign.ts';
import { FOREIGN_LIMITS, type ForeignLimits } from './foreign/receive-answer.ts';
import { endOf } from './end-of.ts';
import { JobTask } from './job-task.ts';
import type { DownloadRequest, DownloadTarget, Job } from './job.ts';
import { NetworkNews } from './network-news.ts';
import { Places } from './places.ts';
import { Receivers } from './receivers.ts';
import { DownloadStore } from './store/download-store.ts';
import type { JobRecord } from './store/job-record.ts';

/** Jobs that have not ended. */
const MAX_JOBS = 10_000;
/** Folders that are told. */
const MAX_FOLDERS = 10;

export interface DownloadComponents {
  readonly identity: Identity;
  readonly library: Library;
  readonly tracker: TrackerOperations;
  /** The credential of the moment. */
  readonly credential: () => string;
  readonly hasher: Hasher;
  /** How to fetch from the peers of each dialect; those that are absent cannot be fetched from. */
  readonly foreign?: Readonly<Partial<Record<Dialect, ForeignFetch>>>;
  /** Who reads what while it comes: one for all services, so that it is heeded by whichever fetches it. */
  readonly playheads?: Playheads;
  /** Threads that several services share, and one limit; whoever made them stops them. */
  readonly receivers?: Receivers;
  readonly clock: Clock;
  readonly log: Logger;
  readonly tracing?: Tracing;
}

export interface DownloadOptions {
  /** Path of downloads.sqlite. */
  readonly stateFile: string;
  /** Where downloads go unless told otherwise, absolute. */
  readonly folder: string;
  /** Threads that receive, where it has its own. Default 1. */
  readonly workers?: number;
  /** When a source counts as stalled or too slow. */
  readonly receive?: Partial<ReceiveLimits>;
  /** Jobs that run at once. Default 2. */
  readonly concurrent?: number;
  /** Whether downloads are served on unless told otherwise. Default true. */
  readonly seed?: boolean;
  /** Whether the MD5 of what comes from foreign peers is computed on the way, for the dialect `slots`. Default false. */
  readonly md5?: boolean;
  /** When a foreign peer counts as stalled. */
  readonly foreign?: Partial<ForeignLimits>;
}

/** Fetches contents and trees, verified, and goes on with what was begun before. */
export class DownloadService {
  readonly #components: DownloadComponents;
  readonly #options: DownloadOptions;
  readonly #receivers: Receivers;
  readonly #http: HttpsClient;
  readonly #places: Places;
  readonly #news: NetworkNews;
  readonly #playheads = new Playheads();
  readonly #tasks = new Map<string, JobTask>();
  readonly #listeners = new Set<(job: Job) => void>();
  #endings = 0;
  #store: DownloadStore | undefined;

  constructor(components: DownloadComponents, options: DownloadOptions) {
    this.#components = components;
    this.#options = options;
    const { identity, hasher, log } = components;
    const { workers = 1, receive = {} } = options;
    this.#receivers = components.receivers ?? new Receivers({ identity, hasher }, { workers, limits: receive });
    this.#http = new HttpsClient({ identity, log });
    this.#places = new Places(options.concurrent ?? 2);
    this.#news = new NetworkNews(components, () => {
      for (const task of this.#tasks.values()) if (task.lacksSources) task.wake();
    });
  }

  /** Opens the state and goes on with the jobs that had not ended. @throws {AyniError} `state-newer`, `io-failed` */
  async start(): Promise<void> {
    const store = new DownloadStore(this.#options.stateFile);
    this.#store = store;
    for (const job of store.jobs()) this.#adopt(store, job, !store.wasClean);
    for (const task of this.#tasks.values()) task.start();
  }

  /** A download is likely to come soon: it finds a thread that receives. */
  warm(): void {
    this.#receivers.warm();
  }

  /** Ends what runs, in order: the next start believes what was written down. */
  async stop(): Promise<void> {
    const store = this.#store;
    if (store === undefined) return;
    await Promise.all([this.#news.stop(), ...[...this.#tasks.values()].map((task) => task.stop())]);
    if (this.#components.receivers === undefined) await this.#receivers.stop();
    this.#http.close();
    this.#store = undefined;
    this.#tasks.clear();
    store.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Begins a download. The same target into the same folder again, while it has not ended, is the same job; one that is
   * being cancelled is waited for.
   * @throws {AyniError} `bad-path`, `too-large`, `bad-request`, `conflict` (over 10,000 jobs)
   */
  async add(request: DownloadRequest): Promise<Job> {
    const { seed = this.#options.seed ?? true, wishes = {} } = request;
    const folder = request.folder ?? this.#options.folder;
    if (!isAbsolute(folder)) throw new AyniError('bad-path', `The folder "${folder}" is not an absolute path.`);
    const target = checkTarget(request.target);
    const name = safeName(request.name ?? nameOf(target), { windows: process.platform === 'win32' });
    const wanted = JSON.stringify([target, resolve(folder), name, wishes]);
    const isSame = ({ job }: JobTask): boolean =>
      JSON.stringify([job.target, job.folder, job.name, job.wishes]) === wanted;
    let same = this.#active().find(isSame);
    // What it leaves would be in the way of the new one.
    for (; same?.isBeingCancelled === true; same = this.#active().find(isSame)) await same.cancel();
    if (same !== undefined) return same.view();
    const store = this.#open();
    const active = this.#active();
    if (active.length >= MAX_JOBS)
      throw new AyniError('conflict', `There are ${MAX_JOBS} downloads already: end some.`);
    const lastPlace = Math.max(0, ...[...this.#tasks.values()].map((task) => task.job.place));
    const job = newJob(store, { target, folder: resolve(folder), name, seed, wishes }, lastPlace);
    store.save(job);
    const task = this.#adopt(store, job, false);
    task.start();
    return task.view();
  }

  /**
   * In the order in which they run; those that ended stay where they were.
   * @param options.ended false for those alone that have not ended, which are few where the others are thousands
   */
  jobs({ ended = true }: { readonly ended?: boolean } = {}): Job[] {
    const tasks = this.#inOrder();
    return (ended ? tasks : tasks.filter(({ job }) => !hasEnded(job.state))).map((task) => task.view());
  }

  /** Of all jobs, from the network, waste included. */
  get bytesReceived(): number {
    return [...this.#tasks.values()].reduce((sum, { job }) => sum + job.received, 0);
  }

  /** Where downloads go: the service's own folder, then those that were chosen lately. Each once, ten at most. */
  folders(): string[] {
    const chosen = [...this.#tasks.values()].toSorted((a, b) => b.job.number - a.job.number);
    return [...new Set([this.#options.folder, ...chosen.map(({ job }) => job.folder)])].slice(0, MAX_FOLDERS);
  }

  /**
   * Changes the order of the jobs that have not ended. What runs goes on: the order says who is next.
   * @throws {AyniError} `not-found`; `conflict` where the job has ended
   */
  move(id: string, to: QueueMove): void {
    const task = this.#task(id);
    if (hasEnded(task.job.state)) {
      throw new AyniError('conflict', `The download "${task.job.name}" is ${task.job.state}: it waits for nothing.`);
    }
    const waiting = this.#inOrder().filter(({ job }) => !hasEnded(job.state));
    const places = waiting.map(({ job }) => job.place);
    const store = this.#open();
    store.transaction(() => {
      for (const [at, { job }] of movedTo(waiting, task, to).entries()) {
        const place = places[at] ?? job.place;
        if (job.place === place) continue;
        job.place = place;
        store.save(job);
      }
    });
    for (const listener of this.#listeners) listener(task.view());
  }

  /**
   * Says of single files of a job that they come in their turn, before the others, or not at all; what runs heeds it at
   * once. Numbers are those of `detail`.
   * @throws {AyniError} `not-found`; `conflict` where the job has ended, or a single file would be skipped
   */
  choose(id: string, files: readonly number[], wish: FileWish): void {
    this.#task(id).choose(files, wish);
  }

  /**
   * The files of a job, and what has come of a large one.
   * @param file number of the one whose pieces are told; else of one that runs
   * @throws {AyniError} `not-found`
   */
  detail(id: string, file?: number): JobDetail {
    return this.#task(id).detail(file);
  }

  /** @throws {AyniError} `not-found`, `conflict` where the job is in no state for it; so do the next two */
  pause(id: string): Promise<void> {
    return this.#task(id).pause();
  }

  /** Also makes a waiting job look for sources at once. */
  resume(id: string): Promise<void> {
    return this.#task(id).resume();
  }

  /** Ends the job and removes its part files; whole files in a folder that was there before stay. */
  cancel(id: string): Promise<void> {
    return this.#task(id).cancel();
  }

  /** The tracker is back, or something new was published: whoever waits looks at once. */
  wake(): void {
    for (const task of this.#tasks.values()) task.wake();
  }

  /** Limits what comes from all peers together, and from each, from now on. */
  setRates(rates: PaceRates): void {
    this.#receivers.setRates(rates);
  }

  /** Grows with each job that ends, and each change of an ended one. */
  get endings(): number {
    return this.#endings;
  }

  /** Jobs that run at once. */
  get concurrent(): number {
    return this.#places.total;
  }

  /** From now on; what runs goes on. */
  setConcurrent(jobs: number): void {
    this.#places.setTotal(jobs);
  }

  /** Called with a job when its state changes, and about four times a second while it runs. */
  onChange(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Resolves when the job is done, failed or cancelled. @throws {AyniError} `not-found`; `cancelled` by the signal */
  wait(id: string, { signal }: { signal?: AbortSignal } = {}): Promise<Job> {
    return endOf(this.#task(id), { onChange: (listener) => this.onChange(listener), signal });
  }

  #adopt(store: DownloadStore, job: JobRecord, recheck: boolean): JobTask {
    const {
      identity,
      library,
      tracker,
      credential,
      hasher,
      foreign = {},
      playheads,
      clock,
      log,
      tracing = NO_TRACING,
    } = this.#components;
    const { md5 = false, foreign: limits = {} } = this.#options;
    const parts = {
      store,
      library,
      tracker,
      receiver: this.#receivers,
      foreign: { fetch: foreign, md5, limits: { ...FOREIGN_LIMITS, ...limits } },
      http: this.#http,
      credential,
      hasher,
      playheads: playheads ?? this.#playheads,
      clock,
      log,
      tracing,
    };
    const task = new JobTask(parts, job, {
      places: this.#places,
      self: identity.peer,
      isTaken: (path) =>
        [...this.#tasks.values()].some(
          (other) => other.job !== job && !hasEnded(other.job.state) && other.job.destination === path,
        ),
      onChange: (changed) => {
        if (hasEnded(changed.job.state)) this.#endings++;
        this.#news.wanted([...this.#tasks.values()].some((other) => other.lacksSources));
        const view = changed.view();
        for (const listener of this.#listeners) listener(view);
      },
      recheck,
    });
    this.#tasks.set(job.id, task);
    return task;
  }

  #active(): JobTask[] {
    return [...this.#tasks.values()].filter(({ job }) => !hasEnded(job.state));
  }

  #inOrder(): JobTask[] {
    return [...this.#tasks.values()].toSorted((a, b) => a.job.place - b.job.place);
  }

  #open(): DownloadStore {
    if (this.#store === undefined) throw new AyniError('internal', 'The downloads were not started.');
    return this.#store;
  }

  #task(id: string): JobTask {
    const task = this.#tasks.get(id);
    if (task === undefined) throw new AyniError('not-found', `There is no download ${id.slice(0, 40)}.`);
    return task;
  }
}

function checkTarget(target: DownloadTarget): DownloadTarget {
  if (target.kind === 'tree') {
    const path = parseSharePath(target.path);
    if (path === '')
      throw new AyniError('bad-path', 'Name a share or a path in one: a peer is not fetched as a whole.');
    const also = (target.also ?? []).map((place) => ({ peer: place.peer, path: parseSharePath(place.path) }));
    return { kind: 'tree', peer: target.peer, path, ...(also.length === 0 ? {} : { also }) };
  }
  if (target.kind === 'foreign') return checkForeign(target);
  if (target.size !== undefined) assertContentSize(target.size);
  const { content, size, name } = target;
  return { kind: 'content', content, ...(size === undefined ? {} : { size }), name };
}

function nameOf(target: DownloadTarget): string {
  // Flat names hold no folders, and what looks like one is part of the name.
  if (target.kind === 'foreign') return target.name;
  return target.kind === 'tree' ? baseName(target.path) : baseName(target.name) || target.content;
}

function newJob(
  store: DownloadStore,
  facts: Pick<JobRecord, 'target' | 'folder' | 'name' | 'seed' | 'wishes'>,
  lastPlace: number,
): JobRecord {
  return {
    ...facts,
    number: store.nextNumber(),
    place: lastPlace + 1,
    id: randomBytes(5).toString('hex'),
    state: 'waiting',
    reason: undefined,
    phase: 'new',
    layout: 'file',
    destination: undefined,
    aside: undefined,
    audience: undefined,
    filesTotal: 0,
    bytesTotal: facts.target.kind === 'tree' ? 0 : (facts.target.size ?? 0),
    filesDone: 0,
    bytesDone: 0,
    received: 0,
    copied: 0,
    renamed: [],
    skipped: [],
  };
}
