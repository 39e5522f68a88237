import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
  chmodSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { RecordingTracker } from '../../../test/support/recording-tracker.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import type { Audience } from '../../core/access/audience.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { contentIdOfPieces } from '../../core/content/content-id.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { loadHasher } from '../../platform/hash/load-hasher.ts';
import { Library } from '../library/library.ts';
import { ShareService } from './share-service.ts';

const { hasher } = await loadHasher();

function contentOf(text: string | Buffer) {
  const bytes = Buffer.from(text);
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += PIECE_SIZE) pieces.push(hasher.hash(bytes.subarray(at, at + PIECE_SIZE)));
  return contentIdOfPieces(hasher, bytes.length, Buffer.concat(pieces));
}

/** Files of a tree by path; a path that ends in `/` is a folder. Written a while ago, as far as anyone can see. */
function plant(root: string, tree: Record<string, string>): void {
  for (const [path, text] of Object.entries(tree)) {
    const full = join(root, path);
    mkdirSync(path.endsWith('/') ? full : join(full, '..'), { recursive: true });
    if (path.endsWith('/')) continue;
    writeFileSync(full, text);
    age(full);
  }
}

let clock = 1_700_000_000.5;
/** Gives a file a time of its own in the past. */
function age(path: string): void {
  clock += 1;
  utimesSync(path, clock, clock);
}

async function peer(t: TestContext, { watch = false, state: inside = '' } = {}) {
  const folder = await temporaryFolder(t);
  const state = inside === '' ? await temporaryFolder(t) : join(folder, inside);
  mkdirSync(state, { recursive: true });
  const tracker = new RecordingTracker();
  const make = () => {
    const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT });
    const service = new ShareService({ library, tracker, hasher, clock: systemClock, log: SILENT }, { watch });
    service.start();
    service.announced({ revisions: tracker.revisions });
    return { library, service };
  };
  let { library, service } = make();
  const stop = async () => {
    await service.stop();
    library.close();
  };
  t.after(stop);
  return {
    state,
    folder,
    tracker,
    get library() {
      return library;
    },
    get service() {
      return service;
    },
    /** As a new process would: same state folder. */
    async restart(between: () => void = () => {}) {
      await stop();
      between();
      ({ library, service } = make());
      await service.rescan();
    },
    status: (name: string) => {
      const found = service.list().find(({ share }) => share.name === name);
      assert.ok(found);
      return found;
    },
    /** Until the tracker's paths are these. */
    async reaches(share: string, paths: string[]) {
      const deadline = Date.now() + 60_000;
      while (JSON.stringify(tracker.paths(share)) !== JSON.stringify(paths.toSorted())) {
        if (Date.now() > deadline) assert.deepEqual(tracker.paths(share), paths.toSorted());
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    },
  };
}

test('publishes a folder with its tree: empty folders, executable files and links that stay inside', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
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
  const { folder, service, tracker, status } = await peer(t);
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
  const { folder, service, tracker } = await peer(t);
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
  const { folder, service, tracker, library, status } = await peer(t);
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
  const { folder, service, tracker, library } = await peer(t);
  const bytes = Buffer.alloc(70 * 1024 * 1024 + 5);
  for (let at = 0; at < bytes.length; at += 4096) bytes.writeUInt32LE(at, at < bytes.length - 4 ? at : 0);
  writeFileSync(join(folder, 'big'), bytes);
  await service.add({ path: folder, name: 'docs' });
  await service.rescan('docs');
  const entry = tracker.entry('docs', 'big');
  assert.equal(entry?.kind === 'file' && entry.content, contentOf(bytes));
  assert.equal(library.pieceHashes(contentOf(bytes), 0)?.length, 281 * 32);
});

test('after a restart nothing is read and nothing is sent when nothing changed', async (t) => {
  const all = await peer(t);
  plant(all.folder, { a: 'a', 'b/c': 'c' });
  await all.service.add({ path: all.folder, name: 'docs' });
  await all.service.rescan();
  const sent = all.tracker.calls.length;
  const file = join(all.folder, 'a');
  const { atime, mtime } = statSync(file);
  // Other bytes behind the same size, time and inode: whoever reads them gives himself away.
  await all.restart(() => {
    writeFileSync(file, 'A');
    utimesSync(file, atime, mtime);
  });
  assert.ok(all.library.find(contentOf('a')));
  assert.equal(all.library.find(contentOf('A')), undefined);
  assert.equal(all.tracker.calls.length, sent);
});

