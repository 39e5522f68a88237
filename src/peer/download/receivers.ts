import { Pace, type PaceRates, type Party } from '../../core/transfer/pace.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import type { ThreadTime } from '../../core/transfer/source-width.ts';
import { monotonicNs } from '../../platform/monotonic.ts';
import type { Identity } from '../../net/identity/identity.ts';
import type { BodyRun } from '../../net/receive/body-flight.ts';
import type { BatchRun } from '../../net/receive/batch/batch-run.ts';
import { ReceiveHere } from '../../net/receive/receive-here.ts';
import type { ReceiveLimits, ReceiveRun, RunResult } from '../../net/receive/receive-run.ts';
import { ReceiveWorker, type BatchOptions, type RunOptions } from '../../net/receive/receive-worker.ts';
import { sleep } from './sleep.ts';

/** A limit that changes is heard of within this time, ms. */
const MAX_HOLD_MS = 250;

export interface ReceiverOptions extends RunOptions {
  /**
   * Runs of one number go to one thread: a source needs one connection then. `main` for this one, where what comes is
   * slow and the disk is not. The thread with the fewest where absent.
   */
  readonly thread?: number | 'main' | undefined;
}

/** Receive workers behind one door. */
export class Receivers {
  /** One for all workers. */
  readonly #pace = new Pace(monotonicNs);
  readonly #here: ReceiveHere;
  readonly #workers: { readonly worker: ReceiveWorker; runs: number }[];

  constructor(
    { identity, hasher }: { identity: Identity; hasher: Hasher },
    { workers, limits }: { workers: number; limits: Partial<ReceiveLimits> },
  ) {
    this.#here = new ReceiveHere({ identity, hasher, pace: this.#pace }, limits);
    this.#workers = Array.from({ length: Math.max(1, workers) }, () => ({
      worker: new ReceiveWorker({ identity, pace: this.#pace }, limits),
      runs: 0,
    }));
  }

  /** Limits what comes from all peers together, and from each, from now on. */
  setRates(rates: PaceRates): void {
    this.#pace.set(rates);
  }

  /** Starts the first thread: runs come soon. */
  warm(): void {
    this.#workers[0]?.worker.warm();
  }

  async stop(): Promise<void> {
    this.#here.stop();
    await Promise.all(this.#workers.map(({ worker }) => worker.stop()));
  }

  /** Bytes came from a foreign peer, past the threads. Waits until more may come; resolves early when the signal is aborted. */
  async took(from: Party, bytes: number, { signal }: { signal: AbortSignal }): Promise<void> {
    if (this.#pace.rate === undefined) return;
    this.#pace.took(from, bytes);
    // In parts, so that a new limit is heard of.
    for (let ms = this.#pace.dueIn(from); ms >= 1 && !signal.aborted; ms = this.#pace.dueIn(from)) {
      await sleep(Math.min(MAX_HOLD_MS, ms), { signal });
    }
  }

  /** How many threads there are. */
  get workers(): number {
    return this.#workers.length;
  }

  /** Of all threads together; of the main one while nothing comes to the others. */
  time(): ThreadTime {
    if (this.#workers.every(({ runs }) => runs === 0)) return performance.eventLoopUtilization();
    const times = this.#workers.map(({ worker }) => worker.time());
    return {
      active: times.reduce((sum, { active }) => sum + active, 0),
      idle: times.reduce((sum, { idle }) => sum + idle, 0),
    };
  }

  run(run: ReceiveRun, { thread, ...options }: ReceiverOptions): Promise<RunResult> {
    if (thread === 'main' && !this.#here.isSlow) return this.#here.run(run, options);
    return this.#by(thread === 'main' ? 0 : thread, (worker) => worker.run(run, options));
  }

  /** Asks a source for something small: hashes, a bitfield. */
  body(run: BodyRun, options: Pick<RunOptions, 'signal'>): Promise<Uint8Array> {
    return this.#here.body(run, options);
  }

  /** What came to the main thread comes to others from now on: connections that have nothing to do take memory. */
  leaveMain(): void {
    this.#here.rest();
  }

  batch(run: BatchRun, options: BatchOptions): Promise<RunResult> {
    return this.#by(undefined, (worker) => worker.batch(run, options));
  }

  async #by(thread: number | undefined, work: (worker: ReceiveWorker) => Promise<RunResult>): Promise<RunResult> {
    const [first, ...others] = this.#workers;
    let chosen = thread === undefined ? first : this.#workers[thread % this.#workers.length];
    if (thread === undefined) {
      for (const other of others) if (chosen === undefined || other.runs < chosen.runs) chosen = other;
    }
    if (chosen === undefined) throw new Error('no worker');
    chosen.runs++;
    try {
      return await work(chosen.worker);
    } finally {
      chosen.runs--;
    }
  }
}
