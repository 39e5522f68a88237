import { cpSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readControlFile } from '../src/main/state/control-file.ts';
import { trackerFolder } from '../src/main/state/has-tracker.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { logCharts, type Line } from './support/log-chart.ts';
import { ownVersion } from './support/own-version.ts';
import { cpuSeconds, peakMemory, residentMemory, untilIdle } from './support/process-figures.ts';
import { freePorts, Programs, until } from './support/programs.ts';
import { resultOf, type Bench, type BenchOptions, type Result } from './support/report.ts';
import { keptSwarm } from './support/tracker/kept-swarm.ts';
import type { LoadOrder, Operation } from './support/tracker/load-messages.ts';
import { load, onCore } from './support/tracker/load-process.ts';

const FULL = [10_000, 100_000, 1_000_000, 10_000_000];
const QUICK = [1_000, 10_000];
/** Leases, whatever the number of files: that alone is what grows. */
const PEERS = 1_000;
/** Peers that have each file; one of them published its name. */
const HOLDERS = 2;
const CALLERS = 64;
/** Entries of one request, as the generator has it. */
const BATCH = 5_000;
const READY_MS = 120_000;

interface Phase {
  readonly operation: Operation;
  readonly connections: number;
  readonly each: number;
  /** Of the rate. */
  readonly unit: string;
}

const PHASES: readonly Phase[] = [
  { operation: 'heartbeat', connections: CALLERS, each: 1, unit: 'requests/s' },
  { operation: 'locate', connections: CALLERS, each: 1, unit: 'requests/s' },
  { operation: 'search', connections: 4, each: 1, unit: 'requests/s' },
  // Last, since the names stay.
  { operation: 'publish', connections: 4, each: BATCH, unit: 'entries/s' },
];

/**
 * What grows how with the number of files: memory, the database, the start, and the rates of a tracker over SQLite with
 * one core. In the folder `AYNI_BENCH_STATE`, where it is set, the filled states are kept for the next run, which works on
 * a copy; `AYNI_BENCH_PLOT` names a file for a chart of it.
 */
export const bench: Bench = async (options) => {
  const figures = new Map<string, Figures>();
  for (const files of options.quick ? QUICK : FULL) {
    figures.set(String(files), await measure(files, options));
  }
  const plot = process.env['AYNI_BENCH_PLOT'];
  if (plot !== undefined) writeFileSync(plot, chartOf(figures));
  const results: Result[] = [];
  for (const [files, ones] of figures) {
    for (const [name, { unit, value }] of ones) results.push(resultOf(`${files} files, ${name}`, unit, [value]));
  }
  const versions = { ayni: ownVersion(), node: process.versions.node };
  return { bench: 'tracker-growth', versions, results, ratios: {}, ratios_by_case: {} };
};

type Figures = Map<string, { readonly unit: string; readonly value: number }>;

async function measure(files: number, { quick, say }: BenchOptions): Promise<Figures> {
  const seconds = quick ? 2 : 6;
  const figures: Figures = new Map();
  const note = (name: string, unit: string, value: number): void => {
    figures.set(name, { unit, value });
    say(`${files} files, ${name}: ${value.toPrecision(3)} ${unit}`);
  };
  using work = new WorkFolder();
  await using programs = new Programs();
  const { state, identities } = await copyOfState(work.path, files, say);
  const database = join(trackerFolder(state), 'tracker.sqlite');
  note('database', 'MB', statSync(database).size / 1e6);

  const [port = 0] = await freePorts(1);
  const args = ['tracker', '--state', state, '--host', '127.0.0.1', '--tracker-port', String(port), '--json'];
  const call = (order: Pick<LoadOrder, 'operations' | 'connections' | 'seconds'>) =>
    load({ ...order, ports: [port], identities, ahead: 1, contents: files }, { core: 1 });
  const begun = performance.now();
  const { pid } = programs.start(...onCore(0, [process.execPath, CLI, ...args]));
  await until('the tracker listens', () => readControlFile(state), { ms: READY_MS });
  const first = await call({ operations: ['heartbeat'], connections: 1, seconds: 0 });
  if (first.failures > 0) throw new Error(`The tracker does not answer as it should: ${first.failure}`);
  note('start', 's', (performance.now() - begun) / 1000);
  note('resident after the start', 'MB', residentMemory(pid));
  await untilIdle(pid);
  note('start until who has what is in memory', 's', (performance.now() - begun) / 1000);
  note('resident then', 'MB', residentMemory(pid));
  for (const { operation, connections, each, unit } of PHASES) {
    const before = cpuSeconds(pid);
    const { requests, failures, failure, p99, ...done } = await call({ operations: [operation], connections, seconds });
    const used = cpuSeconds(pid) - before;
    if (failures > 0) say(`${failures} failed: ${failure}`);
    const items = (requests - failures) * each;
    note(operation, unit, items / done.seconds);
    note(`${operation}, p99`, 'ms', p99);
    note(`${operation}, CPU of the tracker`, each === 1 ? 'µs/request' : 'µs/entry', (used * 1e6) / items);
  }
  note('peak resident', 'MB', peakMemory(pid) ?? Number.NaN);
  return figures;
}

async function copyOfState(folder: string, files: number, say: (line: string) => void) {
  const size = { peers: PEERS, files, holdings: files * HOLDERS, callers: CALLERS };
  const state = join(folder, 'state');
  const kept = process.env['AYNI_BENCH_STATE'];
  if (kept === undefined) return { state, identities: await keptSwarm(state, size, say) };
  const filled = join(kept, String(files));
  const identities = await keptSwarm(filled, size, say);
  cpSync(filled, state, { recursive: true });
  return { state, identities };
}

function chartOf(figures: ReadonlyMap<string, Figures>): string {
  const line = (figure: string, name = figure): Line => ({
    name,
    points: Array.from(figures, ([files, of]) => ({ x: Number(files), y: of.get(figure)?.value ?? Number.NaN })),
  });
  const operations = PHASES.map(({ operation }) => operation);
  return logCharts(
    [
      {
        title: 'MB',
        lines: [line('resident after the start', 'after the start'), line('peak resident', 'peak'), line('database')],
      },
      { title: 'Seconds until the first answer', lines: [line('start')] },
      { title: 'Requests a second, one core (publish: entries)', lines: operations.map((each) => line(each)) },
      {
        title: 'p99, ms',
        lines: operations.filter((each) => each !== 'publish').map((each) => line(`${each}, p99`, each)),
      },
    ],
    'files',
  );
}
