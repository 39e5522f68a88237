import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase } from './database.ts';
import { OnlineBoard } from '../leases/online-board.ts';
import { readOperations } from './read-operations.ts';
import { serve } from './threads/serve.ts';

/** The thread for reads that can take long: it cannot write, and delays nobody's heartbeat. */
const { path, board }: { readonly path: string; readonly board: SharedArrayBuffer } = workerData;
const database = openDatabase(path, { readOnly: true, cacheKiB: 16 * 1024 });

if (parentPort) {
  serve(parentPort, {
    operations: readOperations(database, new OnlineBoard(board)),
    run: (_operation, job) => job(),
    close: () => database.close(),
  });
}
