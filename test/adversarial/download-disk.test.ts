import assert from 'node:assert/strict';
import { readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { remount, smallDisk } from '../support/small-disk.ts';
import { bytesOf, downloader, seeder, StandInTracker, until } from './download-network.ts';
import { oddSource } from './download-sources.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test(
  'says at once that a file does not fit, and goes on by itself when there is room',
  { timeout: 60_000 },
  async (t) => {
    const disk = await smallDisk(t, '12m');
    if (disk === undefined) return;
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    const bytes = bytesOf(32 * PIECE_SIZE);
    const content = await source.add('film', bytes);
    await writeFile(join(disk, 'old'), bytesOf(8 * 1024 * 1024));
    const { service } = await downloader(t, tracker, { folder: disk });
    const job = await service.add({ target: { kind: 'content', content, size: bytes.length, name: 'film' } });
    const blocked = await until(service, job.id, ({ state }) => state === 'blocked');
    assert.equal(blocked.reason?.code, 'disk-full');
    assert.ok(
      blocked.reason?.message.includes(disk) && blocked.reason.message.includes('8.4 MB'),
      blocked.reason?.message,
    );
    await rm(join(disk, 'old'));
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    assert.deepEqual(new Uint8Array(await readFile(join(disk, 'film'))), bytes);
  },
);

test('a disk that fills up meanwhile pauses the job, and nothing verified is lost', { timeout: 60_000 }, async (t) => {
  const disk = await smallDisk(t, '12m');
  if (disk === undefined) return;
  const tracker = new StandInTracker();
  const bytes = bytesOf(32 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const { service } = await downloader(t, tracker, { folder: disk });
  const job = await service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'film' },
  });
  await until(service, job.id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
  // Whatever is left, and more: the write ends with ENOSPC.
  await writeFile(join(disk, 'old'), bytesOf(11 * 1024 * 1024)).catch(() => {});
  const blocked = await until(service, job.id, ({ state }) => state === 'blocked');
  assert.ok(blocked.bytesDone > 4 * PIECE_SIZE && blocked.bytesDone < bytes.length);
  source.behave({});
  await rm(join(disk, 'old'));
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(disk, 'film'))), bytes);
  assert.deepEqual(await readdir(disk), ['film']);
});

test('a disk that fills up with small files does so too', { timeout: 60_000 }, async (t) => {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return;
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  // A page of memory each on this disk, much more than their sizes tell.
  for (let i = 0; i < 1500; i++) await source.add(`p/${i}`, bytesOf(100, i));
  const { service } = await downloader(t, tracker, { folder: disk });
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  await until(service, job.id, ({ state }) => state === 'blocked');
  remount(disk, 'size=40m');
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason, done.filesDone], ['done', undefined, 1500]);
  assert.equal((await readdir(join(disk, 'p'))).length, 1500);
});

test('a read-only destination is a clear failure', { timeout: 60_000 }, async (t) => {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return;
  remount(disk, 'ro');
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const content = await source.add('film', bytesOf(1000));
  const { service } = await downloader(t, tracker, { folder: disk });
  const job = await service.add({ target: { kind: 'content', content, size: 1000, name: 'film' } });
  const failed = await service.wait(job.id);
  assert.deepEqual([failed.state, failed.reason?.code], ['failed', 'no-permission']);
  assert.match(failed.reason?.message ?? '', /read-only/);
  remount(disk, 'rw');
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
});

/** A slow download under way, and a full disk with its state: what is fetched goes elsewhere. */
async function withFullState(t: TestContext) {
  const disk = await smallDisk(t, '8m');
  if (disk === undefined) return undefined;
  const tracker = new StandInTracker();
  const bytes = bytesOf(32 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const peer = await downloader(t, tracker, { base: disk, folder: await temporaryFolder(t) });
  const target = { kind: 'content', content: source.content, size: bytes.length, name: 'film' } as const;
  const { id } = await peer.service.add({ target });
  await until(peer.service, id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
  const { bavail, bsize } = await statfs(disk);
  const ballast = join(disk, 'ballast');
  await writeFile(ballast, Buffer.alloc(bavail * bsize));
  return { peer, source, id, bytes, makeRoom: () => rm(ballast) };
}

test('a full disk with the state blocks a job, which goes on when there is room', { timeout: 60_000 }, async (t) => {
  const full = await withFullState(t);
  if (full === undefined) return;
  const { peer, source, id, bytes, makeRoom } = full;
  const { service, folder } = peer;
  source.behave({});
  const blocked = await until(service, id, ({ state }) => state === 'blocked');
  assert.equal(blocked.reason?.code, 'disk-full');
  assert.match(blocked.reason.message, /state folder/);
  await makeRoom();
  const done = await service.wait(id);
  assert.deepEqual([done.state, done.reason, done.filesDone], ['done', undefined, 1]);
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'film'))), bytes);
  assert.deepEqual(await readdir(folder), ['film']);
});

test('a job is paused with a full disk, too, and that is written down later', { timeout: 60_000 }, async (t) => {
  const full = await withFullState(t);
  if (full === undefined) return;
  const { peer, id, makeRoom } = full;
  await peer.service.pause(id);
  assert.equal(peer.service.jobs()[0]?.state, 'paused');
  await makeRoom();
  await peer.restart();
  assert.equal(peer.service.jobs()[0]?.state, 'paused');
});

test('a job is cancelled with a full disk, too, and leaves nothing', { timeout: 60_000 }, async (t) => {
  const full = await withFullState(t);
  if (full === undefined) return;
  const { peer, id, makeRoom } = full;
  await peer.service.cancel(id);
  assert.equal(peer.service.jobs()[0]?.state, 'cancelled');
  assert.deepEqual(await readdir(peer.folder), []);
  await makeRoom();
  await peer.restart();
  assert.equal(peer.service.jobs()[0]?.state, 'cancelled');
});
