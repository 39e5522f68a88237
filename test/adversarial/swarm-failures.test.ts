import assert from 'node:assert/strict';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { readOnly, smallDisk } from '../support/small-disk.ts';
import { bytesOf, downloader, idOf, StandInTracker, until } from './download-network.ts';
import { oddSource } from './download-sources.ts';

const bytes = bytesOf(40 * PIECE_SIZE);
const SLOWLY = { delayMs: 20 };
const WAIT = { timeout: 60_000 };

test('waits when the tracker lists dead peers only, and goes on by itself when one lives', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const dead = [];
  for (let peer = 0; peer < 8; peer++) dead.push(await oddSource(t, tracker, bytes, {}, `dead ${peer}`));
  for (const source of dead) await source.close();
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: idOf(bytes), size: bytes.length, name: 'x' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  const { code = '' } = waiting.reason ?? {};
  assert.ok(['unreachable', 'no-sources'].includes(code), code);
  await oddSource(t, tracker, bytes, {}, 'good');
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
});

test('ends without the tracker once it knows its sources, though one of them dies', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const dying = await oddSource(t, tracker, bytes, SLOWLY, 'dying');
  const living = await oddSource(t, tracker, bytes, SLOWLY, 'living');
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({
    target: { kind: 'content', content: living.content, size: bytes.length, name: 'x' },
  });
  await until(service, job.id, ({ bytesDone }) => bytesDone > 0);
  tracker.away = true;
  await dying.close();
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
});

test('says that the tracker is away, and begins when it is back', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const source = await oddSource(t, tracker, bytes);
  tracker.away = true;
  const { service } = await downloader(t, tracker);
  const job = await service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'unreachable');
  tracker.away = false;
  assert.equal((await service.wait(job.id)).state, 'done');
});

test('says that its folder is gone, and begins again when asked to', WAIT, async (t) => {
  const tracker = new StandInTracker();
  const one = await oddSource(t, tracker, bytes, SLOWLY, 'one');
  const two = await oddSource(t, tracker, bytes, SLOWLY, 'two');
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: one.content, size: bytes.length, name: 'x' } });
  await until(service, job.id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
  await rm(folder, { recursive: true });
  const failed = await service.wait(job.id);
  assert.equal(failed.state, 'failed');
  assert.match(failed.reason?.message ?? '', /^[^\n]*is gone[^\n]*$/);
  for (const source of [one, two]) source.behave({});
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  assert.deepEqual(await readdir(folder), ['x']);
});

test('says that its folder became read-only, and loses nothing of what was verified', WAIT, async (t) => {
  const disk = await smallDisk(t, '32m');
  if (disk === undefined) return;
  const tracker = new StandInTracker();
  const one = await oddSource(t, tracker, bytes, SLOWLY, 'one');
  await oddSource(t, tracker, bytes, SLOWLY, 'two');
  const { service } = await downloader(t, tracker, { folder: disk });
  const job = await service.add({ target: { kind: 'content', content: one.content, size: bytes.length, name: 'x' } });
  await until(service, job.id, ({ bytesDone }) => bytesDone > 4 * PIECE_SIZE);
  const writable = readOnly(disk);
  t.after(writable);
  const failed = await service.wait(job.id);
  assert.deepEqual([failed.state, failed.reason?.code], ['failed', 'no-permission']);
  assert.match(failed.reason?.message ?? '', /^[^\n]*read-only[^\n]*$/);
  writable();
  await service.resume(job.id);
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(disk, 'x'))), bytes);
  assert.ok(done.bytesReceived < bytes.length + 8 * PIECE_SIZE, 'only what was in flight is fetched twice');
});
