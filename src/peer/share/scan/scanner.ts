import type { Worker } from 'node:worker_threads';
import { AyniError } from '../../../core/errors.ts';
import { startWorker } from '../../../platform/start-worker.ts';
import type { ScanBatch, ScanEnd, ScanRequest } from './scan-report.ts';
import type { ScanWorkerData } from './scan-program.ts';

type Message = { readonly batch: ScanBatch } | { readonly end: ScanEnd };

/** How long the idle thread lives, in ms: changes come in flocks, and an idle daemon should pay nothing. */
const IDLE_MS = 2_000;
/** MiB: one directory of a few million names must fit. */
const MAX_HEAP = 1024;

/** Scans in a thread of its own, one scan at a time. The thread is there when it is needed. */
export class Scanner {
  readonly #library: string;
  #queue: Promise<unknown> = Promise.resolve();
  #thread: Thread | undefined;
  #idle: NodeJS.Timeout | undefined;

  /** @param library path of the index; the thread reads it on a connection of its own */
  constructor(library: string) {
    this.#library = library;
  }

  /**
   * @param take gets what differs from the index, in order; the scan waits while four batches were not taken
   * @throws what `take` throws
   */
  scan(
    request: ScanRequest,
    take: (batch: ScanBatch) => void,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<ScanEnd> {
    const run = this.#queue.then(() => this.#run(request, take, signal));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Waits for scans that were begun; their signals end them. */
  async stop(): Promise<void> {
    await this.#queue;
    clearTimeout(this.#idle);
    await this.#thread?.close();
  }

  async #run(request: ScanRequest, take: (batch: ScanBatch) => void, signal: AbortSignal): Promise<ScanEnd> {
    if (signal.aborted) return { kind: 'cancelled' };
    clearTimeout(this.#idle);
    this.#thread = this.#thread?.open === true ? this.#thread : new Thread(this.#library);
    const thread = this.#thread;
    try {
      return await thread.scan(request, take, signal);
    } finally {
      this.#idle = setTimeout(() => void thread.close(), IDLE_MS).unref();
    }
  }
}

class Thread {
  readonly #flow = new Int32Array(new SharedArrayBuffer(8));
  readonly #worker: Worker;
  readonly #gone: Promise<void>;
  open = true;

  constructor(library: string) {
    const workerData: ScanWorkerData = { library, flow: this.#flow };
    this.#worker = startWorker('scan-worker', import.meta.url, { name: 'ayni-scan', workerData, maxHeap: MAX_HEAP });
    this.#gone = new Promise((resolve) => {
      this.#worker.once('exit', () => {
        this.open = false;
        resolve();
      });
    });
    // A scan that broke rejects below; the thread ends with it.
    this.#worker.on('error', () => {
      this.open = false;
    });
    this.#worker.unref();
  }

  async scan(request: ScanRequest, take: (batch: ScanBatch) => void, signal: AbortSignal): Promise<ScanEnd> {
    const worker = this.#worker;
    const flow = this.#flow;
    const cancel = () => {
      Atomics.store(flow, 1, 1);
      Atomics.notify(flow, 0);
    };
    Atomics.store(flow, 1, 0);
    signal.addEventListener('abort', cancel);
    worker.ref();
    const ended = new AbortController();
    try {
      return await new Promise<ScanEnd>((resolve, reject) => {
        let failure: AyniError | undefined;
        const onMessage = (message: Message) => {
          if ('end' in message) {
            if (failure) reject(failure);
            else resolve(message.end);
            return;
          }
          try {
            if (!failure) take(message.batch);
          } catch (error) {
            failure = AyniError.from(error);
            cancel();
          }
          // After a turn of the event loop: or else this scan could keep it to itself for seconds.
          setImmediate(() => {
            Atomics.add(flow, 0, 1);
            Atomics.notify(flow, 0);
          });
        };
        const onError = (error: unknown) => reject(AyniError.from(error));
        const onExit = () => reject(new AyniError('internal', 'The scan ended early.'));
        worker.on('message', onMessage).once('error', onError).once('exit', onExit);
        worker.postMessage(request);
        ended.signal.addEventListener('abort', () => {
          worker.off('message', onMessage).off('error', onError).off('exit', onExit);
        });
      });
    } finally {
      ended.abort();
      signal.removeEventListener('abort', cancel);
      worker.unref();
    }
  }

  async close(): Promise<void> {
    if (this.open) {
      this.open = false;
      this.#worker.ref();
      this.#worker.postMessage('close');
    }
    await this.#gone;
  }
}
