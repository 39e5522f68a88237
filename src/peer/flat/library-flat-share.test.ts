import assert from 'node:assert/strict';
import { appendFile, mkdir, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { hashesOf, hasher, idOf } from '../../../test/adversarial/download-network.ts';
import { RecordingTracker } from '../../../test/support/recording-tracker.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { EVERYONE, type Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import { Library } from '../library/library.ts';
import { ShareService } from '../share/share-service.ts';
import { LibraryFlatShare } from './library-flat-share.ts';

const NOBODY: Audience = { kind: 'restricted', groups: [], peers: [] };
const { signal } = new AbortController();

async function plant(path: string, text: string): Promise<void> {
  await mkdir(join(path, '..'), { recursive: true });
  await writeFile(path, text);
  await utimes(path, 1_700_000_000.5, 1_700_000_000.5);
}

async function peer(t: TestContext) {
  const [folder, state] = [await temporaryFolder(t), await temporaryFolder(t)];
  const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT }, { dialects: true });
  const tracker = new RecordingTracker();
  const components = { library, tracker, hasher, clock: systemClock, log: SILENT };
  const shares = new ShareService(components, { watch: false });
  shares.start();
  shares.announced({ revisions: tracker.revisions });
  t.after(async () => {
    await shares.stop();
    library.close();
  });
  const fetched = async (path: string, text: string, audience = EVERYONE) => {
    await plant(path, text);
    const { mtimeNs, ino } = await stat(path, { bigint: true });
    const bytes = Buffer.from(text);
    const [content, pieceHashes] = [idOf(bytes), hashesOf(bytes)];
    const file = { content, size: bytes.length, path, mtimeNs, inode: ino, audience, executable: false };
    library.addFetched({ ...file, pieceHashes });
  };
  return { folder, state, library, shares, fetched, flat: new LibraryFlatShare({ library }) };
}

async function names(flat: FlatShare): Promise<string[]> {
  return (await flat.files()).map(({ name }) => name);
}

async function textOf(flat: FlatShare, name: string): Promise<string | undefined> {
  await using file = await flat.open(name, { signal });
  if (file === undefined) return undefined;
  const buffer = Buffer.alloc(100);
  const count = await file.read(buffer, 0);
  assert.equal(count, file.size);
  assert.equal(await file.read(buffer, file.size), 0);
  return buffer.toString('latin1', 0, count);
}

test('lists what everyone may have, under names of its own, shared and fetched', async (t) => {
  const { folder, shares, fetched, flat } = await peer(t);
  await plant(join(folder, 'a/song.mp3'), 'one');
  await plant(join(folder, 'b/song.mp3'), 'two!');
  await plant(join(folder, 'secret/plan.txt'), 'hush');
  await shares.add({ path: join(folder, 'a') });
  await shares.add({ path: join(folder, 'secret'), audience: NOBODY });
  await shares.rescan();
  await shares.add({ path: join(folder, 'b') });
  await shares.rescan();
  await fetched(join(folder, 'got/song.mp3'), 'three');
  await fetched(join(folder, 'got/other.txt'), 'four', NOBODY);
  assert.deepEqual(await flat.files(), [
    { name: 'song.mp3', size: 3 },
    { name: 'song (2).mp3', size: 4 },
    { name: 'song (3).mp3', size: 5 },
  ]);
  assert.equal(await textOf(flat, 'song.mp3'), 'one');
  assert.equal(await textOf(flat, 'song (2).mp3'), 'two!');
  assert.equal(await textOf(flat, 'song (3).mp3'), 'three');
  assert.equal(await textOf(flat, 'plan.txt'), undefined);
  assert.equal(await textOf(flat, 'other.txt'), undefined);
  assert.equal(await textOf(flat, '../a/song.mp3'), undefined);
});

test('shows a share neither while its folder is away nor when it is for fewer people by now', async (t) => {
  const { folder, shares, flat } = await peer(t);
  await plant(join(folder, 'a/song.mp3'), 'one');
  await shares.add({ path: join(folder, 'a') });
  await shares.rescan();
  await rename(join(folder, 'a'), join(folder, 'away'));
  await shares.rescan();
  assert.deepEqual([await names(flat), await textOf(flat, 'song.mp3')], [[], undefined]);
  await rename(join(folder, 'away'), join(folder, 'a'));
  await shares.rescan();
  assert.deepEqual(await names(flat), ['song.mp3']);
  shares.change('a', { audience: NOBODY });
  assert.deepEqual([await names(flat), await textOf(flat, 'song.mp3')], [[], undefined]);
});

