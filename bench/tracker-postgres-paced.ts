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
/** Trackers; the first of them alone is what they are compared with. */
const TRACKERS = 3;
/** After those that were halted go on, ms. */
const SETTLE_MS = 1500;

/**
 * Requests a second at one tracker, and connections of all. Three times as much leaves the two cores of a machine half
 * idle, so that none waits for another. Heartbeats come from many peers, since each tracker takes in every lease that changed, whoever renewed it.
 */
const PHASES: readonly { readonly operation: Operation; readonly rate: number; readonly connections: number }[] = [
  { operation: 'heartbeat', rate: 500, connections: 900 },
  { operation: 'locate', rate: 200, connections: 96 },
  { operation: 'search', rate: 25, connections: 24 },
];

interface Case {
  readonly name: string;
  readonly trackers: number;
  /** Of one tracker's rate. */
  readonly times: number;
}

const CASES: readonly Case[] = [
  { name: 'one tracker', trackers: 1, times: 1 },
  { name: 'one tracker, a third of the load', trackers: 1, times: 1 / TRACKERS },
  { name: 'three trackers, the same load together', trackers: TRACKERS, times: 1 },
  { name: 'three trackers, the same load each', trackers: TRACKERS, times: TRACKERS },
];

/**
 * What a request costs in CPU time with one tracker and with three over one PostgreSQL server, where nobody waits for a
 * core: requests come at a given rate. Cases take turns; two of the trackers are halted while one is measured alone.
 * `--only` names operations.
 */
export const bench: Bench = async (options) => {
  if (withoutPostgres !== false) throw new CannotMeasure(withoutPostgres);
  const size = options.quick ? QUICK : FULL;
  const [seconds, rounds] = [options.quick ? 3 : 4, options.rounds ?? 3];
  const phases = PHASES.filter(({ operation }) => options.only?.includes(operation) ?? true);
  const callers = Math.max(...phases.map(({ connections }) => connections));
  using work = new WorkFolder();
  await using trackers = await PostgresTrackers.make(work.path, { ...size, callers }, options.say);
  await trackers.grow(TRACKERS);
  const { identities } = trackers;
  const calling = { identities, ahead: 1, contents: size.files };
  // A program that has just started is slower than it will be.
  for (const { operation } of phases) {
    const connections = 24;
    await load({ ...calling, ports: trackers.ports, connections, operations: [operation], seconds: seconds * 1.5 });
  }

  const figures = new Map<string, number[]>();
  const note = (name: string, value: number): void => void figures.set(name, [...(figures.get(name) ?? []), value]);
  for (let round = 1; round <= rounds; round++) {
    for (const { name, trackers: count, times } of CASES) {
      const halted = trackers.pids.slice(count);
      for (const pid of halted) process.kill(pid, 'SIGSTOP');
      const idle = times === 1 ? await idleCost(trackers, seconds) : undefined;
      if (idle !== undefined) {
        note(`${count} idle, trackers`, idle.trackers);
        note(`${count} idle, database`, idle.database);
      }
      for (const { operation, rate, connections } of phases) {
        let before = trackers.used();
        const ports = trackers.ports.slice(0, count);
        const order = { ...calling, ports, connections, rate: rate * times, operations: [operation], seconds };
        const { requests, failures, failure, ...done } = await load(order, {
          onConnected: () => (before = trackers.used()),
        });
        const after = trackers.used();
        if (failures > 0) options.say(`${failures} failed: ${failure}`);
        const own = ((after.trackers - before.trackers) * 1e6) / requests;
        const database = ((after.database - before.database) * 1e6) / requests;
        note(`${operation}, ${name}, trackers`, own);
        note(`${operation}, ${name}, database`, database);
        note(`${operation}, ${name}, rate`, requests / done.seconds);
        options.say(
          `round ${round}, ${operation}, ${name}: ${(requests / done.seconds).toFixed(0)}/s, p50 ${done.p50.toFixed(1)} ms, p99 ${done.p99.toFixed(1)} ms, trackers ${own.toFixed(0)} µs, database ${database.toFixed(0)} µs`,
        );
      }
      for (const pid of halted) process.kill(pid, 'SIGCONT');
      if (halted.length > 0) await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    }
  }
  return {
    bench: 'tracker-postgres-paced',
    versions: { ayni: ownVersion(), node: process.versions.node },
    results: resultsOf(
      figures,
      phases.map(({ operation }) => operation),
    ),
    ratios: {},
    ratios_by_case: {},
  };
};

/** CPU seconds in a second, of those that run and have nothing to do. */
async function idleCost(trackers: PostgresTrackers, seconds: number): Promise<ReturnType<PostgresTrackers['used']>> {
  const [before, begun] = [trackers.used(), performance.now()];
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  const [after, elapsed] = [trackers.used(), (performance.now() - begun) / 1000];
  return {
    trackers: (after.trackers - before.trackers) / elapsed,
    database: (after.database - before.database) / elapsed,
  };
}

/** The medians, and what remains of them without what idling costs. */
function resultsOf(figures: ReadonlyMap<string, readonly number[]>, operations: readonly Operation[]): Result[] {
  const of = (name: string): readonly number[] => figures.get(name) ?? [];
  const median = (name: string): number => resultOf(name, '', of(name)).value;
  const results: Result[] = [];
  for (const count of [1, TRACKERS]) {
    for (const part of ['trackers', 'database'] as const) {
      const name = `${count === 1 ? 'one tracker' : 'three trackers'} idle, CPU of the ${part}`;
      results.push(
        resultOf(
          name,
          'ms/s',
          of(`${count} idle, ${part}`).map((each) => each * 1000),
        ),
      );
    }
  }
  for (const operation of operations) {
    for (const { name, trackers: count } of CASES) {
      const which = `${operation}, ${name}`;
      const rate = median(`${which}, rate`);
      results.push(resultOf(which, 'requests/s', of(`${which}, rate`)));
      for (const part of ['trackers', 'database'] as const) {
        results.push(resultOf(`${which}, CPU of the ${part}`, 'µs/request', of(`${which}, ${part}`)));
        const idle = (median(`${count} idle, ${part}`) * 1e6) / rate;
        const net = of(`${which}, ${part}`).map((each) => each - idle);
        results.push(resultOf(`${which}, the same without idling, ${part}`, 'µs/request', net));
      }
    }
  }
  return results;
}
