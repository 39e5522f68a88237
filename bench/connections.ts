import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, type TLSSocket } from 'node:tls';

import { readControlFile } from '../src/main/state/control-file.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { ownVersion } from './support/own-version.ts';
import { residentMemory } from './support/process-figures.ts';
import { freePorts, Programs, until } from './support/programs.ts';
import { resultOf, type Bench } from './support/report.ts';
import { keptSwarm } from './support/tracker/kept-swarm.ts';
import type { Identified } from './support/tracker/load-messages.ts';

/** Open at once. */
const MOST = 2_000;
const MEMBERS = 64;
const READY_MS = 30_000;
/** Until what was thrown away is gone from the process, ms. */
const COLLECT_MS = 1_500;
/** Open at once while they are made. */
const TOGETHER = 50;
const HEARTBEAT = JSON.stringify({ slots: { total: 8, free: 8 }, revokedVersion: 0 });

/**
 * What an open connection takes at a tracker of which it asked something once and says no more: resident memory of a
 * process that is new in each round and collected its garbage, with 0, 1,000 and 2,000 connections, with none again, and
 * with 2,000 others.
 */
export const bench: Bench = async (options) => {
  const rounds = options.rounds ?? (options.quick ? 1 : 5);
  using work = new WorkFolder();
  const state = join(work.path, 'state');
  const size = { peers: 100, files: 1_000, holdings: 2_000, callers: MEMBERS };
  const identities = await keptSwarm(state, size, options.say);
  const figures = new Map<string, number[]>();
  const note = (name: string, value: number): void => void figures.set(name, [...(figures.get(name) ?? []), value]);
  for (let round = 1; round <= rounds; round++) {
    await using programs = new Programs();
    const { pid, port } = await startTracker(programs, state);
    const resident = async (name: string): Promise<number> => {
      process.kill(pid, 'SIGUSR2');
      await new Promise((resolve) => setTimeout(resolve, COLLECT_MS));
      const value = residentMemory(pid);
      note(name, value);
      options.say(`round ${round}, ${name}: ${value.toFixed(1)} MB`);
      return value;
    };
    const least = await resident('none');
    const sockets: TLSSocket[] = [];
    await openUntil(sockets, MOST / 2, port, identities);
    await resident(`${MOST / 2} open`);
    await openUntil(sockets, MOST, port, identities);
    const most = await resident(`${MOST} open`);
    note('an open connection', ((most - least) * 1000) / MOST);
    await closeAll(sockets);
    await resident('all closed');
    await openUntil(sockets, MOST, port, identities);
    await resident(`${MOST} others open`);
    await closeAll(sockets);
  }
  return {
    bench: 'connections',
    versions: { ayni: ownVersion(), node: process.versions.node },
    results: Array.from(figures, ([name, values]) =>
      name === 'an open connection' ? resultOf(name, 'kB', values) : resultOf(`resident, ${name}`, 'MB', values),
    ),
    ratios: {},
    ratios_by_case: {},
  };
};

async function startTracker(
  programs: Programs,
  state: string,
): Promise<{ readonly pid: number; readonly port: number }> {
  const [port = 0] = await freePorts(1);
  const hook = fileURLToPath(new URL('./support/collect-on-signal.mjs', import.meta.url));
  const args = ['tracker', '--state', state, '--host', '127.0.0.1', '--tracker-port', String(port), '--json'];
  const node = ['--expose-gc', '--import', hook];
  const { pid } = programs.start(process.execPath, [...node, CLI, ...args, '--tracker-max-connections', '4000']);
  await until('the tracker listens', () => readControlFile(state), { ms: READY_MS });
  return { pid, port };
}

async function closeAll(sockets: TLSSocket[]): Promise<void> {
  const closing = sockets.splice(0).map((socket) => {
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.end();
    return closed;
  });
  await Promise.all(closing);
}

async function openUntil(
  sockets: TLSSocket[],
  count: number,
  port: number,
  identities: readonly Identified[],
): Promise<void> {
  while (sockets.length < count) {
    const more = Array.from({ length: Math.min(TOGETHER, count - sockets.length) }, (_, at) =>
      opened(port, identities[(sockets.length + at) % identities.length] ?? { key: '', cert: '' }),
    );
    sockets.push(...(await Promise.all(more)));
  }
}

/** A connection that has renewed its lease. */
async function opened(port: number, { key, cert }: Identified): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, key, cert, rejectUnauthorized: false, servername: 'ayni' });
  const answered = new Promise((resolve, reject) => {
    socket.once('data', (answer: Buffer) => {
      const status = answer.toString('latin1', 9, 12);
      if (status === '200') resolve(undefined);
      else reject(new Error(`The tracker answers ${status}.`));
    });
    socket.once('error', reject);
  });
  socket.write(
    `POST /v1/lease/heartbeat HTTP/1.1\r\nHost: tracker\r\nContent-Type: application/json\r\nContent-Length: ${HEARTBEAT.length}\r\n\r\n${HEARTBEAT}`,
  );
  await answered;
  socket.resume();
  return socket;
}
