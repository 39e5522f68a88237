import { Worker } from 'node:worker_threads';
import { AyniError } from '../../../core/errors.ts';
import { workerUrl } from '../../../platform/worker-url.ts';
import type { ScanBatch, ScanEnd, ScanRequest } from './scan-report.ts';
import type { ScanWorkerData } from './scan-worker.ts';

type Message = { readonly batch: ScanBatch } | { readonly end: ScanEnd };

/**
 * Scans in a thread that lives for one scan, so that an idle daemon pays nothing for it. One scan at a time.
 */
export class Scanner {
  readonly #library: string;
  #queue: Promise<unknown> = Promise.resolve();

  /** @param library path of the index; the thread reads it on a connection of its own */
  constructor(library: string) {
    this.#library = library;
  }

  /**
   * @param take gets what differs from the index, in order; the scan waits while four batches were not taken
   * @throws {AyniError} `cancelled`
   */
  scan(request: ScanRequest, take: (batch: ScanBatch) => void, { signal }: { signal: AbortSignal }): Promise<ScanEnd> {
    const run = this.#queue.then(() => this.#run(request, take, signal));
    this.#queue = run.catch(() => undefined);
    return run;
  }

  async #run(request: ScanRequest, take: (batch: ScanBatch) => void, signal: AbortSignal): Promise<ScanEnd> {
    if (signal.aborted) return { kind: 'cancelled' };
    const flow = new Int32Array(new SharedArrayBuffer(8));
    const workerData: ScanWorkerData = { library: this.#library, flow, request };
    const worker = new Worker(workerUrl('scan-worker', import.meta.url), { workerData });
    const cancel = () => {
      Atomics.store(flow, 1, 1);
      Atomics.notify(flow, 0);
    };
    signal.addEventListener('abort', cancel);
    try {
      return await new Promise<ScanEnd>((resolve, reject) => {
        let end: ScanEnd | undefined;
        worker.on('message', (message: Message) => {
          if ('end' in message) {
            end = message.end;
            return;
          }
          try {
            take(message.batch);
          } catch (error) {
            cancel();
            reject(AyniError.from(error));
          }
          // After a turn of the event loop: or else this scan could keep it to itself for seconds.
          setImmediate(() => {
            Atomics.add(flow, 0, 1);
            Atomics.notify(flow, 0);
          });
        });
        worker.on('error', (error) => reject(AyniError.from(error)));
        worker.on('exit', () => (end ? resolve(end) : reject(new AyniError('internal', 'The scan ended early.'))));
      });
    } finally {
      signal.removeEventListener('abort', cancel);
    }
  }
}
