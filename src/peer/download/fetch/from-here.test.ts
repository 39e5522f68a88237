import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, rm, stat, statfs, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  bytesOf,
  downloader,
  hashesOf,
  idOf,
  seeder,
  StandInTracker,
  until,
  type Downloader,
} from '../../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../../test/adversarial/download-sources.ts';
import { cloneDisk } from '../../../../test/support/clone-disk.ts';
import { remount, smallDisk } from '../../../../test/support/small-disk.ts';
import { EVERYONE, type Audience } from '../../../core/access/audience.ts';
import { PIECE_SIZE } from '../../../core/content/geometry.ts';

const MiB = 1024 * 1024;

/** Puts a file on the downloader's machine that its index knows. */
async function have(
  to: Downloader,
  name: string,
  bytes: Uint8Array,
  audience: Audience = EVERYONE,
  here = join(to.state, 'here'),
): Promise<string> {
  await mkdir(here, { recursive: true });
  const path = join(here, name);
  await writeFile(path, bytes, { mode: 0o600 });
  const { mtimeNs, ino: inode } = await stat(path, { bigint: true });
  const file = { content: idOf(bytes), size: bytes.length, path, mtimeNs, inode, audience, executable: false };
  to.library.addFetched({ ...file, pieceHashes: hashesOf(bytes) });
  return path;
}

test('copies what is on this machine already, small and large, and tells so', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const [small, large, other] = [bytesOf(1000, 2), bytesOf(5 * MiB + 7, 3), bytesOf(3000, 4)];
  await source.add('p/tool', small, { executable: true });
  await source.add('p/film', large);
  await source.add('p/other', other);
  const to = await downloader(t, tracker);
  await have(to, 'a', small);
  await have(to, 'b', large);
  const job = await to.service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const done = await to.service.wait(job.id);
  assert.deepEqual([done.state, done.bytesCopied, done.bytesReceived], ['done', small.length + large.length, 3000]);
  assert.equal(done.bytesDone, small.length + large.length + other.length);
  const at = (name: string) => join(to.folder, 'p', name);
  assert.deepEqual(new Uint8Array(await readFile(at('tool'))), small);
  assert.deepEqual(new Uint8Array(await readFile(at('film'))), large);
  const plain = await stat(at('other'));
  for (const [name, mode] of [
    ['tool', plain.mode | 0o100],
    ['film', plain.mode],
  ] as const) {
    const made = await stat(at(name));
    assert.equal(made.mode & 0o700, mode & 0o700, `${name}: not the mode of what it was copied from`);
    assert.equal(made.mode & 0o044, plain.mode & 0o044);
    assert.equal(Math.round(made.mtimeMs), 1_600_000_000_123);
  }
  assert.deepEqual((await readdir(join(to.folder, 'p'))).toSorted(), ['film', 'other', 'tool']);
  const { service } = { service: await to.restart() };
  assert.equal(service.jobs()[0]?.bytesCopied, small.length + large.length, 'it is remembered');
});

test('clones where the file system can', { timeout: 60_000 }, async (t) => {
  const disk = await cloneDisk(t);
  if (disk === undefined) return;
  const tracker = new StandInTracker();
  const to = await downloader(t, tracker, { folder: join(disk, 'downloads') });
  const bytes = bytesOf(64 * MiB);
  const path = await have(to, 'a', bytes, EVERYONE, disk);
  spawnSync('sync', ['-f', disk]);
  const before = await statfs(disk);
  const job = await to.service.add({
    target: { kind: 'content', content: idOf(bytes), size: bytes.length, name: 'x' },
  });
  const done = await to.service.wait(job.id);
  assert.deepEqual([done.state, done.bytesReceived, done.bytesCopied], ['done', 0, bytes.length]);
  assert.ok((await readFile(join(to.folder, 'x'))).equals(await readFile(path)));
  const after = await statfs(disk);
  assert.ok((before.bfree - after.bfree) * after.bsize < bytes.length / 2, 'the two share their blocks');
  assert.notEqual((await stat(path)).ino, (await stat(join(to.folder, 'x'))).ino);
});

test('nobody has to be there for what is here', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  tracker.away = true;
  const to = await downloader(t, tracker);
  const bytes = bytesOf(2 * MiB);
  await have(to, 'a', bytes);
  tracker.away = false;
  const job = await to.service.add({
    target: { kind: 'content', content: idOf(bytes), size: bytes.length, name: 'x' },
  });
  const done = await to.service.wait(job.id);
  assert.deepEqual([done.state, done.bytesReceived, done.bytesCopied], ['done', 0, bytes.length]);
});

