import { AyniError } from '../../../core/errors.ts';
import { collectGarbage } from '../../../platform/collect-garbage.ts';
import { startWorker } from '../../../platform/start-worker.ts';
import type {
  FileResult,
  FilesJob,
  HashJob,
  Md5FileResult,
  Md5FilesJob,
  Md5SegmentJob,
  Md5SegmentResult,
  SegmentJob,
  SegmentResult,
  StampJob,
  StampResult,
} from './hash-job.ts';
import type { HashAnswer } from './hash-program.ts';

/** Jobs that a worker has at most: one it does and one that is there when it is done. */
const DEPTH = 2;
/** How long an idle worker lives, in ms: each costs some 20 MB. */
const IDLE_MS = 1_000;
/** MiB. */
const MAX_HEAP = 128;

interface Task {
  readonly id: number;
  readonly job: HashJob;
  readonly resolve: (answer: HashAnswer) => void;
  readonly reject: (error: AyniError) => void;
}

/** Threads that hash, started when there is work and ended when there is none. */
export class HashPool {
  readonly #size: number;
  readonly #members = new Set<Member>();
  /** Waiting jobs; whoever hands them in awaits them and has a cap of its own. */
  readonly #waiting: Task[] = [];
  #nextId = 0;
  #stopped = false;

  constructor({ workers }: { readonly workers: number }) {
    this.#size = workers;
  }

  /** How many jobs keep all workers busy. */
  get capacity(): number {
    return this.#size * DEPTH;
  }

  run(job: FilesJob): Promise<readonly FileResult[]>;
  run(job: SegmentJob): Promise<SegmentResult>;
  run(job: StampJob): Promise<StampResult>;
  run(job: Md5FilesJob): Promise<readonly Md5FileResult[]>;
  run(job: Md5SegmentJob): Promise<Md5SegmentResult>;
  /** @throws {AyniError} `cancelled` where the pool was stopped, `internal` where a worker broke */
  run(job: HashJob): Promise<HashAnswer> {
    if (this.#stopped) return Promise.reject(cancelled());
    return new Promise<HashAnswer>((resolve, reject) => {
      this.#waiting.push({ id: this.#nextId++, job, resolve, reject });
      this.#assign();
    });
  }

  /** Starts the workers ahead of the first job, since that takes some 30 ms. */
  warm(): void {
    if (this.#stopped) return;
    while (this.#members.size < this.#size) this.#add();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const task of this.#waiting.splice(0)) task.reject(cancelled());
    await Promise.all([...this.#members].map((member) => member.stop()));
  }

  #assign(): void {
    while (this.#waiting.length > 0) {
      let [least] = this.#members;
      for (const member of this.#members) if (least === undefined || member.load < least.load) least = member;
      if ((least === undefined || least.load > 0) && this.#members.size < this.#size) least = this.#add();
      if (least === undefined || least.load >= DEPTH) return;
      const task = this.#waiting.shift();
      if (task) least.give(task);
    }
  }

  #add(): Member {
    const member: Member = new Member({
      onDone: () => this.#assign(),
      onGone: () => {
        this.#members.delete(member);
        if (!this.#stopped) this.#assign();
      },
      onIdle: () => {
        this.#members.delete(member);
        if (this.#members.size === 0) collectGarbage();
        void member.stop();
      },
    });
    this.#members.add(member);
    return member;
  }
}

function cancelled(): AyniError {
  return new AyniError('cancelled', 'Hashing was stopped.');
}

/** One worker and what it was given. */
class Member {
  readonly #worker = startWorker('hash-worker', import.meta.url, { name: 'ayni-hash', maxHeap: MAX_HEAP });
  readonly #tasks = new Map<number, Task>();
  readonly #onIdle: () => void;
  #idle: NodeJS.Timeout | undefined;

  constructor(on: { readonly onDone: () => void; readonly onGone: () => void; readonly onIdle: () => void }) {
    const { onDone, onGone } = on;
    this.#onIdle = on.onIdle;
    this.#worker.on('message', ({ id, answer }: { id: number; answer: HashAnswer }) => {
      const task = this.#tasks.get(id);
      this.#tasks.delete(id);
      if (this.#tasks.size === 0) this.#rest();
      task?.resolve(answer);
      onDone();
    });
    const end = (error: AyniError) => {
      clearTimeout(this.#idle);
      for (const task of this.#tasks.values()) task.reject(error);
      this.#tasks.clear();
      onGone();
    };
    this.#worker.on('error', (cause) => end(new AyniError('internal', 'A hashing thread broke.', { cause })));
    this.#worker.on('exit', () => end(cancelled()));
    this.#rest();
  }

  get load(): number {
    return this.#tasks.size;
  }

  give(task: Task): void {
    clearTimeout(this.#idle);
    this.#tasks.set(task.id, task);
    this.#worker.ref();
    this.#worker.postMessage({ id: task.id, job: task.job });
  }

  async stop(): Promise<void> {
    clearTimeout(this.#idle);
    await this.#worker.terminate();
  }

  /** Whoever has nothing to do keeps no program alive, and ends after a while, also where others work. */
  #rest(): void {
    this.#worker.unref();
    clearTimeout(this.#idle);
    this.#idle = setTimeout(this.#onIdle, IDLE_MS).unref();
  }
}
