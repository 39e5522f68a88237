import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { renameSync, symlinkSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { RecordingTracker } from '../../../test/support/recording-tracker.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { Library } from '../library/library.ts';
import { ShareService } from './share-service.ts';
import { contentOf, hasher, plant, sharingPeer } from '../../../test/support/sharing-peer.ts';

test('publishes a folder with its tree: empty folders, executable files and links that stay inside', async (t) => {
  const { folder, service, tracker, library } = await sharingPeer(t);
  plant(folder, { 'a.txt': 'one', 'sub dir/b.sh': 'two', 'empty/': '', 'sub dir/zero': '' });
  chmodSync(join(folder, 'sub dir/b.sh'), 0o755);
  symlinkSync('../a.txt', join(folder, 'sub dir/link'));
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  assert.deepEqual(tracker.paths('docs'), [
    'a.txt',
    'empty',
    'sub dir',
    'sub dir/b.sh',
    'sub dir/link',
    'sub dir/zero',
  ]);
  const script = tracker.entry('docs', 'sub dir/b.sh');
  assert.deepEqual(script, {
    kind: 'file',
    path: 'sub dir/b.sh',
    content: contentOf('two'),
    size: 3,
    mtime: script?.kind === 'file' ? script.mtime : 0,
    executable: true,
    flatName: 'b.sh',
  });
  assert.deepEqual(tracker.entry('docs', 'sub dir/link'), {
    kind: 'symlink',
    path: 'sub dir/link',
    target: '../a.txt',
  });
  assert.equal(tracker.entry('docs', 'sub dir/zero')?.kind, 'file');
  assert.equal(library.find(contentOf('one'))?.copies[0]?.path, join(folder, 'a.txt'));
});

test('links that leave the share, sockets and fifos are skipped and counted, and no link is followed', async (t) => {
  const { folder, service, tracker, status } = await sharingPeer(t);
  const outside = await temporaryFolder(t);
  plant(outside, { 'secret.txt': 'secret' });
  plant(folder, { 'real/x': 'x' });
  symlinkSync(outside, join(folder, 'absolute'));
  symlinkSync('../../etc', join(folder, 'up'));
  symlinkSync('real/../../x', join(folder, 'sly'));
  symlinkSync('real', join(folder, 'inside'));
  symlinkSync('.', join(folder, 'real/loop'));
  const server = createServer().listen(join(folder, 'socket'));
  await new Promise((resolve) => server.once('listening', resolve));
  spawnSync('mkfifo', [join(folder, 'fifo')]);
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  server.close();
  assert.deepEqual(tracker.paths('docs'), ['inside', 'real', 'real/loop', 'real/x']);
  const { skipped } = status('docs');
  assert.deepEqual(skipped.examples.map((skip) => skip.path).toSorted(), ['absolute', 'fifo', 'sly', 'socket', 'up']);
  assert.equal(skipped.count, 5);
});

test('leaves out hidden files, part files and what .ayniignore names at any level', async (t) => {
  const { folder, service, tracker } = await sharingPeer(t);
  plant(folder, {
    '.ayniignore': '*.log\nbuild/\n/top-only\n',
    'a.log': '',
    'build/x': '',
    'top-only': '',
    'sub/top-only': 'kept',
    'sub/.ayniignore': '!keep.log\nlocal\n',
    'sub/keep.log': 'kept',
    'sub/other.log': '',
    'sub/local': '',
    '.hidden/x': '',
    '.movie.mkv.ayni-part': '',
    '.folder.ayni-part/x': '',
  });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  assert.deepEqual(tracker.paths('docs'), ['sub', 'sub/keep.log', 'sub/top-only']);
  service.change('docs', { hidden: true });
  await service.rescan('docs');
  assert.deepEqual(tracker.paths('docs'), [
    '.ayniignore',
    '.hidden',
    '.hidden/x',
    'sub',
    'sub/.ayniignore',
    'sub/keep.log',
    'sub/top-only',
  ]);
});

test('names that are not UTF-8 are skipped and counted, names in NFD are published in NFC', async (t) => {
  const { folder, service, tracker, library, status } = await sharingPeer(t);
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0x66, 0xff, 0x66])]), 'x');
  plant(folder, { 'Cafe\u0301/re\u0301sume\u0301.txt': 'text' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  assert.deepEqual(tracker.paths('docs'), ['Caf\u00e9', 'Caf\u00e9/r\u00e9sum\u00e9.txt']);
  assert.equal(library.find(contentOf('text'))?.copies[0]?.path, join(folder, 'Cafe\u0301/re\u0301sume\u0301.txt'));
  assert.deepEqual(
    status('docs').skipped.examples.map((skip) => skip.reason),
    ['its name is not UTF-8'],
  );
});

