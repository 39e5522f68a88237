import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';

import { CONTROL_ROUTES } from '../src/wire/control/routes.ts';
import { contentNamed, startReceiver, startSeeder, type AyniDaemon } from './support/ayni-pair.ts';
import { syncMs, WorkFolder, writeRandomFile } from './support/files.ts';
import { peakMemory } from './support/process-figures.ts';
import { Programs, run, until } from './support/programs.ts';
import { resultOf, type Bench, type Report, type Result } from './support/report.ts';
import { alternate, type Figures, type Subject } from './support/rounds.ts';
import { startPeers, type Peer } from './support/transfer-peers.ts';
import { ownVersion } from './support/own-version.ts';
import { TouchedPages } from './support/touched-pages.ts';

const MB = 1e6;
const TWICE = 'ayni, two threads';
/** In one piece of text, so that the search of the network finds it. */
const NAME = 'benchmark-source.bin';

/**
 * One file from one source to disk. Ayni: the programs as they are, encrypted and verified, until the last verified
 * byte and the rename; the clock starts when the daemon is told to fetch. Once more with two threads that receive. curl: encrypted, not verified. aria2: neither.
 * libtorrent: verified, not encrypted, until it says it seeds. rsync: its daemon, not encrypted. Whoever starts anew for
 * each transfer has that in its time; pages were touched before by 3 GiB of files.
 */
export const bench: Bench = async (options) => {
  const size = options.quick ? 256 * 2 ** 20 : 2 * 2 ** 30;
  using folder = new WorkFolder();
  await using programs = new Programs();
  const work = folder.path;
  mkdirSync(join(work, 'source'));
  const source = join(work, 'source', NAME);
  options.say(`writing ${size / 2 ** 20} MiB to ${source}`);
  writeRandomFile(source, size);

  const { peers, missing } = await startPeers(programs, source, work);
  for (const name of missing) options.say(`${name} is not installed here: it is left out`);
  const seeder = await startSeeder(programs, join(work, 'source'), work);
  const unsynced = await startReceiver(programs, seeder.link, join(work, 'unsynced'), { sync: false });
  const synced = await startReceiver(programs, seeder.link, join(work, 'synced'), { sync: true });
  const twice = await startReceiver(programs, seeder.link, join(work, 'twice'), {
    sync: false,
    more: ['--receive-threads', '2'],
  });
  const subjects = [
    ayniSubject('ayni', unsynced, source, work, 'MB/s'),
    ayniSubject(TWICE, twice, source, work, 'MB/s'),
    ...peers.map((peer) => peerSubject(peer, source, work)),
    ayniSubject('ayni, synced', synced, source, work, 'synced'),
  ];
  const figures = await alternate(subjects, options);
  const memory = [
    ['ayni sender and tracker, peak memory', peakMemory(seeder.running.pid)],
    ['ayni receiver, peak memory', peakMemory(unsynced.running.pid)],
    ['ayni receiver with two threads, peak memory', peakMemory(twice.running.pid)],
  ] as const;
  return reportOf(figures, options.quick ? '256 MiB' : '2 GiB', memory, versionsOf(peers, missing));
};

function ayniSubject(name: string, daemon: AyniDaemon, source: string, work: string, figure: string): Subject {
  return {
    name,
    measure: async (round) => {
      const folder = join(work, `out-${name.replaceAll(/\W+/g, '-')}-${round}`);
      mkdirSync(folder);
      const { content, size } = await contentNamed(daemon, NAME.slice(0, -4));
      using pages = new TouchedPages(work);
      const target = { kind: 'content', content, size, name: NAME } as const;
      const destination = join(folder, NAME);
      pages.freeAsTaken();
      const begun = performance.now();
      const job = await daemon.control.call(CONTROL_ROUTES.addDownload, { target, folder, seed: false });
      await until('it is fetched', () => (existsSync(destination) ? true : undefined), { ms: 120_000, every: 2 });
      const ms = performance.now() - begun;
      await until('the job has ended', async () => {
        const jobs = await daemon.control.call(CONTROL_ROUTES.downloads, {});
        const now = jobs.find(({ id }) => id === job.id);
        if (now?.state === 'failed') throw new Error(`Ayni failed: ${JSON.stringify(now.reason)}`);
        if (now?.state === 'done' && now.bytesReceived < size)
          throw new Error('Ayni did not fetch it over the network.');
        return now?.state === 'done' ? true : undefined;
      });
      await run('cmp', [source, destination]);
      rmSync(folder, { recursive: true });
      return { [figure]: size / MB / (ms / 1000) };
    },
  };
}

function peerSubject(peer: Peer, source: string, work: string): Subject {
  return {
    name: peer.name,
    measure: async (round) => {
      const folder = join(work, `out-${peer.name}-${round}`);
      mkdirSync(folder);
      using pages = new TouchedPages(work);
      const target = join(folder, basename(source));
      const final = `${target}.whole`;
      pages.freeAsTaken();
      const begun = performance.now();
      await peer.fetch(target);
      renameSync(target, final);
      const ms = performance.now() - begun;
      const synced = ms + (await syncMs(final));
      await peer.after?.();
      await run('cmp', [source, final]);
      rmSync(folder, { recursive: true });
      const { size } = statSync(source);
      return { 'MB/s': size / MB / (ms / 1000), synced: size / MB / (synced / 1000) };
    },
  };
}

function versionsOf(peers: readonly Peer[], missing: readonly string[]): Record<string, string> {
  const version = ownVersion();
  return {
    ayni: version,
    node: process.versions.node,
    ...Object.fromEntries(peers.map((peer) => [peer.name, peer.version])),
    ...Object.fromEntries(missing.map((name) => [name, 'missing'])),
  };
}

function reportOf(
  figures: Figures,
  mainCase: string,
  memory: readonly (readonly [string, number | undefined])[],
  versions: Record<string, string>,
): Report {
  const plain: Result[] = [];
  const synced: Result[] = [];
  for (const [name, own] of figures) {
    const rates = own.get('MB/s');
    const syncedRates = own.get('synced');
    if (rates !== undefined) plain.push(resultOf(name, 'MB/s', rates));
    if (syncedRates !== undefined)
      synced.push(resultOf(name.endsWith(', synced') ? name : `${name}, synced`, 'MB/s', syncedRates));
  }
  const compare = (results: readonly Result[], ours: string, suffix = ''): Record<string, number> => {
    const mine = results.find(({ subject }) => subject === ours)?.value ?? Number.NaN;
    const others = results.filter(({ subject }) => !subject.startsWith('ayni'));
    return Object.fromEntries(others.map(({ subject, value }) => [subject.replace(suffix, ''), mine / value]));
  };
  const peaks = memory.flatMap(([name, value]) => (value === undefined ? [] : [resultOf(name, 'MB', [value])]));
  const ratios = compare(plain, 'ayni');
  return {
    bench: 'transfer',
    versions,
    results: [...plain, ...synced, ...peaks],
    ratios,
    ratios_by_case: {
      [mainCase]: ratios,
      [`${mainCase}, two threads`]: compare(plain, TWICE),
      [`${mainCase}, synced`]: compare(synced, 'ayni, synced', ', synced'),
    },
  };
}
