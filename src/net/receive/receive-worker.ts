import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

import { AyniError } from '../../core/errors.ts';
import { SILENT, type Logger } from '../../core/log.ts';
import type { Pace } from '../../core/transfer/pace.ts';
import { startWorker } from '../../platform/start-worker.ts';
import type { Identity } from '../identity/identity.ts';
import type { BatchGroup, BatchRun } from './batch/batch-run.ts';
import { packBatch } from './batch/packed-batch.ts';
import type { ReceiveCommand, ReceiveReport, ReceiveStart } from './messages.ts';
import { RECEIVE_LIMITS, type PieceRange, type ReceiveLimits, type ReceiveRun, type RunResult } from './receive-run.ts';

export type { ReceiveLimits, ReceiveRun, RunResult } from './receive-run.ts';

/** Runs that may be handed to one worker at once. */
const MAX_RUNS = 4096;
/** MiB of JavaScript in the thread; the bytes that are received are not among them. */
const MAX_HEAP = 64;
const START_MS = 30_000;
const STOP_MS = 2_000;
/** How long the thread lives without a run, in ms: it costs some 15 MB. */
const IDLE_MS = 60_000;

interface Pending {
  readonly onTold?: ((bitfield: Uint8Array) => void) | undefined;
  readonly onChosen?: ((pieces: PieceRange) => void) | undefined;
  readonly onPieces?: ((pieces: PieceRange) => void) | undefined;
  readonly onGroup?: ((group: BatchGroup) => void) | undefined;
  resolve(result: RunResult): void;
  reject(error: AyniError): void;
}

export interface RunOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called when a source that chooses itself has said which pieces come. */
  readonly onChosen?: ((pieces: PieceRange) => void) | undefined;
  /** Called with the body of a bitfield where the source tells with its answer what it has. */
  readonly onTold?: ((bitfield: Uint8Array) => void) | undefined;
  /** Called at most every 50 ms, and before the run ends, for all pieces that were verified and written. */
  readonly onPieces?: ((pieces: PieceRange) => void) | undefined;
}

export interface BatchOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called at most every 50 ms, and before the batch ends, for all contents that were decided. */
  readonly onGroup: (group: BatchGroup) => void;
}

/**
 * A thread that receives: dials, verifies who answers, reads, hashes and writes, so that the main thread stays free
 * (design: "Moving bytes"). Runs on one source go one after the other over one connection; a failure of one never
 * disturbs another source's. The thread starts with the first run, or before it by `warm`, and ends when there was none
 * for a minute; one that died is started anew by the next run.
 */
export class ReceiveWorker {
  readonly #start: ReceiveStart;
  readonly #log: Logger;
  readonly #pending = new Map<number, Pending>();
  #worker: Promise<Worker> | undefined;
  /** The thread of `#worker`, from its first moment. */
  #thread: Worker | undefined;
  #commands: ReceiveCommand[] = [];
  #lastId = 0;
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
    if (this.#pending.size === 0) this.#rest();
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
    this.#failAll(new AyniError('cancelled', 'Receiving was stopped.'));
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
    listeners: Omit<Pending, 'resolve' | 'reject'>,
    signal: AbortSignal | undefined,
  ): Promise<RunResult> {
    if (this.#stopped) throw new AyniError('cancelled', 'Receiving was stopped.');
    if (signal?.aborted === true) throw new AyniError('cancelled', 'This run was cancelled.');
    if (this.#pending.size >= MAX_RUNS) {
      throw new AyniError('busy', `More than ${MAX_RUNS} runs at once: ask for fewer.`, { context: { retryAfter: 1 } });
    }
    clearTimeout(this.#idle);
    const id = ++this.#lastId;
    const onAbort = (): void => this.#send({ kind: 'cancel', id });
    try {
      return await new Promise<RunResult>((resolve, reject) => {
        this.#pending.set(id, { ...listeners, resolve, reject });
        signal?.addEventListener('abort', onAbort, { once: true });
        this.#send(command(id));
      });
    } finally {
      signal?.removeEventListener('abort', onAbort);
      if (this.#pending.size === 0) this.#rest();
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
      this.#failAll(AyniError.from(error));
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
      this.#failAll(died(undefined));
    });
    return worker;
  }

  #onReport(report: ReceiveReport): void {
    if (report.kind === 'ready') return;
    const pending = this.#pending.get(report.id);
    if (pending === undefined) return;
    if (report.kind === 'chosen') {
      pending.onChosen?.(report.pieces);
      return;
    }
    if (report.kind === 'told') {
      pending.onTold?.(report.bitfield);
      return;
    }
    if (report.kind === 'pieces') {
      pending.onPieces?.(report.pieces);
      return;
    }
    if (report.kind === 'group') {
      pending.onGroup?.(report.group);
      return;
    }
    this.#pending.delete(report.id);
    if (report.kind === 'done') pending.resolve(report.result);
    else pending.reject(new AyniError(report.code, report.message, { context: report.context }));
  }

  #failAll(error: AyniError): void {
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const one of pending) one.reject(error);
  }
}
