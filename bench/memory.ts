import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { parseContentId } from '../src/core/ids.ts';
import { CONTROL_ROUTES } from '../src/wire/control/routes.ts';
import { startReceiver, startSeeder } from './support/ayni-pair.ts';
import { canMount, FreshDisk } from './support/fresh-disk.ts';
import { WorkFolder } from './support/files.ts';
import { peakMemory } from './support/process-figures.ts';
import { Programs, until } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench } from './support/report.ts';
import { ownVersion } from './support/own-version.ts';

const SOURCES = 50;
const SIZE = 100e9;
/** Sources count as used when they brought something lately. */
const MOST_OF_THEM = 45;

/**
 * What a peer takes that fetches a file of 100 GB from fifty sources at once: for half a minute, onto a disk that is
 * large enough because its image is sparse. The sources serve zeros, each at 64 Mbit/s.
 */
export const bench: Bench = async (options) => {
  using folder = new WorkFolder();
  await using programs = new Programs();
  const work = folder.path;
  if (!canMount(work)) throw new CannotMeasure('An image file cannot be mounted here: there is no disk for 100 GB.');
  using disk = new FreshDisk(work, { bytes: 150e9, bytesPerInode: 2 ** 20 });
  mkdirSync(join(work, 'shared'));
  writeFileSync(join(work, 'shared', 'note.txt'), 'nothing\n');
  const seeder = await startSeeder(programs, join(work, 'shared'), work);
  const receiver = await startReceiver(programs, seeder.link, join(work, 'receiver'), { sync: true });
  options.say(`starting ${SOURCES} sources`);
  const program = fileURLToPath(new URL('support/zero-sources.ts', import.meta.url));
  const sources = programs.start(process.execPath, [program, seeder.link, work, String(SOURCES), String(SIZE)], {
    stdin: true,
  });
  const content = parseContentId(await sources.line());
  const before = peakMemory(receiver.running.pid) ?? Number.NaN;
  const target = { kind: 'content', content, size: SIZE, name: 'zeros' } as const;
  const { id } = await receiver.control.call(CONTROL_ROUTES.addDownload, { target, folder: disk.path });
  const job = async () => {
    const found = (await receiver.control.call(CONTROL_ROUTES.downloads, {})).find((each) => each.id === id);
    if (found === undefined || found.state === 'failed') throw new Error(`It failed: ${JSON.stringify(found?.reason)}`);
    return found;
  };
  const used = await until(
    'most sources are asked',
    async () => {
      const { length } = (await job()).sources;
      return length >= MOST_OF_THEM ? length : undefined;
    },
    { ms: 60_000, every: 200 },
  );
  await delay(options.quick ? 5_000 : 30_000);
  const { bytesDone, bytesPerSecond } = await job();
  await receiver.control.call(CONTROL_ROUTES.cancelDownload, { id });
  const version = ownVersion();
  return {
    bench: 'memory',
    versions: { ayni: version, node: process.versions.node },
    results: [
      resultOf('receiver before, peak memory', 'MB', [before]),
      resultOf('receiver with 50 sources, peak memory', 'MB', [peakMemory(receiver.running.pid) ?? Number.NaN]),
      resultOf('sources in use', 'sources', [used]),
      resultOf('fetched', 'GB', [bytesDone / 1e9]),
      resultOf('speed', 'MB/s', [bytesPerSecond / 1e6]),
    ],
    ratios: {},
    ratios_by_case: {},
  };
};
