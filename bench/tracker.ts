import { join } from 'node:path';

import { readControlFile } from '../src/main/state/control-file.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { cpuSeconds, firstThreadSeconds, peakMemory, residentMemory, untilIdle } from './support/process-figures.ts';
import { freePorts, Programs, until } from './support/programs.ts';
import { resultOf, type Bench, type Result } from './support/report.ts';
import { keptSwarm } from './support/tracker/kept-swarm.ts';
import type { LoadOrder, Operation } from './support/tracker/load-messages.ts';
import { load, onCore } from './support/tracker/load-process.ts';
import { callByWrk } from './support/tracker/wrk.ts';
import type { SwarmSize } from './support/tracker/synthetic-swarm.ts';
import { ownVersion } from './support/own-version.ts';

const FULL: SwarmSize = { peers: 30_000, files: 1_000_000, holdings: 10_000_000 };
const QUICK: SwarmSize = { peers: 1_000, files: 20_000, holdings: 200_000 };
/** Connections that call, each with a member of its own. */
const CALLERS = 64;
/** Connections that are open at once, at most; what one takes the bench `connections` tells. */
const MANY = 2_000;
/** Requests that a connection sends before it reads the answers, where it does. */
const AHEAD = 16;
/** … and where what waits its turn is less. */
const FEW_AHEAD = 8;
/** Connections then: with more of them a request would mostly wait for its turn, and the p99 tell of nothing else. */
const CALLERS_AHEAD = 16;
/** Entries or holdings of one request, as the generator has it. */
const BATCH = 5_000;
const READY_MS = 120_000;

interface Phase {
  readonly name: string;
  readonly operations: readonly Operation[];
  readonly connections: number;
  /** Requests that each connection sends together; one at a time where absent. */
  readonly ahead?: number;
  /** Things that one request brings. */
  readonly each: number;
  readonly unit: string;
}

const PHASES: readonly Phase[] = [
  { name: 'heartbeat', operations: ['heartbeat'], connections: CALLERS, each: 1, unit: 'requests/s' },
  { name: 'locate', operations: ['locate'], connections: CALLERS, each: 1, unit: 'requests/s' },
  {
    name: `heartbeat, ${AHEAD} sent together`,
    operations: ['heartbeat'],
    connections: CALLERS_AHEAD,
    ahead: AHEAD,
    each: 1,
    unit: 'requests/s',
  },
  {
    name: `locate, ${AHEAD} sent together`,
    operations: ['locate'],
    connections: CALLERS_AHEAD,
    ahead: AHEAD,
    each: 1,
    unit: 'requests/s',
  },
  {
    name: `locate, ${FEW_AHEAD} sent together`,
    operations: ['locate'],
    connections: CALLERS_AHEAD,
    ahead: FEW_AHEAD,
    each: 1,
    unit: 'requests/s',
  },
  { name: 'locate, 100 ids in each', operations: ['locate-many'], connections: 16, each: 100, unit: 'ids/s' },
  { name: 'announce', operations: ['announce'], connections: CALLERS, each: 1, unit: 'requests/s' },
  { name: 'search', operations: ['search'], connections: 4, each: 1, unit: 'requests/s' },
  { name: 'publish, new names', operations: ['publish'], connections: 4, each: BATCH, unit: 'entries/s' },
  { name: 'hold, known contents', operations: ['hold'], connections: 4, each: BATCH, unit: 'holdings/s' },
  {
    name: 'mix of heartbeat, locate, search',
    operations: ['heartbeat', 'heartbeat', 'locate', 'locate', 'locate', 'locate', 'locate', 'locate', 'search'],
    connections: CALLERS,
    each: 1,
    unit: 'requests/s',
  },
];

/**
 * One tracker under the load of many peers, over the real protocol: TLS, client certificates, connections that are
 * kept. The tracker has one core and the generator another, where there are two. The swarm is put into the store before,
 * so that the tracker starts on it as after a restart; in the folder `AYNI_BENCH_STATE`, where it is set, for the next
 * run of the same size.
 */
