import assert from 'node:assert/strict';
import test from 'node:test';
import { EVERYONE } from '../../core/access/audience.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  delta,
  directory,
  everyPage,
  file,
  found,
  only,
  peerOf,
  PRESENCE,
  scene,
  symlink,
  treeOf,
  TTL,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';

const ben = viewer(BEN);

/** Characters of a cursor in a request, see `Cursor` of the tracker's messages. */
const MAX_CURSOR = 8192;

export function catalogContract(makeStore: MakeStore): void {
  test('browses a share level by level and whole, in the order of names, in pages', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(
      ANNA,
      only('music', [
        file('b/two', 'c2', { executable: true, mtime: 7 }),
        directory('empty'),
        symlink('link', 'b/two'),
      ]),
    );
    await store.publish(ANNA, only('alone', [file('', 'c1', { size: 3 })]));
    const level = async (path: string) =>
      (await store.browse(ben, { peer: ANNA, path, recursive: false, limit: 10 })).items;
    assert.deepEqual(await level(''), [
      {
        kind: 'share',
        path: 'alone',
        audience: EVERYONE,
        content: contentOf('c1'),
        size: 3,
        mtime: 1,
        executable: false,
      },
      { kind: 'share', path: 'music', audience: EVERYONE },
    ]);
    assert.deepEqual(await level('music'), [
      { kind: 'directory', path: 'music/b' },
      { kind: 'directory', path: 'music/empty' },
      { kind: 'symlink', path: 'music/link', target: 'b/two' },
    ]);
    assert.deepEqual(await level('music/b/two'), [
      { kind: 'file', path: 'music/b/two', content: contentOf('c2'), size: 10, mtime: 7, executable: true },
    ]);
    const paths = await everyPage((cursor) =>
      store.browse(ben, { peer: ANNA, path: '', recursive: true, limit: 1, ...cursor }),
    );
    assert.deepEqual(
      paths.map((each) => each.path),
      ['alone', 'music', 'music/b', 'music/b/two', 'music/empty', 'music/link'],
    );
  });

  test('goes on after a name however long and odd it is, by a cursor that a request may have', async (t) => {
    const { store } = await scene(t, makeStore);
    const odd = ['"', '\\', '\u0001'].map((mark) => mark.repeat(1000));
    await store.publish(ANNA, only('s', [file(`${odd.join('/')}/${'"'.repeat(1000)}`, '1'), file('~', '2')]));
    const pages: string[] = [];
    const entries = await everyPage(async (cursor) => {
      const page = await store.browse(ben, { peer: ANNA, path: '', recursive: true, limit: 1, ...cursor });
      pages.push(page.cursor ?? '');
      return page;
    });
    assert.equal(entries.length, 6);
    assert.equal(entries.at(-1)?.path, 's/~');
    for (const cursor of pages) assert.ok(cursor.length <= MAX_CURSOR, `${cursor.length} characters`);
  });

  test('says not-found for what is not there, and refuses cursors and paths that are none', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('music', [file('a', 'c')]));
    const browse = (peer: typeof ANNA, path: string, cursor?: string) =>
      store.browse(ben, { peer, path, recursive: true, limit: 10, ...(cursor === undefined ? {} : { cursor }) });
    await assert.rejects(browse(ANNA, 'films'), { code: 'not-found' });
    await assert.rejects(browse(ANNA, 'music/b'), { code: 'not-found' });
    await assert.rejects(browse(ANNA, 'music/a/b'), { code: 'not-found' });
    await assert.rejects(browse(peerOf('nobody'), ''), { code: 'not-found' });
    assert.deepEqual((await browse(CLEO, '')).items, []);
    await assert.rejects(browse(ANNA, '../music'), { code: 'bad-path' });
    for (const cursor of ['', '!', 'AAAA', 'x'.repeat(100_000), Buffer.from('"../x"').toString('base64url'), 'NQ']) {
      await assert.rejects(browse(ANNA, '', cursor), { code: 'bad-request' }, cursor.slice(0, 20));
    }
  });

  test('applies deltas: new, changed and removed entries, whole directories, changes of kind', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, delta('s', 0, [file('a/b/c', '1'), file('a/d', '2'), file('e', '3')]));
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/a/', 's/a/b/', 's/a/b/c', 's/a/d', 's/e']);
    await store.publish(ANNA, delta('s', 1, [file('a/d', '4')], ['a/b', 'nothing/here']));
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/a/', 's/a/d', 's/e']);
    assert.deepEqual((await store.locate(ben, [{ id: contentOf('2'), offset: 0 }], 1)).size, 0);
    await store.publish(ANNA, delta('s', 2, [file('a', '5'), file('e/f', '6')]));
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/a', 's/e/', 's/e/f']);
    await store.publish(ANNA, delta('s', 3, [symlink('a', 'e')], []));
    await store.publish(ANNA, delta('s', 4, [file('e/g', '7')], ['e']));
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/a@', 's/e/', 's/e/g']);
    await store.publish(ANNA, delta('s', 5, [], ['']));
    assert.deepEqual(await treeOf(store, ben, ANNA), ['s:']);
    assert.equal((await store.peers(ben)).find((each) => each.peer === ANNA)?.files, 0);
  });

  test('replaces a share by a full list in parts, which counts only when it has ended', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('old/x', '1'), file('kept/y', '2')]));
    const part = (full: 'first' | 'middle' | 'last', base: number, name: string) =>
      store.publish(ANNA, { ...delta('s', base, [file(name, name)]), full });
    await part('first', 77, 'new/a');
    assert.equal((await store.revisions(ANNA)).get('s'), 0);
    await assert.rejects(store.publish(ANNA, delta('s', 78, [])), { code: 'revision-mismatch' });
    await assert.rejects(part('middle', 77, 'new/z'), { code: 'revision-mismatch' });
    await part('middle', 78, 'kept/y');
    await part('last', 79, 'new/c');
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/kept/', 's/kept/y', 's/new/', 's/new/a', 's/new/c']);
    assert.equal((await store.revisions(ANNA)).get('s'), 80);
    await assert.rejects(part('last', 80, 'new/d'), { code: 'revision-mismatch' });
    await store.publish(ANNA, only('s', [file('', 'single')]));
    assert.equal((await store.locate(ben, [{ id: contentOf('single'), offset: 0 }], 1)).size, 1);
    await store.publish(ANNA, only('s', []));
    assert.deepEqual(await treeOf(store, ben, ANNA), ['s:']);
    assert.equal((await store.locate(ben, [{ id: contentOf('single'), offset: 0 }], 1)).size, 0);
  });

  test('refuses a batch for another revision, tells its own, and changes nothing', async (t) => {
    const { store } = await scene(t, makeStore);
    const mismatch = (revision: number) => ({ code: 'revision-mismatch', context: { share: 's', revision } });
    await assert.rejects(store.publish(ANNA, delta('s', 3, [file('a', '1')])), mismatch(0));
    assert.deepEqual(await treeOf(store, ben, ANNA), []);
    await store.publish(ANNA, delta('s', 0, [file('a', '1')]));
    await assert.rejects(store.publish(ANNA, delta('s', 0, [], ['a'])), mismatch(1));
    assert.deepEqual(await treeOf(store, ben, ANNA), ['s:', 's/a']);
    assert.deepEqual(await store.revisions(ANNA), new Map([['s', 1]]));
  });

  test('applies all of a batch or nothing', async (t) => {
    const { store } = await scene(t, makeStore);
    const large = { kind: 'restricted', groups: Array.from({ length: 2000 }, (_, n) => `g${n}`), peers: [] } as const;
    await assert.rejects(store.publish(ANNA, { ...delta('s', 0, [file('a', '1')]), audience: large }), {
      code: 'too-large',
    });
    await assert.rejects(store.publish(ANNA, delta('bad/name', 0, [])), { code: 'bad-request' });
    await assert.rejects(store.publish(ANNA, { ...delta('s', 0, []), next: 0 }), { code: 'bad-request' });
    const many = Array.from({ length: 10_001 }, (_, n) => directory(`d${n}`));
    await assert.rejects(store.publish(ANNA, delta('s', 0, many)), { code: 'too-large' });
    const good = store.publish(BEN, delta('s', 0, [file('b', '1')]));
    const hold = (name: string, pieces: number) => ({ content: contentOf(name), size: 1, pieces, audience: EVERYONE });
    const bad = store.hold(ANNA, [hold('right', 1), hold('wrong', 5)], []);
    const results = await Promise.allSettled([good, bad]);
    assert.deepEqual(
      results.map((each) => each.status),
      ['fulfilled', 'rejected'],
    );
    assert.deepEqual(await treeOf(store, ben, ANNA), []);
    assert.deepEqual(await treeOf(store, ben, BEN), ['s:', 's/b']);
    assert.equal((await store.locate(ben, [{ id: contentOf('right'), offset: 0 }], 1)).size, 0);
  });

  test('tells under which names a content is published', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('x', 'c'), file('d/y', 'c')]));
    await store.publish(BEN, only('t', [file('', 'c')]));
    const names = await store.namesOf(ben, contentOf('c'), 10);
    assert.deepEqual(
      names.map((each) => `${each.peer} ${each.path} ${each.size}`).toSorted(),
      [`${ANNA} s/d/y 10`, `${ANNA} s/x 10`, `${BEN} t 10`].toSorted(),
    );
    assert.equal((await store.namesOf(ben, contentOf('c'), 2)).length, 2);
    assert.deepEqual(await store.namesOf(ben, contentOf('other'), 2), []);
  });

  test('withdraws a content everywhere and for good', async (t) => {
    const { store } = await scene(t, makeStore);
    const bad = contentOf('bad');
    await store.publish(ANNA, only('s', [file('x', 'bad'), file('y', 'good')]));
    await store.hold(BEN, [{ content: bad, size: 10, pieces: 1, audience: EVERYONE }], []);
    await store.withdraw(bad);
    assert.deepEqual(await treeOf(store, ben, ANNA, 's'), ['s/y']);
    await store.publish(ANNA, delta('s', 1, [file('z/again', 'bad', { size: 11 }), file('y', 'bad')]));
    await store.hold(BEN, [{ content: bad, size: 10, pieces: 1, audience: EVERYONE }], []);
    assert.deepEqual(await treeOf(store, ben, ANNA), ['s:']);
    assert.equal((await store.locate(ben, [{ id: bad, offset: 0 }], 10)).size, 0);
    assert.deepEqual(await found(store, ben, 'again'), []);
    assert.deepEqual(await store.stats(ben), { members: 3, online: 3, files: 0, contents: 0, holdings: 0, bytes: 0 });
  });

  test('keeps a modification time that no date can show as the last one that a date can', async (t) => {
    const { store } = await scene(t, makeStore);
    for (const [far, kept] of [
      [2 ** 60, 8.64e15],
      [-(2 ** 60), -8.64e15],
      [1e300, 8.64e15],
    ] as const) {
      await store.publish(ANNA, only('s', [file('far', 'c', { mtime: far })]));
      const { items } = await store.browse(ben, { peer: ANNA, path: 's', recursive: false, limit: 10 });
      assert.equal(items[0]?.mtime, kept);
      assert.deepEqual(await found(store, ben, 'far'), ['s/far']);
    }
    await store.publish(ANNA, only('s', [file('far', 'c', { mtime: 5 })]));
    assert.equal((await store.search(ben, { text: 'far', limit: 1 })).items[0]?.mtime, 5);
  });

  test('counts each content once and each holder of it', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('x', 'c'), file('y', 'c'), file('z', 'd', { size: 5 })]));
    await store.publish(BEN, only('s', [file('x', 'c')]));
    await store.hold(CLEO, [{ content: contentOf('c'), size: 10, pieces: 1, audience: EVERYONE }], []);
    assert.deepEqual(await store.stats(ben), { members: 3, online: 3, files: 4, contents: 2, holdings: 4, bytes: 15 });
    await store.unpublish(ANNA, 's');
    await store.unpublish(ANNA, 'never there');
    await store.sweepLeases();
    assert.deepEqual(await store.stats(ben), { members: 3, online: 3, files: 1, contents: 1, holdings: 2, bytes: 10 });
  });

  test('finds what is offered under a flat name, however long the name is', async (t) => {
    const { store } = await scene(t, makeStore);
    // Where they differ late, and in characters that take many bytes and do not repeat.
    const start = Array.from({ length: 900 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * 7919) % 20_000))).join(
      '',
    );
    const [one, two] = [`${start} one`, `${start} two`];
    const endpoints = [{ protocol: 'slots' as const, host: '192.0.2.1', port: 3333 }];
    for (const peer of [ANNA, BEN]) await store.grantLease(peer, { ...PRESENCE, endpoints }, TTL);
    await store.publish(ANNA, only('s', [file('x', '1', { flatName: one }), file('y', '2', { flatName: two })]));
    const [held, other] = [contentOf('3'), contentOf('4')];
    const hold = { size: 10, pieces: 1, audience: EVERYONE };
    await store.hold(
      BEN,
      [
        { ...hold, content: held, flatName: two },
        { ...hold, content: other, flatName: 'two' },
      ],
      [],
    );
    const offered = async (query: { name?: string; contains?: string }) => {
      const all = { dialect: 'slots', withGone: false, withMd5: false, limit: 10 } as const;
      return (await store.flatFiles({ ...all, ...query })).map(({ name, owner }) => [name, owner]);
    };
    assert.deepEqual(await offered({ name: one }), [[one, ANNA]]);
    assert.deepEqual(await offered({ name: two }), [
      [two, ANNA],
      [two, BEN],
    ]);
    assert.deepEqual(await offered({ name: start }), []);
    assert.deepEqual(await offered({ name: two, contains: 'one' }), []);
    assert.deepEqual(await offered({ contains: 'two' }), [
      [two, ANNA],
      [two, BEN],
      ['two', BEN],
    ]);
    assert.equal((await offered({})).length, 4);
  });

  test('does not let a wrong size spoil what others publish', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('x', 'c', { size: 999 })]));
    await store.publish(BEN, only('s', [file('x', 'c', { size: 10 })]));
    const entry = (await store.browse(ben, { peer: BEN, path: 's', recursive: false, limit: 1 })).items[0];
    assert.equal(entry?.size, 10);
    assert.equal((await store.locate(ben, [{ id: contentOf('c'), offset: 0 }], 10)).get(contentOf('c'))?.length, 2);
  });
}
