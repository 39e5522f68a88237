/**
 * A downloader in a process of its own, to be killed. Takes what the tracker knows as JSON on standard input and prints
 * a job's progress, a line of JSON each.
 */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { SILENT } from '../../src/core/log.ts';
import { DownloadService } from '../../src/peer/download/download-service.ts';
import type { DownloadRequest } from '../../src/peer/download/job.ts';
import { Library } from '../../src/peer/library/library.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { hasher, StandInTracker } from './download-network.ts';

interface Orders {
  readonly base: string;
  readonly sources: [never, never][];
  readonly trees: [never, never][];
  readonly request: DownloadRequest;
}

const orders = JSON.parse(await text(process.stdin)) as Orders;
const tracker = new StandInTracker();
for (const [key, value] of orders.sources) tracker.sources.set(key, value);
for (const [key, value] of orders.trees) tracker.trees.set(key, value);
const state = join(orders.base, 'state');
const identity = await loadIdentity(state);
const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT });
const service = new DownloadService(
  {
    identity,
    library,
    tracker: tracker.operations,
    credential: () => 'token',
    hasher,
    clock: systemClock,
    log: SILENT,
  },
  { stateFile: join(state, 'downloads.sqlite'), folder: join(orders.base, 'downloads') },
);
await service.start();
service.onChange(({ state: at, bytesDone, filesDone }) => console.log(JSON.stringify({ at, bytesDone, filesDone })));
await service.add(orders.request);
