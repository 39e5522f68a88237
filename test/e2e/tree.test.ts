import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { test, type TestContext } from 'node:test';

import { canMakeHosts, makeHosts } from '../support/network-hosts.ts';
import { needs, present } from '../support/parts.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';
import { programRuns, sameTree, TREE } from './real-tree.ts';

/**
 * What one kill may cost in bytes sent twice: what was in flight, that is the pieces under way and what the kernel
 * holds for the connections of both sides.
 */
const IN_FLIGHT = 16_000_000;

interface Job {
  readonly id: string;
  readonly state: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly bytesReceived: number;
  readonly bytesCopied: number;
  readonly reason?: { readonly message: string };
}

async function job(machine: Machine): Promise<Job | undefined> {
  const jobs = await machine.json<readonly Job[]>('downloads');
  return jobs[0];
}

/** What the tree holds several times is fetched once and copied. A kill loses what was counted as copied just before. */
function fetchedOnce(ended: Job | undefined): number {
  return ended === undefined ? 0 : ended.bytesTotal - ended.bytesCopied;
}

async function bytesSent(machine: Machine): Promise<number> {
  const { counters } = await machine.json<{ counters: { bytesSent: number } }>('status');
  return counters.bytesSent;
}

/** Two machines, the first of which shares the tree; the second has joined and stays. */
async function twoMachines(t: TestContext) {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  const first = await startNetwork(one);
  await one.json('share', TREE, '--hidden');
  const port = String(await freePort());
  const second = await two.start('join', first.link, '--host', '127.0.0.1', '--port', port, '--name', 'second');
  return { one, two, first: first.child, second: second.child };
}

/** Kills a program at 10, 40 and 80 % of the bytes and starts it again, until the download is done. */
async function killedThrice(two: Machine, victim: ChildProcess, again: () => Promise<ChildProcess>): Promise<void> {
  // The download outlives the command that began it.
  two.spawn(['get', 'first:node_modules', '-o', 'got']);
  let running = victim;
  for (const fraction of [0.1, 0.4, 0.8]) {
    await until(async () => {
      const { bytesDone, bytesTotal } = (await job(two)) ?? { bytesDone: 0, bytesTotal: 0 };
      return bytesTotal > 0 && bytesDone >= fraction * bytesTotal ? true : undefined;
    });
    await stop(running, 'SIGKILL');
    running = await again();
  }
  const done = await until(async () => {
    const now = await job(two);
    return now !== undefined && ['done', 'failed', 'cancelled'].includes(now.state) ? now : undefined;
  });
  assert.equal(done.state, 'done', done.reason?.message ?? '');
  sameTree(TREE, two.path('got', 'node_modules'));
  programRuns(two.path('got', 'node_modules'));
}

test('a real tree arrives whole, though the downloader is killed three times', { timeout: 280_000 }, async (t) => {
  const { one, two, second } = await twoMachines(t);
  await killedThrice(two, second, async () => (await two.start('peer', '--host', '127.0.0.1')).child);
  const once = fetchedOnce(await job(two));
  const twice = (await bytesSent(one)) - once;
  t.diagnostic(`sent twice: ${twice} of ${once} bytes`);
  assert.ok(twice < 3 * IN_FLIGHT, `${twice} bytes were sent twice`);
});

test('a real tree arrives whole, though its source is killed three times', { timeout: 280_000 }, async (t) => {
  const { one, two, first } = await twoMachines(t);
  await killedThrice(two, first, async () => (await one.start('up', '--host', '127.0.0.1')).child);
  const done = await job(two);
  const once = fetchedOnce(done);
  const twice = (done?.bytesReceived ?? 0) - once;
  t.diagnostic(`received twice: ${twice} of ${once} bytes`);
  assert.ok(twice < 3 * IN_FLIGHT, `${twice} bytes were received twice`);
});

test('two hosts do the same by a link that names an address', { timeout: 280_000 }, async (t) => {
  if (!needs(t, 'ip', 'tc') || !present(t, canMakeHosts(), 'needs the right to make network namespaces')) return;
  const network = makeHosts(2);
  t.after(() => network.remove());
  const [hostOne, hostTwo] = network.hosts;
  if (hostOne === undefined || hostTwo === undefined) throw new Error('no hosts');
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  one.prefix = hostOne.run;
  two.prefix = hostTwo.run;
  const { started } = await one.start('up', '--name', 'first');
  const link = started.tracker?.invites[0]?.link ?? '';
  assert.ok(link.startsWith(`ayni://${hostOne.address}:7741/`), link);
  await one.json('share', TREE, '--hidden');
  await two.start('join', link, '--name', 'second');
  const { code, stderr } = await two.run('get', 'first:node_modules', '-o', 'got');
  assert.equal(code, 0, stderr);
  sameTree(TREE, two.path('got', 'node_modules'));
  programRuns(two.path('got', 'node_modules'));
});

test('a peer that was started before its tracker joins by itself', { timeout: 280_000 }, async (t) => {
  const [one, two] = [await Machine.make(t), await Machine.make(t)];
  const { child, link } = await startNetwork(one);
  await stop(child);
  const joining = two.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'early');
  // Long enough for several attempts that nobody answers.
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  await one.start('up', '--host', '127.0.0.1');
  await joining;
  await until(async () => {
    const peers = await one.json<readonly { name: string; online: boolean }[]>('peers');
    return peers.some(({ name, online }) => name === 'early' && online) ? true : undefined;
  });
});
