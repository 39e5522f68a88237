import { fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { SILENT } from '../src/core/log.ts';
import { readControlFile } from '../src/main/state/control-file.ts';
import { trackerFolder } from '../src/main/state/has-tracker.ts';
import { openPostgresStore } from '../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../test/support/private-postgres.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { cpuSeconds } from './support/process-figures.ts';
import { freePorts, Programs, until } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import { addCallers } from './support/tracker/callers.ts';
import type { Identified, LoadFigures, LoadOrder, Operation } from './support/tracker/load-messages.ts';
import { fillStore, type SwarmSize } from './support/tracker/synthetic-swarm.ts';
import { ownVersion } from './support/own-version.ts';

const FULL: SwarmSize = { peers: 2_000, files: 50_000, holdings: 300_000 };
const QUICK: SwarmSize = { peers: 500, files: 10_000, holdings: 50_000 };
/** Connections that call, shared out among the trackers. */
const CALLERS = 48;
const BATCH = 5_000;
const READY_MS = 120_000;

const PHASES: readonly { readonly operation: Operation; readonly connections: number; readonly each: number }[] = [
  { operation: 'heartbeat', connections: CALLERS, each: 1 },
  { operation: 'locate', connections: CALLERS, each: 1 },
  { operation: 'search', connections: 6, each: 1 },
  { operation: 'publish', connections: 3, each: BATCH },
  { operation: 'hold', connections: 3, each: BATCH },
];

/**
 * One and then three trackers over one PostgreSQL server of the bench's own, under the same load: requests a second, and
 * what each costs the trackers and the database in CPU time. The rates are those of one machine that runs all of it and
 * the generators too; the CPU times are what several machines would need, and grow little from one to three.
 */
export const bench: Bench = async (options) => {
  if (withoutPostgres !== false) throw new CannotMeasure(withoutPostgres);
  const size = options.quick ? QUICK : FULL;
  const seconds = options.quick ? 2 : 6;
  using work = new WorkFolder();
  const server = await PrivatePostgres.start();
  const results: Result[] = [];
  const add = (subject: string, unit: string, value: number) => results.push(resultOf(subject, unit, [value]));
  try {
    const url = await server.makeDatabase('bench');
    const identities = await seed(url, size, options.say);
    // As the server does by itself a minute later; until then its plans are those of small tables.
    await server.sql('VACUUM ANALYZE', 'bench');
    await using programs = new Programs();
    const ports = await freePorts(3);
    const pids: number[] = [];
    const start = async (number: number): Promise<void> => {
      const state = join(work.path, `state ${number}`);
      const key = join(work.path, 'network.key');
      const args = ['--state', state, '--store', url, '--host', '127.0.0.1', '--tracker-port', String(ports[number])];
      if (number > 0) args.push('--network-key', key);
      mkdirSync(trackerFolder(state), { recursive: true });
      pids.push(programs.start(process.execPath, [CLI, 'tracker', ...args, '--json']).pid);
      await until(`tracker ${number} listens`, () => readControlFile(state), { ms: READY_MS });
      if (!existsSync(key)) copyFileSync(join(trackerFolder(state), 'network.key'), key);
    };
    const loadEach = (trackers: number, operation: Operation, connections: number, length: number) =>
      Promise.all(
        ports.slice(0, trackers).map((port, index) =>
          load({
            port,
            identities: identities.filter((_, at) => at % trackers === index),
            connections: connections / trackers,
            ahead: 1,
            operations: [operation],
            seconds: length,
            contents: size.files,
            run: `run ${++runs}`,
          }),
        ),
      );
    const cost = new Map<string, number>();
    for (const trackers of [1, 3]) {
      while (pids.length < trackers) await start(pids.length);
      // A program that has just started is slower than it will be.
      for (const operation of ['heartbeat', 'locate', 'search'] as const) {
        await loadEach(trackers, operation, CALLERS, seconds / 2);
      }
      for (const { operation, connections, each } of PHASES) {
        const used = () => pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0);
        const before = { trackers: used(), database: cpuSeconds(server.pid) };
        const figures = await loadEach(trackers, operation, connections, seconds);
        const failed = figures.find(({ failures }) => failures > 0);
        if (failed !== undefined) options.say(`${failed.failures} failed: ${failed.failure}`);
        const done = figures.reduce((sum, one) => sum + (one.requests - one.failures) * each, 0);
        const elapsed = Math.max(...figures.map((one) => one.seconds));
        const name = `${operation}, ${trackers === 1 ? 'one tracker' : 'three trackers'}`;
        const item = each === 1 ? 'request' : 'item';
        const own = ((used() - before.trackers) * 1e6) / done;
        add(name, `${item}s/s`, done / elapsed);
        add(`${name}, CPU of the trackers`, `µs/${item}`, own);
        add(`${name}, CPU of the database`, `µs/${item}`, ((cpuSeconds(server.pid) - before.database) * 1e6) / done);
        if (trackers === 1) cost.set(operation, own);
        else
          options.say(
            `${operation}: a tracker’s CPU grows by ${((own / (cost.get(operation) ?? own) - 1) * 100).toFixed(0)} %`,
          );
      }
    }
  } finally {
    await server.remove();
  }
  const version = ownVersion();
  const versions = { ayni: version, node: process.versions.node };
  return { bench: 'tracker-postgres', versions, results, ratios: {}, ratios_by_case: {} };
};

/** Members with certificates, whose connections the load comes over, and the swarm. */
async function seed(url: string, size: SwarmSize, say: (line: string) => void): Promise<readonly Identified[]> {
  const { store } = await openPostgresStore({ url }, { log: SILENT });
  try {
    const identities = await addCallers(store, CALLERS);
    await fillStore(store, size, say);
    return identities;
  } finally {
    await store.close();
  }
}

let runs = 0;

async function load(order: LoadOrder): Promise<LoadFigures> {
  const child = fork(fileURLToPath(new URL('./support/tracker/load.ts', import.meta.url)));
  child.send(order);
  const [figures] = (await once(child, 'message')) as [LoadFigures];
  child.disconnect();
  return figures;
}
