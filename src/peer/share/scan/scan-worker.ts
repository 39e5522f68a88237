import { parentPort, workerData } from 'node:worker_threads';
import { openReader } from '../../library/database.ts';
import { EntryReader } from '../../library/entry-reader.ts';
import type { ScanBatch, ScanRequest } from './scan-report.ts';
import { Walk } from './walk.ts';

/** What this thread is started with. `flow[0]` counts batches taken, `flow[1]` is 1 to cancel. */
export interface ScanWorkerData {
  readonly library: string;
  readonly flow: Int32Array<SharedArrayBuffer>;
  readonly request: ScanRequest;
}

/** Batches on their way at most. */
const WINDOW = 4;
/** How often a waiting scan looks whether it was cancelled, in ms. */
const LOOK_MS = 500;

const data: ScanWorkerData = workerData;
const { flow, request } = data;
const database = openReader(data.library);
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

try {
  const end = new Walk(new EntryReader(database), request, emit).run();
  parentPort?.postMessage({ end });
} finally {
  database.close();
}
