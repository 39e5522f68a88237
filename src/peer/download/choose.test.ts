import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import {
  bytesOf,
  downloader,
  seeder,
  StandInTracker,
  treeOf,
  until,
  type Downloader,
} from '../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../test/adversarial/download-sources.ts';
import { AyniError } from '../../core/errors.ts';
import type { JobFile } from './detail.ts';

const MiB = 1024 * 1024;

/** A tree of large files, slowly on its way. */
async function slowTree(t: TestContext, files: readonly string[]) {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const [at, name] of files.entries()) await source.add(`p/${name}.bin`, bytesOf(4 * MiB, at + 1));
  const peer = await downloader(t, tracker);
  peer.service.setRates({ all: 2 * MiB });
  const { id } = await peer.service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  await until(peer.service, id, ({ bytesDone }) => bytesDone > MiB / 2);
  const file = (name: string): JobFile => {
    const found = peer.service.detail(id).files.find(({ path }) => path === `${name}.bin`);
    assert.ok(found);
    return found;
  };
  const job = () => peer.service.jobs().find((one) => one.id === id);
  return { peer, id, file, job, source };
}

async function names({ folder }: Downloader): Promise<string[]> {
  return Object.keys(await treeOf(folder)).toSorted();
}

test('a file that is skipped while it arrives stops, and counts for nothing', { timeout: 60_000 }, async (t) => {
  const { peer, id, file, job } = await slowTree(t, ['a', 'b']);
  const { service } = peer;
  assert.deepEqual([job()?.filesTotal, job()?.bytesTotal], [2, 8 * MiB]);
  await until(service, id, () => file('a').bytesDone > 0);
  service.choose(id, [file('a').number], 'skip');
  assert.deepEqual([job()?.filesTotal, job()?.bytesTotal], [1, 4 * MiB]);
  assert.deepEqual([file('a').state, file('a').wish, file('a').bytesDone], ['skipped', 'skip', 0]);
  service.setRates({});
  const done = await service.wait(id);
  assert.deepEqual([done.state, done.reason, done.filesDone, done.bytesDone], ['done', undefined, 1, 4 * MiB]);
  assert.deepEqual(await names(peer), ['p', 'p/b.bin'], 'nothing is left of what was skipped');
});

test('what is no longer skipped is fetched, from where it was', { timeout: 60_000 }, async (t) => {
  const { peer, id, file } = await slowTree(t, ['a', 'b']);
  const { service } = peer;
  await until(service, id, () => file('a').bytesDone > 0);
  service.choose(id, [file('a').number], 'skip');
  await until(service, id, () => file('b').bytesDone > MiB);
  service.choose(id, [file('a').number], 'normal');
  service.setRates({});
  const done = await service.wait(id);
  assert.deepEqual([done.state, done.filesDone, done.filesTotal, done.bytesDone], ['done', 2, 2, 8 * MiB]);
  assert.ok(done.bytesReceived < 10 * MiB, `${done.bytesReceived} bytes: what had come is not fetched again`);
  for (const [at, name] of ['a', 'b'].entries()) {
    assert.ok((await readFile(join(peer.folder, 'p', `${name}.bin`))).equals(bytesOf(4 * MiB, at + 1)));
  }
});

test('what is wanted first comes before all others, also before those that run', { timeout: 60_000 }, async (t) => {
  const { peer, id, file } = await slowTree(t, ['a', 'b', 'c', 'd', 'e', 'f']);
  const { service } = peer;
  assert.equal(file('f').state, 'waiting');
  service.choose(id, [file('f').number], 'first');
  assert.equal(service.detail(id).files[0]?.path, 'f.bin');
  service.setRates({ all: 4 * MiB });
  await until(service, id, () => file('f').state === 'done');
  assert.deepEqual(
    ['a', 'b', 'c', 'd', 'e'].filter((name) => file(name).state === 'done'),
    [],
  );
  service.setRates({});
  assert.equal((await service.wait(id)).filesDone, 6);
});

test('a job ends with what it has where all that is left is skipped', { timeout: 60_000 }, async (t) => {
  const { peer, id, file, source } = await slowTree(t, ['a', 'b']);
  const { service } = peer;
  service.choose(id, [file('a').number], 'first');
  await until(service, id, () => file('a').state === 'done');
  await source.stop();
  await until(service, id, ({ state }) => state === 'waiting');
  service.choose(id, [file('a').number, file('b').number], 'skip');
  const done = await service.wait(id);
  assert.deepEqual([done.state, done.filesDone, done.filesTotal], ['done', 1, 1]);
  assert.deepEqual(await names(peer), ['p', 'p/a.bin']);
});

