import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { canMakeHosts } from '../test/support/network-hosts.ts';
import { ayniSwarm } from './support/ayni-swarm.ts';
import { touchPages, writeRandomFile } from './support/files.ts';
import { Programs, run, which } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Report } from './support/report.ts';
import { alternate, type Figures, type Subject } from './support/rounds.ts';
import { MemoryFolder } from './support/small-files.ts';
import { congestionOf, congestionsAllowed, RATE, sentBytes, SwarmHosts } from './support/swarm-hosts.ts';
import type { Fetching, SwarmProgram } from './support/swarm-program.ts';
import { torrentSwarms } from './support/torrent-swarms.ts';
import { ownVersion } from './support/own-version.ts';

const MIB = 2 ** 20;
const SOURCE = 'benchmark-source.bin';
/** What a swarm has to become quiet once all are connected. */
const SETTLE_MS = 2000;
/** Times what one after the other would take from the seeder alone. */
const PATIENCE = 2;

/**
 * One file from one seeder to N leechers at the same time, each on a host of its own with 64 Mbit/s up and down, all on
 * tmpfs. Time: from the word to all leechers until the last one has the whole file, verified, in units of the lower
 * bound, which is size ÷ rate; heads of packets take their part of the rate, so that one leecher alone needs about 1.04.
 * Egress: what the seeder's link has sent meanwhile, in units of the file. All programs are up, connected and idle before
 * the word, in the same namespaces, each swarm anew, and pages were touched by a file of 3 GiB. Three rounds, about 15
 * minutes.
 */
export const bench: Bench = async (options) => {
  if (!canMakeHosts() || which('tc') === undefined || which('curl') === undefined) {
    throw new CannotMeasure(
      'The swarm is not measured: it needs ip, tc, curl and the right to make network namespaces.',
    );
  }
  const congestions = congestionsAllowed();
  if (options.congestion !== undefined && !congestions.includes(options.congestion)) {
    throw new CannotMeasure(`With --congestion, hosts may have ${congestions.join(' or ')} here.`);
  }
  const size = (options.quick ? 32 : 128) * MIB;
  const counts = options.leechers ?? (options.quick ? [5] : [5, 10, 20]);
  const others = torrentSwarms();
  for (const name of others.missing) options.say(`${name} is not installed here: it is left out`);
  const version = ownVersion();
  const all = [ayniSwarm(version), ...others.programs];
  const programs = all.filter(({ name }) => options.only?.includes(name) ?? true);
  if (programs.length === 0) throw new CannotMeasure(`Name of ${all.map(({ name }) => name).join(', ')} with --only.`);

  using memory = new MemoryFolder();
  // An interrupted bench unwinds nothing.
  const removeMemory = (): void => memory[Symbol.dispose]();
  process.once('exit', removeMemory);
  using network = new SwarmHosts(Math.max(...counts) + 1, options.congestion);
  mkdirSync(join(memory.path, 'source'));
  writeRandomFile(join(memory.path, 'source', SOURCE), size);
  const subjects = counts.flatMap((count) =>
    programs.map((program) => swarmSubject(program, network, count, memory.path)),
  );
  const figures = await alternate(subjects, { rounds: 3, ...options });
  process.off('exit', removeMemory);
  const versions = {
    node: process.versions.node,
    congestion: network.hosts.slice(0, 1).map(congestionOf).join(''),
    ...Object.fromEntries(programs.map((program) => [program.name, program.version])),
    ...Object.fromEntries(others.missing.map((name) => [name, 'missing'])),
  };
  return reportOf(figures, counts, versions);
};

function caseOf(count: number): string {
  return `N = ${count}`;
}

function swarmSubject(program: SwarmProgram, network: SwarmHosts, count: number, root: string): Subject {
  return {
    name: `${program.name}, ${caseOf(count)}`,
    measure: async () => {
      const work = join(root, 'swarm');
      mkdirSync(work);
      await using programs = new Programs();
      const [seeder, ...rest] = network.hosts;
      if (seeder === undefined) throw new Error('There are no hosts.');
      const source = join(root, 'source', SOURCE);
      const { size } = statSync(source);
      const bound = size / RATE.bytesPerSecond;
      const swarm = await program.ready({ seeder, leechers: rest.slice(0, count), source, work, programs });
      touchPages(work);
      await wait(SETTLE_MS);
      const sent = sentBytes(seeder);
      const begun = performance.now();
      await swarm.go();
      await allFinished(swarm.fetching, size, (PATIENCE * count + 10) * bound * 1000);
      const seconds = (performance.now() - begun) / 1000;
      const egress = sentBytes(seeder) - sent;
      for (const { target } of swarm.fetching) await run('cmp', [source, target]);
      network.endAll();
      rmSync(work, { recursive: true });
      return { time: seconds / bound, egress: egress / size };
    },
  };
}

async function allFinished(fetching: readonly Fetching[], size: number, ms: number): Promise<void> {
  const end = performance.now() + ms;
  let missing = fetching;
  while (missing.length > 0) {
    await wait(10);
    missing = missing.filter(({ mark, target }) => !existsSync(mark) || statSync(target).size < size);
    if (performance.now() > end) {
      const [first] = missing;
      throw new Error(`${missing.length} leechers are late; one says ${(await first?.state?.()) ?? 'nothing'}.`);
    }
  }
}

function reportOf(figures: Figures, counts: readonly number[], versions: Record<string, string>): Report {
  const results = [...figures].flatMap(([subject, own]) => [
    resultOf(subject, '× bound', own.get('time') ?? []),
    resultOf(`${subject}, seeder's egress`, '× file', own.get('egress') ?? []),
  ]);
  const timeOf = (subject: string): number | undefined => results.find((result) => result.subject === subject)?.value;
  const ratiosOf = (count: number): Record<string, number> => {
    const ours = timeOf(`ayni, ${caseOf(count)}`);
    if (ours === undefined) return {};
    const peers = ['aria2', 'libtorrent'].flatMap((name) => {
      const theirs = timeOf(`${name}, ${caseOf(count)}`);
      return theirs === undefined ? [] : [[name, theirs / ours] as const];
    });
    return { 'lower-bound': 1 / ours, ...Object.fromEntries(peers) };
  };
  const byCase = Object.fromEntries(counts.map((count) => [caseOf(count), ratiosOf(count)]));
  return { bench: 'swarm', versions, results, ratios: ratiosOf(Math.max(...counts)), ratios_by_case: byCase };
}