test('after a restart only what changed meanwhile is sent', async (t) => {
  const all = await peer(t);
  plant(all.folder, { a: 'a', b: 'b', 'c/d': 'd', 'c/e': 'e' });
  await all.service.add({ path: all.folder, name: 'docs' });
  await all.service.rescan();
  const count = all.tracker.batches.length;
  await all.restart(() => {
    plant(all.folder, { b: 'B', new: 'n' });
    rmSync(join(all.folder, 'c'), { recursive: true });
  });
  assert.deepEqual(all.tracker.paths('docs'), ['a', 'b', 'new']);
  const batches = all.tracker.batches.slice(count);
  assert.ok(batches.every((batch) => batch.full === undefined));
  assert.deepEqual(batches.flatMap((batch) => batch.upsert.map((entry) => entry.path as string)).toSorted(), [
    'b',
    'new',
  ]);
});

test('sends the full list to a tracker that knows another revision or none', async (t) => {
  const { folder, service, tracker } = await peer(t);
  plant(folder, { a: 'a', b: 'b' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  tracker.shares.clear();
  plant(folder, { c: 'c' });
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a', 'b', 'c']);
  tracker.shares.clear();
  service.announced({ revisions: {} });
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a', 'b', 'c']);
});

test('sends long lists in batches of at most 2,000', async (t) => {
  const { folder, service, tracker } = await peer(t);
  for (let i = 0; i < 4_500; i++) writeFileSync(join(folder, `f${i}`), String(i % 7));
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  assert.equal(tracker.paths('docs').length, 4_500);
  tracker.shares.clear();
  tracker.batches.length = 0;
  service.announced({ revisions: {} });
  await service.rescan();
  assert.deepEqual(
    tracker.batches.map((batch) => [batch.full, batch.upsert.length]),
    [
      ['first', 2_000],
      ['middle', 2_000],
      ['last', 500],
    ],
  );
  assert.equal(tracker.paths('docs').length, 4_500);
});

test('withdraws shares that the tracker has and we do not', async (t) => {
  const { service, tracker } = await peer(t);
  tracker.shares.set('lost', { revision: 5, audience: EVERYONE, entries: new Map() });
  service.announced({ revisions: tracker.revisions });
  await service.rescan();
  assert.deepEqual(tracker.revisions, {});
});

test('keeps trying while the tracker is away, and tells everything when it is back', async (t) => {
  const { folder, service, tracker } = await peer(t);
  plant(folder, { a: 'a' });
  tracker.failure = new AyniError('unreachable', 'Nobody answers.');
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  assert.equal(service.publishError, 'Nobody answers.');
  tracker.failure = undefined;
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a']);
  assert.equal(service.publishError, undefined);
});

test('a guest publishes nothing but tells what it holds', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
  plant(folder, { a: 'a' });
  const refuse = async () => {
    throw new AyniError('forbidden', 'Guests publish nothing.');
  };
  tracker.publish = refuse;
  await service.add({ path: folder, name: 'docs' });
  const content = contentOf('x');
  const place = { path: join(folder, 'x'), mtimeNs: 1n, inode: 1n, audience: EVERYONE, executable: false };
  library.addFetched({ ...place, content, size: 1, pieceHashes: hasher.hash(Buffer.from('x')) });
  await service.rescan();
  assert.deepEqual(tracker.holds.get(content), { content, size: 1, pieces: 1, audience: EVERYONE });
});

test('fetched files that were deleted while the daemon was off are no longer held', async (t) => {
  const all = await peer(t);
  const content = contentOf('x');
  const place = { path: join(all.folder, 'x'), mtimeNs: 1n, inode: 1n, audience: EVERYONE, executable: false };
  all.library.addFetched({ ...place, content, size: 1, pieceHashes: hasher.hash(Buffer.from('x')) });
  await all.restart();
  while (all.tracker.holds.has(content) || all.library.find(content)) {
    await all.service.rescan();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
});

test('a change of the audience publishes the share anew, and only that', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
  plant(folder, { a: 'a' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  const staff: Audience = { kind: 'restricted', groups: ['staff'], peers: [] };
  service.change('docs', { audience: staff });
  await service.rescan();
  assert.deepEqual(tracker.shares.get('docs')?.audience, staff);
  assert.deepEqual(library.find(contentOf('a'))?.audiences, [staff]);
  const calls = tracker.calls.length;
  service.change('docs', { audience: { kind: 'restricted', peers: [], groups: ['staff'] } });
  await service.rescan();
  assert.equal(tracker.calls.length, calls);
});

test('two shares with the same content serve it for both audiences, and one goes on when the other ends', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
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
  const all = await peer(t);
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

test('a folder that goes away is withdrawn but not forgotten: its return costs no hashing', async (t) => {
  const { folder, service, tracker, library, status } = await peer(t);
  plant(folder, { 'share/a': 'a', 'share/b/c': 'c' });
  const share = join(folder, 'share');
  await service.add({ path: share });
  await service.rescan();
  renameSync(share, join(folder, 'elsewhere'));
  await service.rescan();
  assert.equal(status('share').state, 'waiting');
  assert.deepEqual(tracker.revisions, {});
  assert.equal(library.find(contentOf('a')), undefined);
  assert.equal(status('share').files, 2);
  renameSync(join(folder, 'elsewhere'), share);
  let hashed = 0;
  const settle = library.entries.hashed.bind(library.entries);
  library.entries.hashed = (files) => {
    hashed += files.length;
    settle(files);
  };
  await service.rescan();
  assert.deepEqual(tracker.paths('share'), ['a', 'b', 'b/c']);
  assert.equal(hashed, 0);
  assert.ok(library.find(contentOf('a')));
});

test('an empty folder in the place of a full one is taken for a disk that is not mounted, until it is rescanned', async (t) => {
  const all = await peer(t);
  plant(all.folder, { 'share/a': 'a' });
  const share = join(all.folder, 'share');
  await all.service.add({ path: share });
  await all.service.rescan();
  await all.service.stop();
  renameSync(share, join(all.folder, 'elsewhere'));
  mkdirSync(share);
  const again = new ShareService(
    { library: all.library, tracker: all.tracker, hasher, clock: systemClock, log: SILENT },
    { watch: false },
  );
  t.after(() => again.stop());
  again.start();
  while (again.list()[0]?.state === 'scanning') await new Promise((resolve) => setTimeout(resolve, 10));
  assert.equal(again.list()[0]?.state, 'waiting');
  assert.equal(again.list()[0]?.files, 1);
  await again.rescan('share');
  assert.equal(again.list()[0]?.state, 'ready');
  assert.equal(again.list()[0]?.files, 0);
});

test('a file that is renamed is not read again, and keeps nothing of its old path', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
  plant(folder, { 'a/old': 'text', 'z/': '' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  library.entries.hashed = () => assert.fail('it was hashed again');
  renameSync(join(folder, 'a/old'), join(folder, 'z/new'));
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a', 'z', 'z/new']);
});

test('a file that changes while it is read is hashed again until it rests', async (t) => {
  const { folder, service, tracker } = await peer(t);
  const path = join(folder, 'growing');
  const block = Buffer.alloc(1024 * 1024, 7);
  writeFileSync(path, Buffer.alloc(48 * 1024 * 1024));
  let blocks = 0;
  const writer = setInterval(() => {
    appendFileSync(path, block);
    if (++blocks === 40) clearInterval(writer);
  }, 5);
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  clearInterval(writer);
  await service.rescan();
  const entry = tracker.entry('docs', 'growing');
  const expected = Buffer.concat([Buffer.alloc(48 * 1024 * 1024), ...Array.from({ length: blocks }, () => block)]);
  assert.equal(entry?.kind === 'file' && entry.content, contentOf(expected));
});

test('on a coarse clock no hash is taken before a further change would show', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
  const path = join(folder, 'a');
  // A file system with whole seconds: a second change within them would leave the time as it is.
  const second = Math.floor(Date.now() / 1000);
  writeFileSync(path, 'one');
  utimesSync(path, second, second);
  const taken: number[] = [];
  const hashed = library.entries.hashed.bind(library.entries);
  library.entries.hashed = (files) => {
    taken.push(Date.now());
    hashed(files);
  };
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a']);
  assert.ok(taken.length > 0 && taken.every((at) => at > (second + 2) * 1000));
});

test('a file that vanishes before it is read is nothing to speak of', async (t) => {
  const { folder, service, tracker, library, status } = await peer(t);
  plant(folder, { a: 'a', b: 'b' });
  const pending = library.entries.pending.bind(library.entries);
  library.entries.pending = (...args) => {
    rmSync(join(folder, 'b'), { force: true });
    return pending(...args);
  };
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a']);
  assert.equal(status('docs').skipped.count, 0);
});

test('a folder that becomes a file, and a file that becomes a folder', async (t) => {
  const { folder, service, tracker } = await peer(t);
  plant(folder, { 'a/x': 'x', b: 'b' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  rmSync(join(folder, 'a'), { recursive: true });
  rmSync(join(folder, 'b'));
  plant(folder, { a: 'a', 'b/y': 'y' });
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a', 'b', 'b/y']);
  assert.equal(tracker.entry('docs', 'a')?.kind, 'file');
});

test('shares what a manifest names, under the names it gives, also from elsewhere', async (t) => {
  const { folder, service, tracker, library, status } = await peer(t);
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

test('refuses in one line what cannot be shared', async (t) => {
  const { folder, state, service } = await peer(t);
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
  const { folder, service, tracker } = await peer(t, { state: 'home/.state' });
  plant(folder, { 'home/.profile': '' });
  await service.add({ path: join(folder, 'home'), hidden: true });
  await service.rescan('home');
  assert.deepEqual(tracker.paths('home'), ['.profile']);
});

test('a reported change is hashed again', async (t) => {
  const { folder, service, tracker, library } = await peer(t);
  plant(folder, { a: 'one' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  plant(folder, { a: 'two' });
  library.reportChanged(contentOf('one'), join(folder, 'a'));
  assert.equal(library.find(contentOf('one')), undefined);
  await service.rescan();
  const entry = tracker.entry('docs', 'a');
  assert.equal(entry?.kind === 'file' && entry.content, contentOf('two'));
});

test('sees what is created, changed, renamed and deleted while it watches', async (t) => {
  const all = await peer(t, { watch: true });
  plant(all.folder, { a: 'a', 'd/x': 'x', 'd/e/y': 'y' });
  await all.service.add({ path: all.folder, name: 'docs' });
  await all.service.rescan();
  if (all.status('docs').watching !== 'live') return t.skip('needs a watcher for this platform');
  plant(all.folder, { 'new/deep/file': 'n' });
  await all.reaches('docs', ['a', 'd', 'd/e', 'd/e/y', 'd/x', 'new', 'new/deep', 'new/deep/file']);
  renameSync(join(all.folder, 'd'), join(all.folder, 'moved'));
  await all.reaches('docs', ['a', 'moved', 'moved/e', 'moved/e/y', 'moved/x', 'new', 'new/deep', 'new/deep/file']);
  rmSync(join(all.folder, 'new'), { recursive: true });
  await all.reaches('docs', ['a', 'moved', 'moved/e', 'moved/e/y', 'moved/x']);
  writeFileSync(join(all.folder, 'a'), 'changed');
  const content = contentOf('changed');
  while (!all.library.find(content)) await new Promise((resolve) => setTimeout(resolve, 25));
  plant(all.folder, { '.ayniignore': 'moved\n' });
  await all.reaches('docs', ['a']);
  rmSync(join(all.folder, '.ayniignore'));
  await all.reaches('docs', ['a', 'moved', 'moved/e', 'moved/e/y', 'moved/x']);
  // What the changes before had told comes to its end.
  let calls: number;
  do {
    calls = all.tracker.calls.length;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  } while (all.tracker.calls.length > calls);
  plant(all.folder, { '.x.ayni-part': 'part' });
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal(all.tracker.calls.length, calls);
});

test('a watched folder that goes away and comes back is noticed', async (t) => {
  const all = await peer(t, { watch: true });
  plant(all.folder, { 'share/a': 'a' });
  const share = join(all.folder, 'share');
  await all.service.add({ path: share });
  await all.service.rescan();
  renameSync(share, join(all.folder, 'elsewhere'));
  await all.reaches('share', []);
  assert.equal(all.status('share').state, 'waiting');
  renameSync(join(all.folder, 'elsewhere'), share);
  await all.reaches('share', ['a']);
  plant(share, { b: 'b' });
  await all.reaches('share', ['a', 'b']);
  assert.ok(existsSync(share));
});