test('a copy admits whom the file it was made from admits', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const to = await downloader(t, tracker);
  const audience: Audience = { kind: 'restricted', groups: ['board'], peers: [] };
  for (const [name, size] of [
    ['small', 1000],
    ['large', 2 * MiB],
  ] as const) {
    const bytes = bytesOf(size, 9);
    const content = await source.add(name, bytes);
    await have(to, name, bytes, audience);
    const job = await to.service.add({ target: { kind: 'tree', peer: source.identity.peer, path: `share/${name}` } });
    assert.equal((await to.service.wait(job.id)).bytesCopied, size);
    const found = to.library.find(content);
    assert.equal(found?.copies.length, 2);
    assert.deepEqual(found.audiences, [audience], 'somebody’s share for everyone opens nothing of ours');
  }
});

test('what vanished or changed is fetched', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const to = await downloader(t, tracker);
  for (const size of [1000, 2 * MiB]) {
    const [gone, changed] = [bytesOf(size, 11), bytesOf(size, 12)];
    for (const [name, bytes] of [
      [`gone ${size}`, gone],
      [`changed ${size}`, changed],
    ] as const) {
      const content = await source.add(name, bytes);
      const path = await have(to, name, bytes);
      if (bytes === gone) await rm(path);
      else await writeFile(path, bytesOf(size, 13));
      const job = await to.service.add({ target: { kind: 'content', content, size, name } });
      const done = await to.service.wait(job.id);
      assert.deepEqual([done.state, done.bytesCopied, done.bytesReceived], ['done', 0, size], name);
      assert.deepEqual(new Uint8Array(await readFile(join(to.folder, name))), bytes);
    }
  }
});

test('of a file that changed without its time what is right is taken, and no more', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const to = await downloader(t, tracker);
  for (const size of [1000, 8 * PIECE_SIZE]) {
    const bytes = bytesOf(size, 21);
    const content = await source.add(`f ${size}`, bytes);
    const path = await have(to, 'f', bytes);
    const { mtime } = await stat(path);
    await utimes(path, mtime, mtime);
    const { mtimeNs, ino: inode } = await stat(path, { bigint: true });
    const file = { content, size, path, mtimeNs, inode, audience: EVERYONE, executable: false };
    to.library.addFetched({ ...file, pieceHashes: hashesOf(bytes) });
    const other = bytes.slice();
    other[size - 1] = (other[size - 1] ?? 0) ^ 1;
    await writeFile(path, other);
    await utimes(path, mtime, mtime);
    const job = await to.service.add({ target: { kind: 'content', content, size, name: `f ${size}` } });
    const done = await to.service.wait(job.id);
    const last = Math.min(size, PIECE_SIZE);
    assert.deepEqual([done.state, done.bytesReceived, done.bytesCopied], ['done', last, size - last]);
    assert.deepEqual(new Uint8Array(await readFile(join(to.folder, `f ${size}`))), bytes);
    assert.ok(!to.library.find(content)?.copies.some((copy) => copy.path === path), 'it is not served on');
  }
});

test('what was begun over the network is filled up from here', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(32 * PIECE_SIZE, 31);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const to = await downloader(t, tracker);
  const target = { kind: 'content', content: source.content, size: bytes.length, name: 'film' } as const;
  const job = await to.service.add({ target });
  await until(to.service, job.id, ({ bytesDone }) => bytesDone > 2 * PIECE_SIZE);
  await to.service.pause(job.id);
  source.behave({ silent: true });
  await have(to, 'found', bytes);
  await to.service.resume(job.id);
  const done = await to.service.wait(job.id);
  assert.equal(done.state, 'done');
  assert.ok(done.bytesCopied > 0 && done.bytesReceived > 0);
  assert.ok(done.bytesCopied + done.bytesReceived >= bytes.length);
  assert.deepEqual(new Uint8Array(await readFile(join(to.folder, 'film'))), bytes);
  assert.deepEqual(await readdir(to.folder), ['film']);
});

test('a disk that fills up with copies blocks the job, and it goes on', { timeout: 60_000 }, async (t) => {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return;
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const to = await downloader(t, tracker, { folder: disk });
  for (let i = 0; i < 1500; i++) {
    const bytes = bytesOf(100, i);
    await source.add(`p/${i}`, bytes);
    await have(to, String(i), bytes);
  }
  const job = await to.service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const blocked = await until(to.service, job.id, ({ state }) => state === 'blocked');
  assert.equal(blocked.reason?.code, 'disk-full');
  remount(disk, 'size=40m');
  const done = await to.service.wait(job.id);
  assert.deepEqual([done.state, done.filesDone, done.bytesReceived], ['done', 1500, 0]);
  assert.equal((await readdir(join(disk, 'p'))).length, 1500);
});
