import { closeSync, mkdirSync, openSync, readSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { contentIdOfPieces } from '../src/core/content/content-id.ts';
import { PIECE_SIZE } from '../src/core/content/geometry.ts';
import type { ContentId } from '../src/core/ids.ts';
import { SILENT } from '../src/core/log.ts';
import { Library } from '../src/peer/library/library.ts';
import { ShareService } from '../src/peer/share/share-service.ts';
import { systemClock } from '../src/platform/clock.ts';
import { loadHasher } from '../src/platform/hash/load-hasher.ts';
import { WorkFolder, writeRandomFile } from './support/files.ts';
import { run, versionOf, which } from './support/programs.ts';
import { resultOf, type Bench, type Result } from './support/report.ts';
import { alternate, type Figures, type Subject } from './support/rounds.ts';
import { MemoryFolder, plantSmall } from './support/small-files.ts';

const { hasher } = await loadHasher();

/**
 * Scanning and hashing a share with two threads, into an index on disk: first, and again in a new process's place
 * when nothing changed. Ayni's time begins in a daemon that runs and includes starting its threads; b3sum's includes
 * starting b3sum. Files are in the page cache; the many small ones lie on tmpfs where there is one.
 */
export const bench: Bench = async (options) => {
  const size = options.quick ? 256 * 2 ** 20 : 2 * 2 ** 30;
  const files = options.quick ? 10_000 : 100_000;
  const large = `${size / 2 ** 20} MiB`;
  const small = `${files} files`;
  using work = new WorkFolder();
  using memory = new MemoryFolder();
  const folder = join(work.path, 'large');
  mkdirSync(folder);
  options.say(`writing ${large}, then ${small} of 4 KiB`);
  writeRandomFile(join(folder, 'file'), size);
  // It was not written a moment ago: such files are left to rest before they are hashed.
  utimesSync(join(folder, 'file'), 1_700_000_000, 1_700_000_000);
  plantSmall(memory.path, files);
  const id = idOf(join(folder, 'file'));

  const b3sum = which('b3sum');
  if (b3sum === undefined) options.say('b3sum is not installed here: it is left out');
  const subjects = [
    ayni(`ayni, ${large}`, { folder, work: work.path, files: 1, id }),
    ...(b3sum === undefined
      ? []
      : [timed(`b3sum, ${large}`, () => run(b3sum, ['--num-threads', '2', join(folder, 'file')]))]),
    ayni(`ayni, ${small}`, { folder: memory.path, work: work.path, files }),
    ...(b3sum === undefined ? [] : [timed(`b3sum, ${small}`, () => b3sumTree(b3sum, memory.path))]),
  ];
  const figures = await alternate(subjects, options);

  const results: Result[] = [];
  const ratios: Record<string, Record<string, number>> = {};
  for (const [name, amount, unit] of [
    [large, size / 1e9, 'GB/s'],
    [small, files, 'files/s'],
  ] as const) {
    const ours = valuesOf(figures, `ayni, ${name}`, 'first').map((seconds) => amount / seconds);
    const theirs = valuesOf(figures, `b3sum, ${name}`, 'first').map((seconds) => amount / seconds);
    const first = resultOf(`ayni, ${name}, first`, unit, ours);
    results.push(first);
    if (theirs.length > 0) {
      const other = resultOf(`b3sum, ${name}`, unit, theirs);
      results.push(other);
      ratios[`${name}, first scan`] = { b3sum: first.value / other.value };
    }
    results.push(resultOf(`ayni, ${name}, repeated`, 's', valuesOf(figures, `ayni, ${name}`, 'repeated')));
  }
  return {
    bench: 'hash',
    versions: { node: process.version, b3sum: b3sum === undefined ? 'missing' : versionOf(b3sum, '--version') },
    results,
    ratios: ratios[`${large}, first scan`] ?? {},
    ratios_by_case: ratios,
  };
};

/** Shares a folder with a new index, then once more with that index. Seconds. */
function ayni(
  name: string,
  { folder, work, files, id }: { folder: string; work: string; files: number; id?: ContentId },
): Subject {
  return {
    name,
    measure: async (round) => {
      const state = join(work, `state-${name.replaceAll(/\W+/g, '-')}-${round}`);
      mkdirSync(state);
      const first = await share(state, folder, files, id);
      const again = await share(state, folder, files, id);
      if (first.hashed === 0 || again.hashed > 0) throw new Error(`${again.hashed} files were hashed again`);
      rmSync(state, { recursive: true });
      return { first: first.seconds, repeated: again.seconds };
    },
  };
}

async function share(state: string, folder: string, files: number, id: ContentId | undefined) {
  const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT });
  const isNew = library.shares().length === 0;
  let hashed = 0;
  library.entries.hashed = counting(library.entries.hashed.bind(library.entries), (list) => (hashed += list.length));
  library.entries.settle = counting(library.entries.settle.bind(library.entries), (_file, _key) => hashed++);
  const nobody = { publish: async () => {}, unpublish: async () => {}, hold: async () => {} };
  const components = { library, tracker: nobody, hasher, clock: systemClock, log: SILENT };
  const service = new ShareService(components, { workers: 2, watch: false });
  try {
    const begun = performance.now();
    service.start();
    if (isNew) await service.add({ path: folder, name: 'bench' });
    await service.rescan('bench');
    const seconds = (performance.now() - begun) / 1000;
    const [status] = service.list();
    if (status?.files !== files) throw new Error(`${status?.files} files were found, not ${files}`);
    if (id !== undefined && library.find(id) === undefined) throw new Error('the content id is wrong');
    return { seconds, hashed };
  } finally {
    await service.stop();
    library.close();
  }
}

function counting<A extends unknown[], R>(call: (...args: A) => R, count: (...args: A) => void): (...args: A) => R {
  return (...args) => {
    count(...args);
    return call(...args);
  };
}

function timed(name: string, work: () => Promise<void>): Subject {
  return {
    name,
    measure: async () => {
      const begun = performance.now();
      await work();
      return { first: (performance.now() - begun) / 1000 };
    },
  };
}

async function b3sumTree(b3sum: string, folder: string): Promise<void> {
  await run('sh', ['-c', 'find "$1" -type f -print0 | xargs -0 "$0" --num-threads 2', b3sum, folder]);
}

function valuesOf(figures: Figures, subject: string, figure: string): readonly number[] {
  return figures.get(subject)?.get(figure) ?? [];
}

/** Computed here, piece by piece: what the threads must come to. */
function idOf(path: string): ContentId {
  const file = openSync(path, 'r');
  const buffer = Buffer.alloc(PIECE_SIZE);
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    pieces.push(hasher.hash(buffer.subarray(0, read)));
    size += read;
  }
  closeSync(file);
  return contentIdOfPieces(hasher, size, Buffer.concat(pieces));
}