test('hashes a file of several segments on several threads to the same id', async (t) => {
  const { folder, service, tracker, library } = await sharingPeer(t);
  const bytes = Buffer.alloc(70 * 1024 * 1024 + 5);
  for (let at = 0; at < bytes.length; at += 4096) bytes.writeUInt32LE(at, at < bytes.length - 4 ? at : 0);
  writeFileSync(join(folder, 'big'), bytes);
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  const entry = tracker.entry('docs', 'big');
  assert.equal(entry?.kind === 'file' && entry.content, contentOf(bytes));
  assert.equal(library.pieceHashes(contentOf(bytes), 0)?.length, 281 * 32);
});

test('two shares with the same content serve it for both audiences, and one goes on when the other ends', async (t) => {
  const { folder, service, tracker, library } = await sharingPeer(t);
  plant(folder, { 'one/a': 'same', 'two/b': 'same', 'two/c': 'other' });
  await service.add({ path: join(folder, 'one') });
  await service.add({ path: join(folder, 'two') });
  await service.add({ path: folder, name: 'all' });
  await service.rescan();
  assert.equal(library.find(contentOf('same'))?.copies.length, 4);
  await service.remove('two');
  await service.remove('all');
  await service.rescan();
  assert.deepEqual(Object.keys(tracker.revisions), ['one']);
  assert.deepEqual(
    library.find(contentOf('same'))?.copies.map((copy) => copy.path),
    [join(folder, 'one/a')],
  );
  await library.collect();
  assert.equal(library.pageHashes(contentOf('other')), undefined);
});

test('shares a single file under its name, and waits when it is renamed', async (t) => {
  const all = await sharingPeer(t);
  plant(all.folder, { 'film.mkv': 'film', 'other.txt': '' });
  await all.service.add({ path: join(all.folder, 'film.mkv') });
  await all.service.rescan();
  assert.deepEqual(all.tracker.paths('film.mkv'), ['']);
  assert.equal(all.library.find(contentOf('film'))?.copies[0]?.path, join(all.folder, 'film.mkv'));
  renameSync(join(all.folder, 'film.mkv'), join(all.folder, 'renamed'));
  await all.service.rescan();
  assert.equal(all.status('film.mkv').state, 'waiting');
  assert.match(all.status('film.mkv').lastError ?? '', /film\.mkv is not there/);
  assert.deepEqual(all.tracker.revisions, {});
  renameSync(join(all.folder, 'renamed'), join(all.folder, 'film.mkv'));
  await all.service.rescan();
  assert.deepEqual(all.tracker.paths('film.mkv'), ['']);
});

test('shares what a manifest names, under the names it gives, also from elsewhere', async (t) => {
  const { folder, service, tracker, library, status } = await sharingPeer(t);
  plant(folder, {
    'lists/my.txt': 'b.txt ../shared/a file.txt\nmissing ./nothing\n',
    'shared/a file.txt': 'text',
    'shared/unlisted': '',
  });
  await service.add({ path: join(folder, 'lists/my.txt'), name: 'list', kind: 'manifest' });
  await service.rescan();
  assert.deepEqual(tracker.paths('list'), ['b.txt']);
  assert.equal(library.find(contentOf('text'))?.copies[0]?.path, join(folder, 'shared/a file.txt'));
  assert.equal(status('list').skipped.count, 1);
  plant(folder, { 'lists/my.txt': 'c.txt ../shared/a file.txt' });
  await service.rescan();
  assert.deepEqual(tracker.paths('list'), ['c.txt']);
  plant(folder, { 'lists/my.txt': 'c.txt ../shared/a file.txt\n\nwrong\n' });
  await service.rescan();
  assert.match(status('list').lastError ?? '', /Line 3 of .* has no path/);
  assert.deepEqual(tracker.paths('list'), ['c.txt']);
});

