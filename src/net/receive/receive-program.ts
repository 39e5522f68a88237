import { parentPort, workerData } from 'node:worker_threads';

import type { AyniError } from '../../core/errors.ts';
import { Pace } from '../../core/transfer/pace.ts';
import { monotonicNs } from '../../platform/monotonic.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import type { ReceiveCommand, ReceiveReport, ReceiveStart } from './messages.ts';
import { ReceiveHub } from './receive-hub.ts';

/** The program of a receive worker: commands in, reports out. The other end is our own code, so messages are believed. */
const port = parentPort;
if (port === null) throw new Error('This program runs in a worker thread.');
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const { identity, limits, pace } = workerData as ReceiveStart;
const { hasher } = await loadHasher();

let reports: ReceiveReport[] = [];

/** All that one turn of the event loop brought goes in one message. */
function report(what: ReceiveReport): void {
  if (reports.length === 0) {
    setImmediate(() => {
      const batch = reports;
      reports = [];
      port?.postMessage(batch);
    });
  }
  reports.push(what);
}

const hub = new ReceiveHub(
  {
    identity,
    hasher,
    pace: new Pace(monotonicNs, pace),
    reporter: {
      chosen: (id, pieces) => report({ kind: 'chosen', id, pieces }),
      told: (id, bitfield) => report({ kind: 'told', id, bitfield }),
      pieces: (id, pieces) => report({ kind: 'pieces', id, pieces }),
      group: (id, group) => report({ kind: 'group', id, group }),
      done: (id, result) => report({ kind: 'done', id, result }),
      failed: (id, { code, message, context }: AyniError) => report({ kind: 'failed', id, code, message, context }),
    },
  },
  limits,
);

port.on('message', (commands: readonly ReceiveCommand[]) => {
  for (const command of commands) {
    if (command.kind === 'run') hub.run(command.id, command.run);
    else if (command.kind === 'batch') hub.batch(command.id, command.run);
    else if (command.kind === 'cancel') hub.cancel(command.id);
    else {
      hub.close();
      port.close();
    }
  }
});
report({ kind: 'ready' });