test('a fetched file in a shared folder has one name', async (t) => {
  for (const first of ['fetched', 'shared']) {
    const { folder, shares, fetched, flat } = await peer(t);
    await plant(join(folder, 'd/film.avi'), 'film');
    if (first === 'fetched') await fetched(join(folder, 'd/film.avi'), 'film');
    await shares.add({ path: join(folder, 'd') });
    await shares.rescan();
    if (first === 'shared') await fetched(join(folder, 'd/film.avi'), 'film');
    assert.deepEqual(await names(flat), ['film.avi'], `${first} first`);
    await shares.remove('d');
    assert.deepEqual([await names(flat), await textOf(flat, 'film.avi')], [['film.avi'], 'film'], `${first} first`);
  }
});

test('names what was fetched before the first dialect was turned on', async (t) => {
  const { folder, state, fetched } = await peer(t);
  const path = join(state, 'other.sqlite');
  const before = Library.open(path, { hasher, log: SILENT });
  const file = { size: 2, mtimeNs: 1n, inode: 1n, audience: EVERYONE, executable: false };
  const bytes = Buffer.from('xx');
  for (const at of ['/d/x.txt', '/e/x.txt']) {
    before.addFetched({ ...file, content: idOf(bytes), path: at, pieceHashes: hashesOf(bytes) });
  }
  before.holds.sent(before.holds.unsent(10));
  assert.deepEqual(await names(new LibraryFlatShare({ library: before })), []);
  before.close();
  await fetched(join(folder, 'unrelated'), 'x');
  using after = Library.open(path, { hasher, log: SILENT }, { dialects: true });
  assert.deepEqual(await names(new LibraryFlatShare({ library: after })), ['x.txt', 'x (2).txt']);
  assert.deepEqual(
    after.holds.unsent(10).upsert.map(({ flatName }) => flatName),
    ['x.txt'],
  );
});

const CHANGES: Readonly<Record<string, (path: string, elsewhere: string) => Promise<void>>> = {
  'was removed': (path) => rm(path),
  grew: (path) => appendFile(path, 'more'),
  'became a link that leads out': async (path, elsewhere) => {
    await rename(path, elsewhere);
    await symlink(elsewhere, path);
  },
  'lies behind a link that leads out': async (path, elsewhere) => {
    await rename(join(path, '..'), elsewhere);
    await symlink(elsewhere, join(path, '..'));
  },
};

for (const [what, change] of Object.entries(CHANGES)) {
  test(`does not serve a file that ${what}, and has it looked at again`, async (t) => {
    const { folder, shares, library, flat } = await peer(t);
    await plant(join(folder, 'a/sub/song.mp3'), 'one');
    await shares.add({ path: join(folder, 'a') });
    await shares.rescan();
    await change(join(folder, 'a/sub/song.mp3'), join(folder, 'elsewhere'));
    const reported: string[] = [];
    library.onReportedChanged((share) => reported.push(share));
    assert.equal(await textOf(flat, 'song.mp3'), undefined);
    assert.deepEqual(reported, ['a']);
    assert.deepEqual(await names(flat), []);
  });
}

test('tells in the middle of an answer that the file changed', async (t) => {
  const { folder, shares, flat } = await peer(t);
  await plant(join(folder, 'a/big.bin'), 'x'.repeat(100_000));
  await shares.add({ path: join(folder, 'a') });
  await shares.rescan();
  await using file = await flat.open('big.bin', { signal });
  assert.ok(file);
  const buffer = Buffer.alloc(50_000);
  assert.equal(await file.read(buffer, 0), 50_000);
  await writeFile(join(folder, 'a/big.bin'), 'y'.repeat(100_000));
  await assert.rejects(file.read(buffer, 50_000), (error) => AyniError.is(error, 'content-changed'));
  assert.deepEqual(await names(flat), []);
});
