import { withoutPostgres } from '../test/support/private-postgres.ts';
import { WorkFolder } from './support/files.ts';
import { ownVersion } from './support/own-version.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import type { Operation } from './support/tracker/load-messages.ts';
import { load } from './support/tracker/load-process.ts';
import { PostgresTrackers } from './support/tracker/postgres-trackers.ts';
import type { SwarmSize } from './support/tracker/synthetic-swarm.ts';

const FULL: SwarmSize = { peers: 2_000, files: 50_000, holdings: 300_000 };
const QUICK: SwarmSize = { peers: 500, files: 10_000, holdings: 50_000 };
/** Connections that call, shared out among the trackers. */
const CALLERS = 48;
const BATCH = 5_000;

const PHASES: readonly { readonly operation: Operation; readonly connections: number; readonly each: number }[] = [
  { operation: 'heartbeat', connections: CALLERS, each: 1 },
  { operation: 'locate', connections: CALLERS, each: 1 },
  { operation: 'search', connections: 6, each: 1 },
  { operation: 'publish', connections: 3, each: BATCH },
  { operation: 'hold', connections: 3, each: BATCH },
];

/**
 * One and then three trackers over one PostgreSQL server of the bench's own, under as much load as they take: requests a
 * second, and what each costs the trackers and the database in CPU time. All of it and the generators run on one machine
 * and take each other's time: `tracker-postgres-paced` is what tells how the cost grows.
 */
export const bench: Bench = async (options) => {
  if (withoutPostgres !== false) throw new CannotMeasure(withoutPostgres);
  const size = options.quick ? QUICK : FULL;
  const seconds = options.quick ? 2 : 6;
  using work = new WorkFolder();
  await using trackers = await PostgresTrackers.make(work.path, { ...size, callers: CALLERS }, options.say);
  const { identities } = trackers;
  const results: Result[] = [];
  const add = (subject: string, unit: string, value: number) => results.push(resultOf(subject, unit, [value]));
  const loadEach = (operation: Operation, connections: number, length: number) =>
    Promise.all(
      trackers.ports.map((port, index, { length: count }) =>
        load({
          ports: [port],
          identities: identities.filter((_, at) => at % count === index),
          connections: connections / count,
          ahead: 1,
          operations: [operation],
          seconds: length,
          contents: size.files,
        }),
      ),
    );
  const cost = new Map<string, number>();
  for (const count of [1, 3]) {
    await trackers.grow(count);
    // A program that has just started is slower than it will be.
    for (const operation of ['heartbeat', 'locate', 'search'] as const) await loadEach(operation, CALLERS, seconds / 2);
    for (const { operation, connections, each } of PHASES) {
      const before = trackers.used();
      const figures = await loadEach(operation, connections, seconds);
      const after = trackers.used();
      const failed = figures.find(({ failures }) => failures > 0);
      if (failed !== undefined) options.say(`${failed.failures} failed: ${failed.failure}`);
      const done = figures.reduce((sum, one) => sum + (one.requests - one.failures) * each, 0);
      const elapsed = Math.max(...figures.map((one) => one.seconds));
      const name = `${operation}, ${count === 1 ? 'one tracker' : 'three trackers'}`;
      const item = each === 1 ? 'request' : 'item';
      const own = ((after.trackers - before.trackers) * 1e6) / done;
      add(name, `${item}s/s`, done / elapsed);
      add(`${name}, CPU of the trackers`, `µs/${item}`, own);
      add(`${name}, CPU of the database`, `µs/${item}`, ((after.database - before.database) * 1e6) / done);
      if (count === 1) cost.set(operation, own);
      else
        options.say(
          `${operation}: a tracker’s CPU grows by ${((own / (cost.get(operation) ?? own) - 1) * 100).toFixed(0)} %`,
        );
    }
  }
  const version = ownVersion();
  const versions = { ayni: version, node: process.versions.node };
  return { bench: 'tracker-postgres', versions, results, ratios: {}, ratios_by_case: {} };
};