test('what was chosen is remembered over a restart, also of a job that pauses', { timeout: 60_000 }, async (t) => {
  const { peer, id, file, job } = await slowTree(t, ['a', 'b', 'c']);
  await peer.service.pause(id);
  peer.service.choose(id, [file('a').number], 'skip');
  peer.service.choose(id, [file('c').number], 'first');
  await peer.restart();
  assert.deepEqual([file('a').wish, file('b').wish, file('c').wish], ['skip', 'normal', 'first']);
  assert.equal(job()?.filesTotal, 2);
  await peer.service.resume(id);
  assert.equal((await peer.service.wait(id)).filesDone, 2);
  assert.deepEqual(await names(peer), ['p', 'p/b.bin', 'p/c.bin']);
});

test('patterns and choices go together: what no pattern let in has no number', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const name of ['a.txt', 'b.txt', 'c.jpg', 'd.txt'])
    await source.add(`p/${name}`, bytesOf(3 * MiB, name.charCodeAt(0)));
  const peer = await downloader(t, tracker);
  const { service } = peer;
  service.setRates({ all: MiB });
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
  const { id } = await service.add({ target, wishes: { skip: ['*.jpg'], first: ['d.txt'] } });
  await until(service, id, ({ bytesDone }) => bytesDone > 0);
  assert.deepEqual(
    service.detail(id).files.map(({ path }) => path),
    ['d.txt', 'a.txt', 'b.txt'],
  );
  const number = service.detail(id).files.find(({ path }) => path === 'a.txt')?.number ?? -1;
  service.choose(id, [number], 'skip');
  service.setRates({});
  await service.wait(id);
  assert.deepEqual(await names(peer), ['p', 'p/b.txt', 'p/d.txt']);
});

test(
  'refuses numbers that are no file, jobs that ended, and a download without its only file',
  { timeout: 60_000 },
  async (t) => {
    const { peer, id, file, job, source } = await slowTree(t, ['a']);
    const { service } = peer;
    const refused = (code: 'not-found' | 'conflict') => (error: unknown) => AyniError.is(error, code);
    assert.throws(() => service.choose('nope', [0], 'skip'), refused('not-found'));
    assert.throws(() => service.choose(id, [file('a').number, 99], 'skip'), refused('not-found'));
    assert.equal(job()?.filesTotal, 1, 'nothing was changed');
    const content = await source.add('single.bin', bytesOf(5 * MiB, 9));
    const single = await service.add({ target: { kind: 'content', content, name: 'single.bin' } });
    assert.throws(() => service.choose(single.id, [0], 'skip'), refused('conflict'));
    service.setRates({});
    await service.wait(id);
    assert.throws(() => service.choose(id, [0], 'skip'), refused('conflict'));
  },
);

test('small files that are skipped on their way leave nothing behind', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (let at = 0; at < 400; at++) await source.add(`p/${at}`, bytesOf(20_000, at + 1));
  const peer = await downloader(t, tracker);
  const { service } = peer;
  service.setRates({ all: 2 * MiB });
  const { id } = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  await until(service, id, ({ filesDone }) => filesDone > 20);
  const skipped = service
    .detail(id)
    .files.filter(({ state }) => state === 'waiting')
    .slice(0, 200);
  service.choose(
    id,
    skipped.map(({ number }) => number),
    'skip',
  );
  service.setRates({});
  const done = await service.wait(id);
  assert.equal(done.filesDone, done.filesTotal);
  assert.equal(done.bytesDone, done.filesDone * 20_000);
  assert.equal((await names(peer)).length - 1, done.filesDone);
});

test('tells what of a large file is here, on its way, and who has what', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(8 * MiB);
  const source = await seeder(t, tracker);
  const content = await source.add('film', bytes);
  const holds = Array.from({ length: 16 }, (_, piece) => piece);
  await oddSource(t, tracker, bytes, { holds, tells: true, delayMs: 100 }, 'half');
  const { service } = await downloader(t, tracker);
  service.setRates({ all: 2 * MiB });
  const { id } = await service.add({ target: { kind: 'content', content, name: 'film' } });
  await until(service, id, () => {
    const { pieces } = service.detail(id);
    return pieces !== undefined && pieces.sources[0] === 2 && pieces.have.includes(1) && pieces.arriving.includes(1);
  });
  const detail = service.detail(id, 0);
  assert.equal(detail.filesTotal, 1);
  assert.deepEqual(
    detail.files.map(({ path, size, state }) => [path, size, state]),
    [['film', bytes.length, 'running']],
  );
  const { pieces } = detail;
  assert.ok(pieces);
  assert.deepEqual([pieces.file, pieces.pieces, pieces.have.length], [0, 32, 32]);
  assert.equal(pieces.sources[31], 1);
  assert.equal(pieces.have.reduce((sum, share) => sum + share, 0) * (MiB / 4), detail.files[0]?.bytesDone);
  service.setRates({});
  await service.wait(id);
  assert.deepEqual(
    service.detail(id).files.map(({ path, state }) => [path, state]),
    [['film', 'done']],
  );
});
