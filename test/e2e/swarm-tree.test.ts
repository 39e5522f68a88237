import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test, type TestContext } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';
import { programRuns, sameTree, TREE } from './real-tree.ts';

interface Job {
  readonly state: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
}

/** Until a machine's only download has so much of its bytes, or has ended. */
async function fetched(machine: Machine, fraction: number): Promise<void> {
  await until(async () => {
    const [job] = await machine.json<readonly Job[]>('downloads');
    if (job === undefined || job.bytesTotal === 0) return undefined;
    return job.state === 'done' || job.bytesDone >= fraction * job.bytesTotal ? true : undefined;
  });
}

async function bytesSent(machine: Machine): Promise<number> {
  const { counters } = await machine.json<{ counters: { bytesSent: number } }>('status');
  return counters.bytesSent;
}

/** A machine that has joined and shares the tree. */
async function sharing(t: TestContext, link: string, name: string) {
  const machine = await Machine.make(t);
  const port = String(await freePort());
  const { child } = await machine.start('join', link, '--host', '127.0.0.1', '--port', port, '--name', name);
  await machine.json('share', TREE, '--hidden');
  return { machine, child };
}

test(
  'a real tree arrives whole by itself from three peers, of which one is stopped and another one started',
  { timeout: 300_000 },
  async (t) => {
    const first = await Machine.make(t);
    const { link } = await startNetwork(first);
    await first.json('share', TREE, '--hidden');
    const second = await sharing(t, link, 'second');
    const third = await sharing(t, link, 'third');
    await stop(third.child);
    const fourth = await Machine.make(t);
    await fourth.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'fourth');

    // From the one that will be gone: its list of names is needed once, its bytes others have too.
    const getting = fourth.spawn(['get', 'second:node_modules', '-o', 'got']);
    let stderr = '';
    getting.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    getting.stdout?.resume();
    const ended = once(getting, 'close') as Promise<[number | null]>;
    await fetched(fourth, 0.1);
    await stop(second.child, 'SIGKILL');
    await fetched(fourth, 0.2);
    await third.machine.start('peer', '--host', '127.0.0.1');
    const [code] = await ended;
    assert.equal(code, 0, stderr);
    t.diagnostic(`the first sent ${await bytesSent(first)} bytes, the third ${await bytesSent(third.machine)}`);
    sameTree(TREE, fourth.path('got', 'node_modules'));
    programRuns(fourth.path('got', 'node_modules'));
  },
);
