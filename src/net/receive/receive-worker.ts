import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

import { AyniError } from '../../core/errors.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import type { Pace } from '../../core/transfer/pace.ts';
import { startWorker } from '../../platform/start-worker.ts';
import type { Identity } from '../identity/identity.ts';
import type { BatchRun } from './batch/batch-run.ts';
import { packBatch } from './batch/packed-batch.ts';
import type { ReceiveCommand, ReceiveReport, ReceiveStart } from './messages.ts';
import { PendingRuns, type BatchOptions, type RunOptions } from './pending-runs.ts';
import { RECEIVE_LIMITS, type ReceiveLimits, type ReceiveRun, type RunResult } from './receive-run.ts';

export type { BatchOptions, RunOptions } from './pending-runs.ts';
export type { ReceiveLimits, ReceiveRun, RunResult } from './receive-run.ts';

/** MiB of JavaScript in the thread; the bytes that are received are not among them. */
const MAX_HEAP = 64;
const START_MS = 30_000;
const STOP_MS = 2_000;
/** How long the thread lives without a run, in ms: it costs some 15 MB. */
const IDLE_MS = 60_000;

/**
 * A thread that receives: dials, verifies who answers, reads, hashes and writes, so that the main thread stays free
 * (design: "Moving bytes"). Runs on one source go one after the other over one connection; a failure of one never
 * disturbs another source's. The thread starts with the first run, or before it by `warm`, and ends when there was none
 * for a minute; one that died is started anew by the next run.
 */
