import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import { join } from 'node:path';

import { CONTROL_ROUTES } from '../src/wire/control/routes.ts';
import { startReceiver, startSeeder, type AyniDaemon } from './support/ayni-pair.ts';
import { canMount, FreshDisk } from './support/fresh-disk.ts';
import { cpuSeconds, peakMemory } from './support/process-figures.ts';
import { Programs, run, until, versionOf, which } from './support/programs.ts';
import { resultOf, type Bench, type Result } from './support/report.ts';
import { alternate, type Subject } from './support/rounds.ts';
import { MemoryFolder, plantSmall } from './support/small-files.ts';
import { startRsyncDaemon } from './support/transfer-peers.ts';
import { ownVersion } from './support/own-version.ts';

const SHARE = 'shared';
/** Of the whole job: listing the tree, looking up sources, fetching, and the name of the folder. */
const RATE = 'files/s';
const CPU = 'CPU s';

interface Fetcher {
  readonly name: string;
  /** Fetches the shared folder to `target`, which is not there. */
  fetch(target: string): Promise<void>;
  /** After the clock stopped. */
  after?(): Promise<void>;
}

/** Where it is fetched to: a folder that is new each time. */
interface Place {
  readonly name: string;
  open(): Disposable & { readonly path: string };
}

/**
 * A folder of many files of 4 KiB from one source, onto tmpfs and onto a fresh ext4; source and state lie on tmpfs.
 * Ayni: encrypted and verified, from telling the daemon until the folder has its name, with all that asking the tracker
 * takes; CPU of both daemons. rsync: its daemon, neither encrypted nor verified, from starting the client to its end.
 * Nobody syncs files so small. Each result is compared with `diff -r`.
 */
export const bench: Bench = async (options) => {
  const files = options.quick ? 20_000 : 100_000;
  using memory = new MemoryFolder();
  await using programs = new Programs();
  const work = memory.path;
  const source = join(work, SHARE);
  mkdirSync(source);
  options.say(`writing ${files} files`);
  plantSmall(source, files);

  const seeder = await startSeeder(programs, source, work);
  const receiver = await startReceiver(programs, seeder.link, join(work, 'receiver'), { sync: true });
  const fetchers: Fetcher[] = [await ayniFetcher(seeder, receiver, files)];
  const rsync = which('rsync');
  if (rsync === undefined) options.say('rsync is not installed here: it is left out');
  else {
    const url = await startRsyncDaemon(programs, rsync, source, work);
    fetchers.push({ name: 'rsync', fetch: (target) => run(rsync, ['-a', '--whole-file', `${url}/`, target]) });
  }
  const places: Place[] = [{ name: 'tmpfs', open: () => folderIn(work) }];
  if (canMount(work)) places.push({ name: 'ext4', open: () => new FreshDisk(work) });
  else options.say('an ext4 image cannot be mounted here: it is left out');

  const ours = (): number => cpuSeconds(seeder.running.pid) + cpuSeconds(receiver.running.pid);
  const subjects = places.flatMap((place) =>
    fetchers.map((fetcher) =>
      subjectOf(fetcher, place, { source, files, cpu: fetcher.name === 'ayni' ? ours : undefined }),
    ),
  );
  const figures = await alternate(subjects, options);
  const values = (name: string, figure: string): number[] => figures.get(name)?.get(figure) ?? [];
  const rates = subjects.map(({ name }) => resultOf(name, RATE, values(name, RATE)));
  const cpu = places.map(({ name }) => resultOf(`ayni, ${name}, both daemons`, CPU, values(`ayni, ${name}`, CPU)));
  const peaks = [
    ['ayni sender and tracker, peak memory', peakMemory(seeder.running.pid)],
    ['ayni receiver, peak memory', peakMemory(receiver.running.pid)],
  ] as const;
  const memories = peaks.flatMap(([name, value]) => (value === undefined ? [] : [resultOf(name, 'MB', [value])]));
  const byCase = ratiosOf(rates, places, fetchers, files);
  return {
    bench: 'small-files',
    versions: {
      ayni: ownVersion(),
      node: process.versions.node,
      rsync: rsync === undefined ? 'missing' : versionOf(rsync, '--version'),
    },
    results: [...rates, ...cpu, ...memories],
    ratios: Object.values(byCase)[0] ?? {},
    ratios_by_case: byCase,
  };
};

async function ayniFetcher(seeder: AyniDaemon, { control }: AyniDaemon, files: number): Promise<Fetcher> {
  const { peer } = await seeder.control.call(CONTROL_ROUTES.status, {});
  if (peer === undefined) throw new Error('The seeder is no peer.');
  let id = '';
  return {
    name: 'ayni',
    fetch: async (path) => {
      const target = { kind: 'tree', peer: peer.id, path: SHARE } as const;
      const name = 'out';
      const folder = path.slice(0, -name.length - 1);
      const whole = appearanceOf(folder, name);
      ({ id } = await control.call(CONTROL_ROUTES.addDownload, { target, folder, name, seed: false }));
      await whole;
    },
    after: () =>
      until('the job has ended', async () => {
        const job = (await control.call(CONTROL_ROUTES.downloads, {})).find((each) => each.id === id);
        if (job?.state === 'failed') throw new Error(`Ayni failed: ${JSON.stringify(job.reason)}`);
        if (job?.state !== 'done') return undefined;
        if (job.filesDone !== files || job.bytesReceived < job.bytesTotal)
          throw new Error('Ayni did not fetch it all.');
        return true;
      }).then(() => undefined),
  };
}

/** Resolves when a folder has this. Who looks every 2 ms takes a twentieth of a core from what is measured. */
async function appearanceOf(folder: string, name: string): Promise<void> {
  const events = watch(folder, { signal: AbortSignal.timeout(300_000) });
  for await (const { filename } of events) if (filename === name && existsSync(join(folder, name))) return;
}

function subjectOf(
  fetcher: Fetcher,
  place: Place,
  { source, files, cpu }: { readonly source: string; readonly files: number; readonly cpu: (() => number) | undefined },
): Subject {
  return {
    name: `${fetcher.name}, ${place.name}`,
    measure: async () => {
      using folder = place.open();
      const target = join(folder.path, 'out');
      const before = cpu?.() ?? 0;
      const begun = performance.now();
      await fetcher.fetch(target);
      const seconds = (performance.now() - begun) / 1000;
      await fetcher.after?.();
      const used = cpu === undefined ? {} : { [CPU]: cpu() - before };
      await run('diff', ['-r', source, target]);
      return { [RATE]: files / seconds, ...used };
    },
  };
}

function folderIn(work: string): Disposable & { readonly path: string } {
  const path = join(work, 'target');
  mkdirSync(path);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}

/** The first place is the main case. */
function ratiosOf(
  rates: readonly Result[],
  places: readonly Place[],
  fetchers: readonly Fetcher[],
  files: number,
): Record<string, Record<string, number>> {
  const rate = (name: string): number => rates.find(({ subject }) => subject === name)?.value ?? Number.NaN;
  const others = fetchers.filter(({ name }) => name !== 'ayni');
  return Object.fromEntries(
    places.map((place) => [
      `${files} files, ${place.name}`,
      Object.fromEntries(
        others.map(({ name }) => [name, rate(`ayni, ${place.name}`) / rate(`${name}, ${place.name}`)]),
      ),
    ]),
  );
}
