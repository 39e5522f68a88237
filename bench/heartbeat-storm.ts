import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { PeerId } from '../src/core/ids.ts';
import { SILENT } from '../src/core/log.ts';
import { readControlFile } from '../src/main/state/control-file.ts';
import { trackerFolder } from '../src/main/state/has-tracker.ts';
import { openPostgresStore } from '../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../test/support/private-postgres.ts';
import type { Renewals } from '../test/support/renewing-peers.ts';
import { CLI } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { cpuSeconds, peakMemory } from './support/process-figures.ts';
import { freePorts, Programs, until } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import type { StormAnswer, StormOrder } from './support/tracker/storm-peers.ts';
import { ownVersion } from './support/own-version.ts';

const TRACKERS = 3;
const PEERS = 30_000;
const QUICK_PEERS = 3_000;
/** Processes that are the peers. */
const PROCESSES = 2;
/** Open at once, of all peers. */
const CONNECTIONS = 2_000;
const TOGETHER = 400;
/** A lease that is not renewed within it is over, and its heartbeat refused, ms. */
const LEASE_MS = 180_000;
/** Load before the kill, ms. */
const BEFORE_MS = 4_000;
const READY_MS = 120_000;

/**
 * Three trackers over one PostgreSQL and a network of 30,000 peers, one of the trackers killed while they renew their
 * leases: how long until every lease is renewed at the other two, each over a connection of its own, and whether anything
 * was refused on the way.
 */
export const bench: Bench = async (options) => {
  if (withoutPostgres !== false) throw new CannotMeasure(withoutPostgres);
  const count = options.quick ? QUICK_PEERS : PEERS;
  using work = new WorkFolder();
  const server = await PrivatePostgres.start();
  const results: Result[] = [];
  const add = (subject: string, unit: string, value: number) => results.push(resultOf(subject, unit, [value]));
  try {
    const url = await server.makeDatabase('bench');
    await using programs = new Programs();
    const ports = await freePorts(TRACKERS);
    const trackers: { readonly child: ChildProcess; readonly pid: number }[] = [];
    for (const [number, port] of ports.entries()) {
      const state = join(work.path, `state ${number}`);
      const key = join(work.path, 'network.key');
      const args = ['--state', state, '--store', url, '--host', '127.0.0.1', '--tracker-port', String(port)];
      args.push('--tracker-max-connections', String(CONNECTIONS));
      if (number > 0) args.push('--network-key', key);
      mkdirSync(trackerFolder(state), { recursive: true });
      trackers.push(programs.start(process.execPath, [CLI, 'tracker', ...args, '--json']));
      await until(`tracker ${number} listens`, () => readControlFile(state), { ms: READY_MS });
      if (!existsSync(key)) copyFileSync(join(trackerFolder(state), 'network.key'), key);
    }
    const peers = Array.from({ length: PROCESSES }, () => new StormProcess());
    const made = await Promise.all(peers.map((each) => each.make(count / PROCESSES)));
    options.say(`${count} peers have keys`);
    await seed(url, made.flat());
    options.say(`${count} peers have leases`);
    await server.sql('VACUUM ANALYZE', 'bench');
    for (const each of peers) {
      each.start({ ports, connections: CONNECTIONS / PROCESSES, together: TOGETHER / PROCESSES });
    }
    await new Promise((resolve) => setTimeout(resolve, BEFORE_MS));
    const [killed, ...living] = trackers;
    killed?.child.kill('SIGKILL');
    const used = () => living.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
    const before = { trackers: used(), database: cpuSeconds(server.pid) };
    const renewals = await Promise.all(peers.map((each) => each.lastRound()));
    const sum = (of: (one: Renewals) => number): number => renewals.reduce((total, one) => total + of(one), 0);
    const most = (of: (one: Renewals) => number): number => Math.max(...renewals.map(of));
    const renewed = sum((one) => one.renewed);
    const refusal = renewals.find((one) => one.refusal !== undefined)?.refusal;
    if (refusal !== undefined) options.say(`The first that was refused: ${refusal.slice(0, 300)}`);
    add('leases renewed since the kill', 'leases', renewed);
    add(
      'refused',
      'requests',
      sum((one) => one.refused),
    );
    add(
      'peers that went on at another tracker',
      'peers',
      sum((one) => one.wentOn),
    );
    add(
      'until the last lease was renewed',
      's',
      most((one) => one.seconds),
    );
    add(
      'one renewal with its connection, p50',
      'ms',
      most((one) => one.p50),
    );
    add(
      'one renewal with its connection, p99',
      'ms',
      most((one) => one.p99),
    );
    add(
      'one renewal with its connection, slowest',
      'ms',
      most((one) => one.slowest),
    );
    add('CPU of the two trackers', 'µs/renewal', ((used() - before.trackers) * 1e6) / renewed);
    add('CPU of the database', 'µs/renewal', ((cpuSeconds(server.pid) - before.database) * 1e6) / renewed);
    add('peak memory of a tracker', 'MB', Math.max(...living.map(({ pid }) => peakMemory(pid) ?? 0)));
  } finally {
    await server.remove();
  }
  const version = ownVersion();
  const versions = { ayni: version, node: process.versions.node };
  return { bench: 'heartbeat-storm', versions, results, ratios: {}, ratios_by_case: {} };
};

async function seed(url: string, peers: readonly PeerId[]): Promise<void> {
  const { store } = await openPostgresStore({ url }, { log: SILENT });
  const presence = {
    endpoints: [{ protocol: 'ayni' as const, host: '10.0.0.1', port: 7742 }],
    slots: { total: 8, free: 8 },
    agent: 'ayni/bench',
  };
  try {
    const some = 500;
    for (let from = 0; from < peers.length; from += some) {
      const members = peers.slice(from, from + some);
      await Promise.all(
        members.map((peer, at) => store.putMember({ peer, name: `peer ${from + at}`, role: 'member', groups: [] })),
      );
    }
    // Last, and together: they count from here.
    await Promise.all(peers.map((peer) => store.grantLease(peer, presence, LEASE_MS)));
  } finally {
    await store.close();
  }
}

/** Some of the peers, in a process of their own. */
class StormProcess {
  readonly #child = fork(fileURLToPath(new URL('./support/tracker/storm-peers.ts', import.meta.url)));

  async make(count: number): Promise<readonly PeerId[]> {
    this.#tell({ make: count });
    const answer = await this.#answer();
    return 'peers' in answer ? answer.peers : [];
  }

  start(options: Extract<StormOrder, { start: unknown }>['start']): void {
    this.#tell({ start: options });
  }

  async lastRound(): Promise<Renewals> {
    this.#tell({ last: true });
    const answer = await this.#answer();
    if (!('renewals' in answer)) throw new Error('the peers said something else');
    return answer.renewals;
  }

  #tell(order: StormOrder): void {
    this.#child.send(order);
  }

  async #answer(): Promise<StormAnswer> {
    return ((await once(this.#child, 'message')) as [StormAnswer])[0];
  }
}
