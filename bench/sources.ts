import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { CONTROL_ROUTES, NETWORK_ROUTES } from '../src/wire/control/routes.ts';
import { contentNamed, startReceiver, startSeeder, type AyniDaemon } from './support/ayni-pair.ts';
import { WorkFolder, writeRandomFile } from './support/files.ts';
import { Programs, run, until } from './support/programs.ts';
import { resultOf, type Bench } from './support/report.ts';
import { alternate, type Subject } from './support/rounds.ts';
import { ownVersion } from './support/own-version.ts';
import { TouchedPages } from './support/touched-pages.ts';

const MB = 1e6;
const NAME = 'benchmark-source.bin';
const COUNTS = [1, 2, 4] as const;
/** When one source of two is killed, of the file. */
const KILLED_AT = 1 / 3;

/** A network of its own: so many peers that share the same file, and one that fetches it. */
interface Network {
  readonly receiver: AyniDaemon;
  /** Those that are no tracker; started again where they were killed. */
  readonly helpers: { running: AyniDaemon; readonly start: () => Promise<AyniDaemon> }[];
}

/**
 * One file over loopback from one, two and four sources whose links are not shaped, which share the machine's cores with
 * the receiver; and from two of which one is killed when a third has come. The clock is that of `transfer`.
 */
export const bench: Bench = async (options) => {
  const size = options.quick ? 512 * 2 ** 20 : 2 * 2 ** 30;
  using folder = new WorkFolder();
  await using programs = new Programs();
  const work = folder.path;
  const source = join(work, 'source', NAME);
  mkdirSync(join(work, 'source'));
  options.say(`writing ${size / 2 ** 20} MiB to ${source}`);
  writeRandomFile(source, size);

  const networks = new Map<number, Network>();
  for (const count of COUNTS)
    networks.set(count, await startNetwork(programs, count, source, join(work, `of-${count}`)));
  const fetching = (count: number, kill: boolean): Subject => ({
    name: nameOf(count, kill),
    measure: async (round) => {
      const network = networks.get(count);
      if (network === undefined) throw new Error('no such network');
      const seconds = await fetchOnce(network, source, join(work, `out-${count}-${kill}-${round}`), kill);
      return { 'MB/s': size / MB / seconds, seconds };
    },
  });
  const subjects = [...COUNTS.map((count) => fetching(count, false)), fetching(2, true)];
  const figures = await alternate(subjects, options);
  const of = (name: string, figure: string): number[] => figures.get(name)?.get(figure) ?? [];
  const rates = subjects.map(({ name }) => resultOf(name, 'MB/s', of(name, 'MB/s')));
  const seconds = subjects.map(({ name }) => resultOf(`${name}, time`, 's', of(name, 'seconds')));
  const rate = (count: number): number =>
    rates.find(({ subject }) => subject === nameOf(count, false))?.value ?? Number.NaN;
  const version = ownVersion();
  return {
    bench: 'sources',
    versions: { ayni: version, node: process.versions.node },
    results: [...rates, ...seconds],
    ratios: { 'one source': rate(2) / rate(1) },
    ratios_by_case: {
      'two sources': { 'one source': rate(2) / rate(1) },
      'four sources': { 'one source': rate(4) / rate(1) },
    },
  };
};

function nameOf(count: number, kill: boolean): string {
  const sources = count === 1 ? 'one source' : `${count} sources`;
  return kill ? `${sources}, one killed` : sources;
}

async function startNetwork(programs: Programs, count: number, source: string, work: string): Promise<Network> {
  mkdirSync(work);
  const share = join(source, '..');
  const seeder = await startSeeder(programs, share, work);
  const helpers: Network['helpers'] = [];
  for (let number = 1; number < count; number++) {
    const start = () => startReceiver(programs, seeder.link, join(work, `source-${number}`), { sync: false, share });
    helpers.push({ running: await start(), start });
  }
  const receiver = await startReceiver(programs, seeder.link, join(work, 'receiver'), { sync: false });
  const network = { receiver, helpers };
  await untilSources(network, count);
  return network;
}

async function untilSources({ receiver }: Network, count: number): Promise<void> {
  const { content } = await contentNamed(receiver, NAME.slice(0, -4));
  await until(
    `there are ${count} sources`,
    async () => {
      const located = await receiver.control.call(NETWORK_ROUTES.locate, { contents: [content] });
      return located[content]?.length === count ? true : undefined;
    },
    { ms: 120_000, every: 200 },
  );
}

/** @returns seconds */
async function fetchOnce(network: Network, source: string, folder: string, kill: boolean): Promise<number> {
  const { receiver, helpers } = network;
  mkdirSync(folder);
  const { content, size } = await contentNamed(receiver, NAME.slice(0, -4));
  using pages = new TouchedPages(folder);
  const destination = join(folder, NAME);
  const progress = async () =>
    (await receiver.control.call(CONTROL_ROUTES.downloads, {})).find(({ id }) => id === job.id);
  pages.freeAsTaken();
  const begun = performance.now();
  const target = { kind: 'content', content, size, name: NAME } as const;
  const job = await receiver.control.call(CONTROL_ROUTES.addDownload, { target, folder, seed: false });
  const [helper] = helpers;
  if (kill && helper !== undefined) {
    await until('a third has come', async () =>
      ((await progress())?.bytesDone ?? 0) > KILLED_AT * size ? true : undefined,
    );
    helper.running.running.child.kill('SIGKILL');
  }
  await until('it is fetched', () => (existsSync(destination) ? true : undefined), { ms: 120_000, every: 2 });
  const seconds = (performance.now() - begun) / 1000;
  await until('the job has ended', async () => ((await progress())?.state === 'done' ? true : undefined));
  await run('cmp', [source, destination]);
  rmSync(folder, { recursive: true });
  if (kill && helper !== undefined) {
    helper.running = await helper.start();
    await untilSources(network, helpers.length + 1);
  }
  return seconds;
}
