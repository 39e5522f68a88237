import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { startSeeder } from './support/ayni-pair.ts';
import { channels, slotsNames, type Channel } from './support/dialect-channels.ts';
import { WorkFolder, writeRandomFile } from './support/files.ts';
import { peakMemory, resetPeakMemory } from './support/process-figures.ts';
import { freePorts, Programs, run, until, versionOf, which } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import { alternate, type Subject } from './support/rounds.ts';
import { startNginx } from './support/transfer-peers.ts';
import { ownVersion } from './support/own-version.ts';

const MB = 1e6;
const NAME = 'benchmark-source.bin';
const LARGE = 'benchmark-large.bin';
const LARGE_BYTES = 5e9;
const NGINX = 'nginx-curl';
/** Four of them; the fifth, `rede`, sends as `helo` does. */
const DIALECTS = ['slots', 'helo', 'flatgrpc', 'p4'] as const;
type Measured = (typeof DIALECTS)[number];

/**
 * One file out of the page cache by the data channels of the dialects, to clients that throw the bytes away: Ayni's
 * daemon as it is (`ayni up`, the dialects on) against nginx without TLS to curl. Nobody encrypts, nobody verifies. Then,
 * unless quick, a file of 5 GB by each, and what the daemon takes at most meanwhile.
 */
export const bench: Bench = async (options) => {
  const size = options.quick ? 256 * 2 ** 20 : 2 * 2 ** 30;
  const [nginx, curl] = ['nginx', 'curl'].map(which);
  if (nginx === undefined || curl === undefined) throw new CannotMeasure('nginx and curl are needed to compare with.');
  using folder = new WorkFolder();
  await using programs = new Programs();
  const work = folder.path;
  const shared = join(work, 'source');
  mkdirSync(shared);
  options.say(`writing ${size / 2 ** 20} MiB to ${join(shared, NAME)}`);
  writeRandomFile(join(shared, NAME), size);
  if (!options.quick) {
    writeFileSync(join(shared, LARGE), '');
    truncateSync(join(shared, LARGE), LARGE_BYTES);
  }
  const { plain } = await startNginx(programs, nginx, join(shared, NAME), work);
  const { ports, slotsTracker, config } = await writeSettings(work);
  const { running } = await startSeeder(programs, shared, work, ['--config', config, '--allow-unauthenticated']);
  const names = options.quick ? [NAME] : [NAME, LARGE];
  const all = async () => {
    const listed = await slotsNames(slotsTracker);
    return names.every((name) => listed.includes(name)) ? true : undefined;
  };
  await until('the MD5s are known, which take time of the CPU', all, { ms: 300_000, every: 200 });

  const url = `http://127.0.0.1:${plain}/${NAME}`;
  const viaCurl = () => run(curl, ['-sf', '-o', '/dev/null', url]).then(() => size);
  const of = (dialect: Measured, bytes: number): Channel => channels(bytes)[dialect];
  const figures = await alternate(
    [
      subject(NGINX, size, viaCurl),
      ...DIALECTS.map((dialect) => subject(dialect, size, () => of(dialect, size)(ports[dialect], NAME))),
    ],
    options,
  );
  const results: Result[] = [];
  for (const [name, own] of figures) results.push(resultOf(name, 'MB/s', own.get('MB/s') ?? []));
  if (!options.quick) {
    for (const dialect of DIALECTS) {
      resetPeakMemory(running.pid);
      const came = await of(dialect, LARGE_BYTES)(ports[dialect], LARGE);
      if (came < LARGE_BYTES) throw new Error(`${dialect} brought ${came} of ${LARGE_BYTES} bytes.`);
      const peak = peakMemory(running.pid) ?? Number.NaN;
      options.say(`5 GB by ${dialect}: peak memory ${peak.toFixed(0)} MB`);
      results.push(resultOf(`${dialect}, 5 GB, peak memory`, 'MB', [peak]));
    }
  }
  const rateOf = (name: string) => results.find((result) => result.subject === name)?.value ?? Number.NaN;
  const byCase = DIALECTS.map((dialect) => [dialect, { [NGINX]: rateOf(dialect) / rateOf(NGINX) }] as const);
  const version = ownVersion();
  return {
    bench: 'dialects',
    versions: {
      ayni: version,
      node: process.versions.node,
      [NGINX]: `${versionOf(nginx, '-v')} with curl ${versionOf(curl, '--version')}`,
    },
    results,
    // The slowest of the four.
    ratios: { [NGINX]: Math.min(...byCase.map(([, ratios]) => ratios[NGINX] ?? Number.NaN)) },
    ratios_by_case: Object.fromEntries(byCase),
  };
};

function subject(name: string, size: number, fetch: () => Promise<number>): Subject {
  return {
    name,
    measure: async () => {
      const begun = performance.now();
      const came = await fetch();
      const ms = performance.now() - begun;
      if (came < size) throw new Error(`${name} brought ${came} of ${size} bytes.`);
      return { 'MB/s': size / MB / (ms / 1000) };
    },
  };
}

/** A settings file with the four dialects on, on ports of their own. @returns also the ports of the peer, by dialect */
async function writeSettings(work: string) {
  const found = await freePorts(2 * DIALECTS.length + 2);
  const next = (): number => found.pop() ?? 0;
  const ports = { slots: next(), helo: next(), flatgrpc: next(), p4: next() };
  const slotsTracker = next();
  const trackers = { slots: slotsTracker, helo: next(), flatgrpc: next(), p4: next() };
  const more: Partial<Record<Measured, string>> = {
    slots: `tracker_initial_port = ${next()}\npeer_initial_port = ${next()}\n`,
    // Who fetches is no registered peer.
    p4: 'require = "nothing"\n',
  };
  const sections = DIALECTS.map(
    (dialect) =>
      `[dialects.${dialect}]\ntracker_port = ${trackers[dialect]}\npeer_port = ${ports[dialect]}\n${more[dialect] ?? ''}`,
  );
  const config = join(work, 'ayni.toml');
  writeFileSync(config, sections.join(''));
  return { ports, slotsTracker, config };
}