export const bench: Bench = async (options) => {
  const size = options.quick ? QUICK : FULL;
  const seconds = options.quick ? 3 : 10;
  using work = new WorkFolder();
  await using programs = new Programs();
  const state = process.env['AYNI_BENCH_STATE'] ?? join(work.path, 'state');
  const identities = await keptSwarm(state, { ...size, callers: CALLERS }, options.say);
  const [port = 0] = await freePorts(1);
  const where = { ports: [port], identities, contents: size.files };
  const callFor = (what: Omit<LoadOrder, 'run' | keyof typeof where>) => load({ ...what, ...where }, { core: 1 });
  const results: Result[] = [];
  const add = (subject: string, unit: string, value: number) => results.push(resultOf(subject, unit, [value]));

  const begun = performance.now();
  const args = ['tracker', '--state', state, '--host', '127.0.0.1', '--tracker-port', String(port), '--json'];
  const tracker = programs.start(...onCore(0, [process.execPath, CLI, ...args, '--tracker-max-connections', '4000']));
  await until('the tracker listens', () => readControlFile(state), { ms: READY_MS });
  const first = await callFor(LOAD_NOTHING);
  if (first.failures > 0) throw new Error(`The tracker does not answer as it should: ${first.failure}`);
  add('start, until the first answer', 's', (performance.now() - begun) / 1000);
  add('resident after the start', 'MB', residentMemory(tracker.pid));
  await untilIdle(tracker.pid);
  add('start, until who has what is in memory', 's', (performance.now() - begun) / 1000);
  add('resident then', 'MB', residentMemory(tracker.pid));

  for (const phase of PHASES) {
    const cpu = cpuSeconds(tracker.pid);
    const serving = firstThreadSeconds(tracker.pid);
    const { operations, connections, ahead = 1 } = phase;
    const figures = await callFor({ operations, connections, ahead, seconds });
    const used = cpuSeconds(tracker.pid) - cpu;
    const served = firstThreadSeconds(tracker.pid) - serving;
    const { requests, failures, failure } = figures;
    options.say(
      `${phase.name}: ${requests} requests, p50 ${figures.p50.toFixed(1)} ms, generator ${(figures.cpuSeconds / figures.seconds).toFixed(2)} cores, tracker ${(used / figures.seconds).toFixed(2)} cores`,
    );
    if (failures > 0) options.say(`${failures} of them failed: ${failure}`);
    const good = requests - failures;
    add(phase.name, phase.unit, (good * phase.each) / figures.seconds);
    add(`${phase.name}, p99`, 'ms', figures.p99);
    add(
      `${phase.name}, CPU of the tracker`,
      phase.each === 1 ? 'µs/request' : 'µs/item',
      (used * 1e6) / (good * phase.each),
    );
    add(`${phase.name}, of it the thread that serves`, '%', (100 * served) / used);
  }

  for (const { name, figures, generator, used } of await callByWrk({
    programs,
    folder: work.path,
    tracker: port,
    pid: tracker.pid,
    member: identities[0],
    contents: size.files,
    connections: CALLERS,
    ahead: { requests: AHEAD, connections: CALLERS_AHEAD },
    seconds,
    onCore,
    say: options.say,
  })) {
    options.say(
      `${name}: ${figures.requests} requests, generator ${generator.toFixed(2)} cores, ${figures.failures + figures.closed} failed`,
    );
    add(name, 'requests/s', figures.rate);
    if (figures.p99 !== undefined) add(`${name}, p99`, 'ms', figures.p99);
    add(`${name}, CPU of the tracker`, 'µs/request', (used * 1e6) / figures.requests);
    add(`${name}, CPU of the generator`, 'cores', generator);
  }

  const many = await callFor({ operations: ['heartbeat'], connections: MANY, ahead: 1, seconds });
  add(`heartbeats over ${MANY} connections, p99`, 'ms', many.p99);
  add('peak resident', 'MB', peakMemory(tracker.pid) ?? Number.NaN);
  const version = ownVersion();
  return {
    bench: 'tracker',
    versions: { ayni: version, node: process.versions.node },
    results,
    ratios: {},
    ratios_by_case: {},
  };
};

const LOAD_NOTHING = { operations: ['heartbeat'], connections: 1, ahead: 1, seconds: 0 } as const;
