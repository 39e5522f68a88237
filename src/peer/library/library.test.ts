import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { addShare, file, hashAll, hasher, invented, openLibrary } from '../../../test/support/library.ts';
import { EVERYONE, type Audience } from '../../core/access/audience.ts';
import { contentIdOfPieces, equalDigests, pageHashesOf } from '../../core/content/content-id.ts';
import { PAGE_PIECES } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { Library } from './library.ts';

test('serves a hashed file with its audience and its stamp, and not before it is hashed', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  assert.equal(library.entries.apply(share, [file('a/b.txt', 1)], []), 1);
  assert.equal(library.find(invented(1).content), undefined);
  hashAll(library, share, () => 1);
  const found = library.find(invented(1).content);
  assert.deepEqual(found?.copies, [
    { path: '/srv/music/a/b.txt', size: 7, mtimeNs: 1_700_000_000_123_456_789n, inode: 1n },
  ]);
  assert.deepEqual(found?.audiences, [EVERYONE]);
});

test('reads the hashes of a content of several pages page by page', async (t) => {
  const { library, reopen } = await openLibrary(t);
  const { content, size, pieces } = invented(3, PAGE_PIECES + 2);
  const fetched = { content, size, path: '/d/big', mtimeNs: 1n, inode: 2n, audience: EVERYONE, executable: false };
  library.addFetched({ ...fetched, pieceHashes: pieces });
  const again = reopen();
  assert.ok(equalDigests(again.pageHashes(content) ?? new Uint8Array(), pageHashesOf(hasher, pieces)));
  assert.ok(equalDigests(again.pieceHashes(content, 1) ?? new Uint8Array(), pieces.subarray(PAGE_PIECES * 32)));
  assert.equal(again.pieceHashes(content, 0)?.length, PAGE_PIECES * 32);
  assert.equal(again.pieceHashes(content, 2), undefined);
  assert.deepEqual([...again.fetched()], [fetched]);
});

test('knows the page and piece hash of a content of one piece, and those of an empty one', async (t) => {
  const { library } = await openLibrary(t);
  const one = invented(4);
  const empty = { size: 0, pieces: new Uint8Array(), content: contentIdOfPieces(hasher, 0, new Uint8Array()) };
  for (const { content, size, pieces } of [one, empty]) {
    const place = { path: `/d/${size}`, mtimeNs: 1n, inode: 2n, audience: EVERYONE, executable: false };
    library.addFetched({ ...place, content, size, pieceHashes: pieces });
    assert.ok(equalDigests(library.pageHashes(content) ?? new Uint8Array(1), pageHashesOf(hasher, pieces)));
  }
  assert.ok(equalDigests(library.pieceHashes(one.content, 0) ?? new Uint8Array(), one.pieces));
  assert.equal(library.pieceHashes(empty.content, 0), undefined);
});

test('a content begun as a large one that has one piece, or none, is kept as any other of that size', async (t) => {
  const { library, path } = await openLibrary(t);
  const { content, size, pieces } = invented(4);
  const { contents } = library;
  const key = contents.begin(size);
  const pages = contents.addPage(key, 0, pieces);
  assert.deepEqual(contents.finish(key, size, pages), { content, key });
  assert.deepEqual(library.pieceHashes(content, 0), pieces);
  assert.deepEqual(library.pageHashes(content), pages);
  const empty = contents.finish(contents.begin(0), 0, new Uint8Array());
  assert.deepEqual(library.pageHashes(empty.content), new Uint8Array());
  library.close();
  using database = new DatabaseSync(path);
  assert.equal(database.prepare('SELECT count(*) AS rows FROM pieces').get()?.['rows'], 0);
});

test('keeps an inode that needs all 64 bits', async (t) => {
  const { library } = await openLibrary(t);
  const { content, size, pieces } = invented(1);
  const inode = 2n ** 64n - 3n;
  library.addFetched({
    content,
    size,
    path: '/d/x',
    mtimeNs: 1n,
    inode,
    audience: EVERYONE,
    executable: false,
    pieceHashes: pieces,
  });
  assert.equal(library.find(content)?.copies[0]?.inode, inode);
});

test('a file that was renamed keeps its content without being read', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [file('old', 9)], []);
  hashAll(library, share, () => 1);
  assert.equal(library.entries.apply(share, [file('new', 9)], ['old']), 0);
  assert.deepEqual(
    library.find(invented(1).content)?.copies.map((copy) => copy.path),
    ['/srv/music/new'],
  );
  const born = file('other', 9);
  assert.equal(library.entries.apply(share, [{ ...born, stamp: { ...born.stamp, birthNs: 6n } }], []), 1);
});

