import assert from 'node:assert/strict';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { bytesOf, downloader, seeder, StandInTracker, until } from '../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../test/adversarial/download-sources.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';

/** A file that is slowly on its way, and the job that fetches it. */
async function slowFile(t: TestContext) {
  const tracker = new StandInTracker();
  const bytes = bytesOf(40 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'content', content: source.content, size: bytes.length, name: 'film' } as const;
  const { id } = await service.add({ target });
  await until(service, id, ({ bytesDone }) => bytesDone > PIECE_SIZE);
  const state = () => service.jobs().find((job) => job.id === id)?.state;
  return { service, folder, source, target, id, state };
}

const isConflict = (error: unknown): boolean => AyniError.is(error, 'conflict');

test('what is being cancelled cannot be resumed, paused or chosen from any more', { timeout: 60_000 }, async (t) => {
  const { service, folder, id, state } = await slowFile(t);
  const cancelling = service.cancel(id);
  const refused = ['resume', 'pause'] as const;
  await Promise.all(refused.map((what) => assert.rejects(service[what](id), isConflict)));
  assert.throws(() => service.choose(id, [0], 'first'), isConflict);
  await Promise.all([cancelling, service.cancel(id)]);
  assert.equal(state(), 'cancelled');
  assert.deepEqual(await readdir(folder), []);
});

test('the same download, begun while the first is being cancelled, is another one', { timeout: 60_000 }, async (t) => {
  const { service, folder, source, target, id, state } = await slowFile(t);
  const cancelling = service.cancel(id);
  const [again, twice] = await Promise.all([service.add({ target }), service.add({ target })]);
  await cancelling;
  assert.notEqual(again.id, id);
  assert.equal(again.id, twice.id, 'but one only');
  source.behave({});
  assert.equal((await service.wait(again.id)).destination, join(folder, 'film'));
  assert.equal(state(), 'cancelled');
  assert.deepEqual(await readdir(folder), ['film']);
});

test('a failed job that is cancelled while it is resumed does not run', { timeout: 60_000 }, async (t) => {
  const { service, folder, id, state } = await slowFile(t);
  await rm(join(folder, '.film.ayni-part'));
  assert.equal((await service.wait(id)).state, 'failed');
  const resuming = assert.rejects(service.resume(id), isConflict);
  await service.cancel(id);
  await resuming;
  assert.equal(state(), 'cancelled');
  assert.deepEqual(await readdir(folder), []);
});

test(
  'a failed job that is cancelled takes nothing from the one that fetches the same',
  { timeout: 60_000 },
  async (t) => {
    const { service, folder, source, target, id } = await slowFile(t);
    await rm(join(folder, '.film.ayni-part'));
    assert.equal((await service.wait(id)).state, 'failed');
    const again = await service.add({ target });
    await until(service, again.id, ({ bytesDone }) => bytesDone > PIECE_SIZE);
    await assert.rejects(service.resume(id), isConflict);
    await service.cancel(id);
    assert.deepEqual(await readdir(folder), ['.film (2).ayni-part']);
    source.behave({});
    const done = await service.wait(again.id);
    assert.deepEqual([done.state, done.destination, done.renamed], ['done', join(folder, 'film'), []]);
    assert.deepEqual(await readdir(folder), ['film']);
  },
);

for (const there of [false, true]) {
  const kind = there ? 'a folder that is there' : 'a new folder';
  test(`nor does one that fills ${kind}`, { timeout: 60_000 }, async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    await source.add('p/small', bytesOf(1000));
    await source.add('p/big', bytesOf(60 * PIECE_SIZE, 99));
    const { service, folder } = await downloader(t, tracker);
    if (there) await mkdir(join(folder, 'p'), { recursive: true });
    service.setRates({ all: 2_000_000 });
    const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
    const first = await service.add({ target });
    await until(service, first.id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
    await rm(join(folder, there ? 'p/.big.ayni-part' : '.p.ayni-part/big'));
    assert.equal((await service.wait(first.id)).state, 'failed');
    const again = await service.add({ target });
    await until(service, again.id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
    await assert.rejects(service.resume(first.id), isConflict);
    await service.cancel(first.id);
    service.setRates({});
    const done = await service.wait(again.id);
    assert.deepEqual([done.state, done.destination, done.renamed], ['done', join(folder, 'p'), []]);
    assert.deepEqual(await readdir(folder), ['p']);
    assert.deepEqual((await readdir(join(folder, 'p'))).toSorted(), ['big', 'small']);
  });
}
