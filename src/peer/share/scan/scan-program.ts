import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../../library/database.ts';
import { EntryReader } from '../../library/entry-reader.ts';
import type { ScanBatch, ScanRequest } from './scan-report.ts';
import { Walk } from './walk.ts';

/** What this thread is started with. `flow[0]` counts batches taken since its start, `flow[1]` is 1 to cancel. */
export interface ScanWorkerData {
  readonly library: string;
  readonly flow: Int32Array<SharedArrayBuffer>;
}

/** Batches on their way at most. */
const WINDOW = 4;
/** How often a waiting scan looks whether it was cancelled, in ms. */
const LOOK_MS = 500;

const { library, flow }: ScanWorkerData = workerData;
const database = openReader(library);
const reader = new EntryReader(database);
let sent = 0;

function emit(batch: ScanBatch): boolean {
  for (let taken = Atomics.load(flow, 0); sent - taken >= WINDOW; taken = Atomics.load(flow, 0)) {
    if (Atomics.load(flow, 1) !== 0) return false;
    Atomics.wait(flow, 0, taken, LOOK_MS);
  }
  sent++;
  parentPort?.postMessage({ batch });
  return Atomics.load(flow, 1) === 0;
}

parentPort?.on('message', (request: ScanRequest | 'close') => {
  if (request === 'close') {
    database.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage({ end: new Walk(reader, request, emit).run() });
});
