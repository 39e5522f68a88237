import type { Identity } from '../../net/identity/identity.ts';
import type { BatchRun } from '../../net/receive/batch/batch-run.ts';
import type { ReceiveLimits, ReceiveRun, RunResult } from '../../net/receive/receive-run.ts';
import { ReceiveWorker, type BatchOptions } from '../../net/receive/receive-worker.ts';

type RunOptions = Parameters<ReceiveWorker['run']>[1];

/** Receive workers behind one door: a run goes to the one with the fewest. */
export class Receivers {
  readonly #workers: { readonly worker: ReceiveWorker; runs: number }[];

  constructor(
    { identity }: { identity: Identity },
    { workers, limits }: { workers: number; limits: Partial<ReceiveLimits> },
  ) {
    this.#workers = Array.from({ length: Math.max(1, workers) }, () => ({
      worker: new ReceiveWorker({ identity }, limits),
      runs: 0,
    }));
  }

  async stop(): Promise<void> {
    await Promise.all(this.#workers.map(({ worker }) => worker.stop()));
  }

  run(run: ReceiveRun, options: RunOptions): Promise<RunResult> {
    return this.#by((worker) => worker.run(run, options));
  }

  batch(run: BatchRun, options: BatchOptions): Promise<RunResult> {
    return this.#by((worker) => worker.batch(run, options));
  }

  async #by(work: (worker: ReceiveWorker) => Promise<RunResult>): Promise<RunResult> {
    const [first, ...others] = this.#workers;
    let chosen = first;
    for (const other of others) if (chosen === undefined || other.runs < chosen.runs) chosen = other;
    if (chosen === undefined) throw new Error('no worker');
    chosen.runs++;
    try {
      return await work(chosen.worker);
    } finally {
      chosen.runs--;
    }
  }
}