export class ReceiveWorker {
  readonly #start: ReceiveStart;
  readonly #log: Logger;
  readonly #runs = new PendingRuns();
  #worker: Promise<Worker> | undefined;
  /** The thread of `#worker`, from its first moment. */
  #thread: Worker | undefined;
  #commands: ReceiveCommand[] = [];
  #idle: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    {
      identity,
      log = SILENT,
      pace,
    }: { readonly identity: Identity; readonly log?: Logger; readonly pace?: Pace | undefined },
    options: Partial<ReceiveLimits> = {},
  ) {
    const { peer, key, cert } = identity;
    this.#start = { identity: { peer, key, cert }, limits: { ...RECEIVE_LIMITS, ...options }, pace: pace?.memory };
    this.#log = log;
  }

  /** Starts the thread, so that the first run finds it there. */
  warm(): void {
    // A run says why, where it cannot start.
    this.#running().catch(() => undefined);
    if (this.#runs.size === 0) this.#rest();
  }

  /** How long the thread has worked and waited since it began, ms; nothing where it does not run. */
  time(): { readonly active: number; readonly idle: number } {
    return this.#thread?.performance.eventLoopUtilization() ?? { active: 0, idle: 0 };
  }

  /** Ends all connections; runs that are left fail as `cancelled`. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#commands.length = 0;
    await this.#end();
    this.#runs.failAll(new AyniError('cancelled', 'Receiving was stopped.'));
  }

  /** Lets the thread end; the next run starts another. */
  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const starting = this.#worker;
    this.#worker = undefined;
    this.#thread = undefined;
    const worker = await starting?.catch(() => undefined);
    if (worker === undefined) return;
    const ended = new AbortController();
    const exited = once(worker, 'exit', { signal: ended.signal }).catch(() => undefined);
    worker.postMessage([{ kind: 'stop' }]);
    await Promise.race([exited, delay(STOP_MS, undefined, { signal: ended.signal }).catch(() => undefined)]);
    ended.abort();
    // Resolves also where it ended before anybody listened.
    await worker.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /**
   * Fetches, verifies and writes one run.
   * @throws {AyniError} `unreachable`, `timeout` (nothing came, or too slowly), `wrong-peer`, `unauthenticated`,
   * `credential-invalid`, `credential-expired`, `revoked`, `not-found`, `content-changed`, `range-not-held`,
   * `busy` (context: position, retryAfter), `too-many-connections`, `bad-answer`, `corrupt-piece` (context: piece),
   * `cut-off`, `disk-full`, `no-permission`, `file-vanished`, `conflict`, `io-failed`, `cancelled`. `context.pieces` are
   * verified and written, `context.bytes` came; `context.status` is there where the source itself refused.
   */
  run(run: ReceiveRun, { signal, onChosen, onTold, onPieces }: RunOptions = {}): Promise<RunResult> {
    return this.#fly((id) => ({ kind: 'run', id, run }), { onChosen, onTold, onPieces }, signal);
  }

  /**
   * Fetches, verifies and writes many small contents with one request. `pieces` of the result are contents.
   * @throws {AyniError} as `run`; `context.index` is the content that was on its way. What was verified before was told.
   */
  async batch(batch: BatchRun, { signal, onGroup }: BatchOptions): Promise<RunResult> {
    const run = packBatch(batch);
    return this.#fly((id) => ({ kind: 'batch', id, run }), { onGroup }, signal);
  }

  async #fly(
    command: (id: number) => ReceiveCommand,
    listeners: RunOptions & Partial<BatchOptions>,
    signal: AbortSignal | undefined,
  ): Promise<RunResult> {
    if (this.#stopped) throw new AyniError('cancelled', 'Receiving was stopped.');
    clearTimeout(this.#idle);
    const commands = {
      begin: (id: number) => this.#send(command(id)),
      cancel: (id: number) => this.#send({ kind: 'cancel', id }),
    };
    try {
      return await this.#runs.fly(commands, listeners, signal);
    } finally {
      if (this.#runs.size === 0) this.#rest();
    }
  }

  #rest(): void {
    clearTimeout(this.#idle);
    if (!this.#stopped) this.#idle = setTimeout(() => void this.#end(), IDLE_MS).unref();
  }

  /** Commands of one turn of the event loop travel together. */
  #send(command: ReceiveCommand): void {
    this.#commands.push(command);
    if (this.#commands.length === 1) setImmediate(() => void this.#flush());
  }

  async #flush(): Promise<void> {
    try {
      const worker = await this.#running();
      const commands = this.#commands.splice(0);
      if (commands.length > 0) worker.postMessage(commands);
    } catch (error) {
      this.#commands.length = 0;
      this.#runs.failAll(AyniError.from(error));
    }
  }

  #running(): Promise<Worker> {
    if (this.#stopped) return Promise.reject(new AyniError('cancelled', 'Receiving was stopped.'));
    this.#worker ??= this.#spawn();
    return this.#worker;
  }

  async #spawn(): Promise<Worker> {
    const worker = startWorker('receive-program', import.meta.url, {
      name: 'ayni-receive',
      workerData: this.#start,
      maxHeap: MAX_HEAP,
      grows: true,
    });
    this.#thread = worker;
    const died = (cause: unknown): AyniError =>
      new AyniError('internal', 'The receiving thread ended unexpectedly.', { cause });
    try {
      await new Promise<void>((resolve, reject) => {
        const overdue = setTimeout(() => reject(died('it did not start in time')), START_MS);
        worker.once('message', () => {
          clearTimeout(overdue);
          resolve();
        });
        worker.on('error', (error: unknown) => {
          this.#log.error({ err: error }, 'the receiving thread failed');
          clearTimeout(overdue);
          reject(died(error));
        });
      });
    } catch (error) {
      this.#worker = undefined;
      await worker.terminate();
      throw error;
    }
    worker.on('message', (reports: readonly ReceiveReport[]) => {
      for (const report of reports) this.#onReport(report);
    });
    worker.once('exit', () => {
      if (this.#thread !== worker) return;
      this.#thread = undefined;
      this.#worker = undefined;
      this.#runs.failAll(died(undefined));
    });
    return worker;
  }

  #onReport(report: ReceiveReport): void {
    if (report.kind === 'ready') return;
    if (report.kind === 'chosen') this.#runs.chosen(report.id, report.pieces);
    else if (report.kind === 'told') this.#runs.told(report.id, report.bitfield);
    else if (report.kind === 'pieces') this.#runs.pieces(report.id, report.pieces);
    else if (report.kind === 'group') this.#runs.group(report.id, report.group);
    else if (report.kind === 'done') this.#runs.done(report.id, report.result);
    else this.#runs.failed(report.id, new AyniError(report.code, report.message, { context: report.context }));
  }
}