test('a change that comes while a file is hashed wins over the result', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [file('a', 1)], []);
  const [job] = library.entries.pending(share, 0, 10);
  assert.ok(job);
  library.entries.apply(share, [file('a', 2)], []);
  const { content, pieces } = invented(1);
  library.entries.hashed([{ key: job.key, pending: job.pending, stamp: job.stamp, content, pieces }]);
  assert.equal(library.find(content), undefined);
  assert.equal(library.entries.pending(share, 0, 10)[0]?.stamp.inode, 2n);
});

test('tells the tracker of what changed, once, also after a restart', async (t) => {
  const { library, reopen } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [{ kind: 'directory', path: 'a' }, file('a/x', 1), file('a/y', 2)], []);
  hashAll(library, share, (path) => path.length + path.charCodeAt(2));
  const mark = library.publication.mark();
  assert.equal(library.publication.list(share.key, 0, 10).entries.length, 3);
  library.publication.listSent(share.key, mark, 77);
  assert.equal(library.publication.unsent(share.key, 10), undefined);
  library.entries.apply(share, [file('z', 3)], ['a']);
  const again = reopen();
  const [kept] = again.shareTable.all();
  assert.ok(kept);
  assert.equal(kept.revision, 77);
  const removal = again.publication.unsent(share.key, 10);
  assert.deepEqual(removal?.remove, ['a', 'a/x', 'a/y']);
  again.publication.sent(share.key, removal, 78);
  assert.equal(again.publication.unsent(share.key, 10), undefined);
  hashAll(again, kept, () => 5);
  const added = again.publication.unsent(share.key, 10);
  assert.deepEqual(
    added?.upsert.map((entry) => entry.path),
    ['z'],
  );
  again.publication.sent(share.key, added, 79);
  assert.equal(again.publication.unsent(share.key, 10), undefined);
});

test('a change made while a delta is on its way is told afterwards', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [{ kind: 'symlink', path: 'l', target: 'a' }], []);
  const delta = library.publication.unsent(share.key, 10);
  assert.ok(delta);
  library.entries.apply(share, [{ kind: 'symlink', path: 'l', target: 'b' }], []);
  library.publication.sent(share.key, delta, 5);
  assert.deepEqual(library.publication.unsent(share.key, 10)?.upsert, [{ kind: 'symlink', path: 'l', target: 'b' }]);
});

test('gives each file a flat name once: its base name, or with a number before the extension', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(
    share,
    ['a/x.tar.gz', 'b/x.tar.gz', 'c/x.tar.gz', '.env', 'd/.env'].map((path, i) => file(path, i)),
    [],
  );
  hashAll(library, share, () => 1);
  const names = () =>
    new Map(
      library.publication
        .list(share.key, 0, 10)
        .entries.map((e) => [e.path as string, e.kind === 'file' ? e.flatName : '']),
    );
  assert.deepEqual([...names().values()], ['x.tar.gz', 'x.tar (2).gz', 'x.tar (3).gz', '.env', '.env (2)']);
  library.entries.apply(share, [file('c/x.tar.gz', 50)], ['a/x.tar.gz']);
  hashAll(library, share, () => 2);
  assert.equal(names().get('c/x.tar.gz'), 'x.tar (3).gz');
});

test('does not serve what lies in a share that is away, and serves it again when it is back', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [file('a', 1)], []);
  hashAll(library, share, () => 1);
  library.shareTable.setAvailable(share.key, false);
  assert.equal(library.find(invented(1).content), undefined);
  library.shareTable.setAvailable(share.key, true);
  assert.ok(library.find(invented(1).content));
});

test('a content in two shares has both audiences', async (t) => {
  const { library } = await openLibrary(t);
  const staff: Audience = { kind: 'restricted', groups: ['staff'], peers: [] };
  for (const share of [addShare(library, 'music'), addShare(library, 'more', staff)]) {
    library.entries.apply(share, [file('a', share.key)], []);
    hashAll(library, share, () => 1);
  }
  assert.deepEqual(library.find(invented(1).content)?.audiences, [EVERYONE, staff]);
});

test('forgets contents that nothing refers to, and the entries of removed shares', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [file('a', 1)], []);
  hashAll(library, share, () => 1);
  library.shareTable.remove(share);
  assert.deepEqual(library.shareTable.removed(), ['music']);
  await library.collect();
  assert.equal(library.pageHashes(invented(1).content), undefined);
});

test('refuses an index of a newer version and one that is none', async (t) => {
  const { path, library } = await openLibrary(t);
  library.close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 99');
  database.close();
  assert.throws(
    () => Library.open(path, { hasher, log: SILENT }),
    (error) => AyniError.is(error, 'state-newer'),
  );
  const other = join(await temporaryFolder(t), 'x.sqlite');
  const { writeFileSync } = await import('node:fs');
  writeFileSync(other, 'this is no database, however long it may be'.repeat(100));
  assert.throws(
    () => Library.open(other, { hasher, log: SILENT }),
    (error) => AyniError.is(error, 'io-failed'),
  );
});
