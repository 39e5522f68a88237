import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { readControlFile } from '../src/main/state/control-file.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { ownVersion } from './support/own-version.ts';
import { cpuSeconds } from './support/process-figures.ts';
import { freePorts, Programs, until, which } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import { alternate, type Subject } from './support/rounds.ts';
import {
  announceAll,
  announceRequests,
  startBittorrentTracker,
  startOpentracker,
  type Announces,
} from './support/tracker/announces.ts';
import { keptSwarm } from './support/tracker/kept-swarm.ts';
import { onCore } from './support/tracker/load-process.ts';
import { contentNumber } from './support/tracker/synthetic-swarm.ts';
import { canTunnel, openTunnel } from './support/tracker/tunnel.ts';
import { runWrk, type WrkRequest } from './support/tracker/wrk-run.ts';

const ANNOUNCES: Announces = { swarms: 1_000, peers: 10, wanted: 10 };
const CONNECTIONS = 64;
const READY_MS = 30_000;
const SLOTS = { total: 8, free: 8 };

/**
 * Ayni's tracker beside trackers of BitTorrent, each with one core, called by wrk on another. An announce of BitTorrent
 * says “I still have this torrent” and asks who else has it; at Ayni those are a heartbeat, which is for all that a peer
 * has, and a `locate`. Theirs come as plain HTTP; Ayni has no port without TLS and client certificates, which nginx puts
 * around wrk's connections, on wrk's core.
 */
export const bench: Bench = async (options) => {
  const [wrk, nginx] = [which('wrk'), which('nginx')];
  if (wrk === undefined || !canTunnel(nginx)) {
    throw new CannotMeasure('wrk and nginx with its stream module are needed: wrk, nginx-light, libnginx-mod-stream.');
  }
  const seconds = options.quick ? 2 : 4;
  using work = new WorkFolder();
  await using programs = new Programs();
  const server = (command: readonly string[]) => onCore(0, command);
  const generator = (command: readonly string[]) => onCore(1, command);

  const { pid, port, member } = await startTracker(programs, work.path, options.say);
  const tunnel = await openTunnel(programs, generator, { nginx, folder: work.path, tracker: port, member });
  const calling = (name: string, to: { pid: number; port: number }, requests: readonly WrkRequest[]): Subject => ({
    name,
    measure: async () => {
      const tunnels = to.port === tunnel.port ? [tunnel.pid] : [];
      const used = () => tunnels.reduce((sum, each) => sum + cpuSeconds(each), 0);
      const before = { server: cpuSeconds(to.pid), tunnel: used(), begun: performance.now() };
      const url = `http://127.0.0.1:${to.port}`;
      const order = { wrk, folder: work.path, url, requests, connections: CONNECTIONS, seconds, start: generator };
      const figures = await runWrk(order);
      const elapsed = (performance.now() - before.begun) / 1000;
      if (figures.failures > 0) options.say(`${name}: ${figures.failures} of ${figures.requests} failed`);
      return {
        rate: figures.rate,
        p99: figures.p99 ?? Number.NaN,
        cpu: ((cpuSeconds(to.pid) - before.server) * 1e6) / figures.requests,
        generator: (figures.cpu + used() - before.tunnel) / elapsed,
      };
    },
  });

  const ours = { pid, port: tunnel.port };
  const subjects = [
    calling('Ayni, heartbeat', ours, [post('/v1/lease/heartbeat', { slots: SLOTS, revokedVersion: 0 })]),
    calling('Ayni, locate', ours, locates()),
    calling('Ayni, announce', ours, [announce()]),
  ];
  const versions: Record<string, string> = { ayni: ownVersion(), node: process.versions.node };
  const folder = join(work.path, 'opentracker');
  mkdirSync(folder);
  // Programs that lay down their rights still read what is there.
  for (const path of [work.path, folder]) chmodSync(path, 0o755);
  for (const [name, starting] of [
    ['opentracker', startOpentracker(programs, server, folder, ANNOUNCES)],
    ['bittorrent-tracker', startBittorrentTracker(programs, server)],
  ] as const) {
    const theirs = await starting;
    if (theirs === undefined) {
      versions[name] = 'missing';
      options.say(`${name} is not installed: left out.`);
      continue;
    }
    versions[name] = theirs.version;
    await announceAll(theirs, ANNOUNCES);
    subjects.push(calling(`${name}, announce`, theirs, announceRequests(ANNOUNCES)));
  }

  const figures = await alternate(subjects, options);
  const of = (subject: string, figure: string): readonly number[] => figures.get(subject)?.get(figure) ?? [];
  const results: Result[] = subjects.flatMap(({ name }) => [
    resultOf(name, 'requests/s', of(name, 'rate')),
    resultOf(`${name}, p99`, 'ms', of(name, 'p99')),
    resultOf(`${name}, CPU of the tracker`, 'µs/request', of(name, 'cpu')),
    resultOf(`${name}, CPU of the generator`, 'cores', of(name, 'generator')),
  ]);
  const cost = (name: string): number => resultOf(name, '', of(name, 'cpu')).value;
  const own = cost('Ayni, heartbeat') + cost('Ayni, locate');
  const ratios = Object.fromEntries(
    subjects
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('Ayni'))
      .map((name) => [name, cost(name) / own]),
  );
  const byCase = { 'CPU of a heartbeat and a locate': ratios };
  return { bench: 'announces', versions, results, ratios, ratios_by_case: byCase };
};

const post = (path: string, body: object): WrkRequest => ({ method: 'POST', path, body: JSON.stringify(body) });

function locates(): readonly WrkRequest[] {
  return Array.from({ length: ANNOUNCES.swarms }, (_, swarm) =>
    post('/v1/locate', { contents: [contentNumber(swarm)] }),
  );
}

function announce(): WrkRequest {
  const endpoints = [{ protocol: 'ayni', port: 7742 }];
  const body = { endpoints, slots: SLOTS, agent: 'ayni/bench', revokedVersion: 0 };
  return { method: 'PUT', path: '/v1/lease', body: JSON.stringify(body) };
}

/** Ayni's, with as many swarms and peers in each. */
async function startTracker(programs: Programs, work: string, say: (line: string) => void) {
  const { swarms, peers } = ANNOUNCES;
  const state = join(work, 'state');
  const size = { peers: 1_000, files: swarms, holdings: swarms * peers, callers: 1 };
  const [member] = await keptSwarm(state, size, say);
  if (member === undefined) throw new Error('The swarm has no member.');
  const [port = 0] = await freePorts(1);
  const args = ['tracker', '--state', state, '--host', '127.0.0.1', '--tracker-port', String(port), '--json'];
  const { pid } = programs.start(...onCore(0, [process.execPath, CLI, ...args]));
  await until('the tracker listens', () => readControlFile(state), { ms: READY_MS });
  return { pid, port, member };
}