test('says of what is shared already that it is, not that its name is taken', async (t) => {
  const { folder, service } = await sharingPeer(t);
  const { path } = await service.add({ path: folder, name: 'docs' });
  await assert.rejects(service.add({ path: folder, name: 'docs' }), {
    code: 'conflict',
    message: `${path} is shared already, as "docs".`,
  });
  await service.add({ path: folder, name: 'papers' });
});

test('refuses in one line what cannot be shared', async (t) => {
  const { folder, state, service } = await sharingPeer(t);
  plant(folder, { a: 'a', 'bad.txt': 'one ./a\ntwo\n' });
  await service.add({ path: folder, name: 'docs' });
  const cases = [
    [{ path: join(folder, 'nothing') }, 'not-found'],
    [{ path: join(folder, 'a'), name: 'docs' }, 'conflict'],
    [{ path: join(folder, 'a'), name: 'x/y' }, 'bad-path'],
    [{ path: join(folder, 'a'), name: '..' }, 'bad-path'],
    [{ path: folder, kind: 'file', name: 'x' }, 'bad-path'],
    [{ path: state }, 'bad-path'],
    [{ path: join(state, 'library.sqlite') }, 'bad-path'],
    [{ path: join(folder, 'bad.txt'), kind: 'manifest' }, 'bad-manifest'],
  ] as const;
  for (const [request, code] of cases) {
    await assert.rejects(service.add(request), (error) => AyniError.is(error, code) && !error.message.includes('\n'));
  }
  await assert.rejects(service.rescan('nope'), (error) => AyniError.is(error, 'not-found'));
});

test('the state folder is never shared along, not even with hidden files', async (t) => {
  const { folder, service, tracker } = await sharingPeer(t, { state: 'home/.state' });
  plant(folder, { 'home/.profile': '' });
  await service.add({ path: join(folder, 'home'), hidden: true });
  await service.rescan('home');
  assert.deepEqual(tracker.paths('home'), ['.profile']);
});

test('goes on where the index has no room to forget a fetched file that is gone', { timeout: 60_000 }, async (t) => {
  const folder = await temporaryFolder(t);
  const library = Library.open(join(folder, 'library.sqlite'), { hasher, log: SILENT });
  const gone = { content: contentOf('gone'), size: 4, path: join(folder, 'gone'), mtimeNs: 1n, inode: 1n };
  const pieceHashes = hasher.hash(Buffer.from('gone'));
  library.addFetched({ ...gone, audience: EVERYONE, executable: false, pieceHashes });
  t.mock.method(library, 'removeFetched', full);
  const warned = Promise.withResolvers<string>();
  const log = { ...SILENT, warn: (facts: object) => warned.resolve(JSON.stringify(facts)) };
  const tracker = new RecordingTracker();
  const service = new ShareService({ library, tracker, hasher, clock: systemClock, log }, { watch: false });
  t.after(async () => {
    await service.stop();
    library.close();
  });
  service.start();
  assert.match(await warned.promise, /full/);
});

test('goes on where the index has no room to be tidied, and tries again', { timeout: 60_000 }, async (t) => {
  const { folder, service, library } = await sharingPeer(t);
  const collect = t.mock.method(library, 'collect', () => Promise.reject(new AyniError('disk-full', 'It is full.')));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  for (const times of [1, 2]) {
    await service.add({ path: folder, name: 'docs' });
    await service.remove('docs');
    t.mock.timers.tick(60_000);
    assert.equal(collect.mock.callCount(), times);
    // So that whoever minds that nobody heard of the failure says so.
    await setImmediate();
  }
  t.mock.timers.reset();
});

function full(): never {
  throw new AyniError('disk-full', 'The disk is full.');
}
