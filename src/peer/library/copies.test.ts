import assert from 'node:assert/strict';
import { StatementSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';
import { addShare, file, FOLDER, hashAll, invented, openLibrary } from '../../../test/support/library.ts';
import { EVERYONE, type Audience } from '../../core/access/audience.ts';

test('a reported change takes the file out of service and asks for a new hash', async (t) => {
  const { library } = await openLibrary(t);
  const share = addShare(library, 'music');
  library.entries.apply(share, [file('a', 1)], []);
  hashAll(library, share, () => 1);
  const told: string[] = [];
  library.onReportedChanged((name) => told.push(name));
  library.reportChanged(invented(1).content, '/srv/music/a');
  assert.deepEqual(told, ['music']);
  assert.equal(library.find(invented(1).content), undefined);
  assert.equal(library.entries.pending(share, 0, 10).length, 1);
});

/** Counts the rows that are read of the index. */
function rowsRead(t: TestContext, work: () => void): number {
  let rows = 0;
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the object that it was called on
  const { all } = StatementSync.prototype;
  const reading = t.mock.method(StatementSync.prototype, 'all', function (this: StatementSync, ...given: unknown[]) {
    const read: unknown[] = Reflect.apply(all, this, given);
    rows += read.length;
    return read;
  });
  work();
  reading.mock.restore();
  return rows;
}

test('of a content with very many copies few are read, and all that may have it are told', async (t) => {
  const { library } = await openLibrary(t);
  const { content, size, pieces: pieceHashes } = invented(1);
  const staff: Audience = { kind: 'restricted', groups: ['staff'], peers: [] };
  const board: Audience = { kind: 'restricted', groups: ['board'], peers: [] };
  const away = addShare(library, 'away', { kind: 'restricted', groups: ['away'], peers: [] });
  const [full, more] = [addShare(library, 'full', staff), addShare(library, 'more')];
  const many = Array.from({ length: 1_000 }, (_, number) => file(`f${number}`, 7));
  for (const [share, found] of [
    [away, many],
    [full, many],
    [more, [file('one', 8)]],
  ] as const) {
    library.entries.apply(share, found, []);
    hashAll(library, share, () => 1);
  }
  for (let number = 0; number < 500; number++) {
    const path = `/fetched/${number}`;
    const audience = number === 499 ? board : staff;
    library.addFetched({ content, size, path, mtimeNs: 1n, inode: 1n, audience, executable: false, pieceHashes });
  }
  library.shareTable.setAvailable(away.key, false);
  const find = () => {
    const found = library.find(content);
    assert.deepEqual(library.findAll([content]), [found]);
    return {
      copies: found?.copies ?? [],
      audiences: new Set(found?.audiences.map((audience) => JSON.stringify(audience))),
    };
  };
  const audiences = new Set([staff, EVERYONE, board].map((audience) => JSON.stringify(audience)));
  assert.equal(find().copies.length, 16);
  assert.deepEqual(find().audiences, audiences);
  assert.ok(rowsRead(t, () => library.find(content)) < 100);
  // Those that changed do not take the place of those that did not.
  const changed = find().copies.map(({ path }) => path);
  assert.ok(rowsRead(t, () => changed.forEach((path) => library.reportChanged(content, path))) < 500);
  assert.equal(find().copies.length, 16);
  assert.ok(!find().copies.some(({ path }) => changed.includes(path)));
  // What is left where nearly all wait to be hashed again.
  library.entries.apply(
    full,
    many.map((one) => ({ ...one, stamp: { ...one.stamp, mtimeNs: 9n } })),
    [],
  );
  assert.equal(find().copies[0]?.path, '/srv/music/one');
  assert.ok(find().copies[1]?.path.startsWith('/fetched/'));
  assert.equal(find().copies.length, 16);
  assert.deepEqual(find().audiences, audiences);
  assert.ok(rowsRead(t, () => library.find(content)) < 100);
});

test('a reported change is found by the path on disk, in a folder, as a single file and in a manifest', async (t) => {
  const { library } = await openLibrary(t);
  const folder = addShare(library, 'music');
  const single = library.shareTable.add({ ...FOLDER, name: 'single', kind: 'file', path: '/srv/music/sub/cafe\u0301' });
  const list = library.shareTable.add({ ...FOLDER, name: 'list', kind: 'manifest', path: '/srv/lists/list' });
  const real = 'sub/cafe\u0301';
  library.entries.apply(folder, [{ ...file(real.normalize('NFC'), 1), real }, file('sub/other', 2)], []);
  library.entries.apply(single, [file('', 1)], []);
  library.entries.apply(list, [{ ...file('a', 1), real: `../music/./${real}` }, file('b', 2)], []);
  for (const share of [folder, single, list]) hashAll(library, share, () => 1);
  const told: string[] = [];
  library.onReportedChanged((share) => told.push(share));
  library.reportChanged(invented(1).content, `/srv/music/${real}`);
  assert.deepEqual(told.toSorted(), ['list', 'music', 'single']);
  const waiting = [folder, single, list].map((share) => library.entries.pending(share, 0, 9).map(({ path }) => path));
  assert.deepEqual(waiting, [[real.normalize('NFC')], [''], ['a']]);
  // Neither where nothing lies, nor under another content.
  library.reportChanged(invented(1).content, '/srv/music/sub');
  library.reportChanged(invented(2).content, '/srv/music/sub/other');
  library.reportChanged(invented(1).content, '/elsewhere/sub/other');
  assert.equal(told.length, 3);
});
