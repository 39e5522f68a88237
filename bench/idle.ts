import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { startSeeder } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { cpuSeconds, peakMemory } from './support/process-figures.ts';
import { Programs } from './support/programs.ts';
import { resultOf, type Bench } from './support/report.ts';
import { MemoryFolder, plantSmall } from './support/small-files.ts';

/** What a start still has to do when the share is ready; it has ended by then. */
const SETTLE_MS = 60_000;

/**
 * What a daemon does that has nothing to do: tracker and peer in one process, watching many files. Counts the CPU time
 * of the process tree, and what its tracker was asked besides heartbeats, by the tracker's log.
 */
export const bench: Bench = async (options) => {
  const files = options.quick ? 10_000 : 100_000;
  const minutes = options.quick ? 1 : 10;
  using work = new WorkFolder();
  using memory = new MemoryFolder();
  await using programs = new Programs();
  const folder = join(memory.path, 'shared');
  mkdirSync(folder);
  plantSmall(folder, files);
  const seeder = await startSeeder(programs, folder, work.path);
  options.say(`${files} files are shared; idle for ${SETTLE_MS / 60_000} and then ${minutes} minutes`);
  await wait(SETTLE_MS);
  const log = join(work.path, 'seeder', 'logs', 'ayni.log');
  const before = { cpu: cpuSeconds(seeder.running.pid), answered: answered(log), at: performance.now() };
  await wait(minutes * 60_000);
  const seconds = (performance.now() - before.at) / 1000;
  const cpu = cpuSeconds(seeder.running.pid) - before.cpu;
  const results = [
    resultOf('ayni, CPU of a core', '%', [(100 * cpu) / seconds]),
    resultOf('ayni, calls to the tracker besides heartbeats', 'calls', [answered(log) - before.answered]),
    resultOf('ayni, peak memory', 'MB', [peakMemory(seeder.running.pid) ?? Number.NaN]),
  ];
  return { bench: 'idle', versions: { node: process.versions.node }, results, ratios: {}, ratios_by_case: {} };
};

/** Heartbeats and health are logged at a lower level than the log has. */
function answered(log: string): number {
  return readFileSync(log, 'utf8').split('"answered"').length - 1;
}
