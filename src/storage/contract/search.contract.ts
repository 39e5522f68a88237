import assert from 'node:assert/strict';
import test from 'node:test';
import { EVERYONE } from '../../core/access/audience.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  everyPage,
  file,
  found,
  directory,
  only,
  peerOf,
  scene,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';

const ben = viewer(BEN);

export function searchContract(makeStore: MakeStore): void {
  test('finds what has every word, wherever in the path', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(
      ANNA,
      only('Music', [file('Björk/Jóga (live).flac', '1'), file('Air/La Femme.mp3', '2'), directory('Air')]),
    );
    assert.deepEqual(await found(store, ben, 'JOGA bjork'), ['Music/Björk/Jóga (live).flac']);
    assert.deepEqual(await found(store, ben, 'emme'), ['Music/Air/La Femme.mp3']);
    assert.deepEqual(await found(store, ben, 'la fe'), ['Music/Air/La Femme.mp3']);
    assert.deepEqual(await found(store, ben, 'em'), []);
    assert.deepEqual(await found(store, ben, 'air'), ['Music/Air', 'Music/Air/La Femme.mp3']);
    assert.deepEqual(await found(store, ben, 'joga air'), []);
    assert.equal((await found(store, ben, '')).length, 5);
    assert.equal((await found(store, ben, 'music')).length, 5);
  });

  test('groups names by content and counts who has it', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('a', [file('x song', 'c', { mtime: 5 }), file('y', 'c', { mtime: 9 })]));
    await store.publish(BEN, only('b', [file('my song', 'c', { mtime: 7 }), file('other song', 'd')]));
    await store.publish(CLEO, only('b', [file('my song', 'c')]));
    await store.endLease(CLEO);
    const { items } = await store.search(ben, { text: 'song', limit: 10 });
    const hit = items.find((each) => each.content === contentOf('c'));
    assert.equal(items.length, 2);
    assert.deepEqual(hit, {
      content: contentOf('c'),
      kind: 'file',
      size: 10,
      names: ['a/x song', 'b/my song'],
      sources: 2,
      mtime: 7,
    });
  });

  test('counts nobody who is only about to have a first piece, whom locate names', async (t) => {
    const { store } = await scene(t, makeStore);
    const about = (content: string, size: number, pieces = 0) => ({
      content: contentOf(content),
      size,
      pieces,
      audience: EVERYONE,
    });
    await store.publish(ANNA, only('s', [file('song', 'c', { size: 300_000 }), file('song empty', 'e', { size: 0 })]));
    await store.hold(BEN, [about('c', 300_000), about('e', 0)], []);
    await store.hold(CLEO, [about('c', 300_000), about('alone', 300_000)], []);
    await store.endLease(ANNA);
    const sources = async (more: { online?: boolean } = {}) => {
      const { items } = await store.search(ben, { text: 'song', kind: 'file', limit: 10, ...more });
      return items.map((each) => [each.content, each.sources]);
    };
    assert.deepEqual(await sources(), [
      [contentOf('c'), 0],
      [contentOf('e'), 1],
    ]);
    assert.deepEqual(await sources({ online: true }), [[contentOf('e'), 1]]);
    const located = await store.locate(ben, [{ id: contentOf('c'), offset: 0 }], 10);
    assert.deepEqual(
      located.get(contentOf('c'))?.map(({ peer, pieces, whole }) => [peer, pieces, whole]),
      [
        [BEN, 0, false],
        [CLEO, 0, false],
      ],
    );
    const { contents, holdings, bytes } = await store.stats(ben);
    assert.deepEqual([contents, holdings, bytes], [2, 3, 300_000]);
    await store.hold(CLEO, [about('c', 300_000, 1)], []);
    assert.deepEqual((await sources())[0], [contentOf('c'), 1]);
  });

  test('shows five names of a content at most, and each content on one page', async (t) => {
    const { store } = await scene(t, makeStore);
    const entries = Array.from({ length: 40 }, (_, index) => file(`same ${index}`, `c${index % 8}`));
    await store.publish(ANNA, only('s', entries));
    const hits = await everyPage((cursor) => store.search(ben, { text: 'same', limit: 3, ...cursor }));
    assert.equal(hits.length, 8);
    assert.equal(new Set(hits.map((hit) => hit.content)).size, 8);
    assert.ok(hits.every((hit) => hit.names.length === 5));
  });

  test('filters by kind, extension, size, peer and presence', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('d/a.MP3', '1', { size: 1 }), file('d/b.txt', '2', { size: 20 })]));
    await store.publish(CLEO, only('s', [file('d/c.mp3', '3', { size: 300 }), file('d/.x', '4')]));
    await store.endLease(CLEO);
    assert.deepEqual(await found(store, ben, 's', { kind: 'directory' }), ['s', 's/d']);
    assert.deepEqual(await found(store, ben, '', { extensions: ['mp3'] }), ['s/d/a.MP3', 's/d/c.mp3']);
    assert.deepEqual(await found(store, ben, '', { extensions: ['txt', 'x'] }), ['s/d/.x', 's/d/b.txt']);
    assert.deepEqual(await found(store, ben, '', { minSize: 20 }), ['s/d/b.txt', 's/d/c.mp3']);
    assert.deepEqual(await found(store, ben, '', { minSize: 2, maxSize: 20 }), ['s/d/.x', 's/d/b.txt']);
    assert.deepEqual(await found(store, ben, '', { peer: CLEO, kind: 'file' }), ['s/d/.x', 's/d/c.mp3']);
    assert.deepEqual(await found(store, ben, 'mp3', { peer: ANNA }), ['s/d/a.MP3']);
    assert.deepEqual(await found(store, ben, 'mp3', { online: true }), ['s/d/a.MP3']);
    assert.deepEqual(await found(store, ben, '', { peer: CLEO, online: true }), ['s', 's/d']);
    assert.deepEqual(await found(store, ben, '', { peer: peerOf('nobody') }), []);
  });

  test('takes any text as words, never as syntax', async (t) => {
    const { store } = await scene(t, makeStore);
    const odd = [
      `it's "quoted" 100%_*`,
      'a AND b OR NOT c',
      'NEAR(x y) ^z -q col:val',
      '🎵🎶 {brackets} [x]',
      'back\\slash',
    ];
    await store.publish(
      ANNA,
      only(
        's',
        odd.map((name, index) => file(name, `c${index}`)),
      ),
    );
    for (const name of odd) assert.deepEqual(await found(store, ben, name), [`s/${name}`], name);
    assert.deepEqual(await found(store, ben, '"quoted" 🎵'), []);
    assert.deepEqual(await found(store, ben, '🎵'), ['s/🎵🎶 {brackets} [x]']);
    for (const text of [
      '"',
      '""',
      "'",
      '*',
      'x*',
      '%%%',
      '___',
      '(',
      'AND',
      'a" OR "b',
      '\0',
      'a\0b',
      '\ud800',
      '-',
      ':::',
      '\\',
    ]) {
      await store.search(ben, { text, limit: 10 });
      await store.search(ben, { text: `${text} ${text}${text}`, extensions: [text, '"'], limit: 10 });
    }
    assert.deepEqual(await found(store, ben, '%%%'), []);
    assert.deepEqual(await found(store, ben, 'x'.repeat(10_000)), []);
    assert.deepEqual(await found(store, ben, 'back '.repeat(2000)), ['s/back\\slash']);
  });

  test('a text of marks alone finds nothing; beside others each has to be there', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('100 % of it.m4a', '1'), file('all_of it.mp3', '2'), file('---', '3')]));
    for (const text of ['%', '_', '"', '*', '#', '.', '+', '-', '%%', '% .', '--', '\\', '\0', '´']) {
      assert.deepEqual(await found(store, ben, text), [], text);
      assert.deepEqual(await found(store, ben, text, { peer: ANNA }), [], text);
      assert.deepEqual(await found(store, ben, text, { extensions: ['mp3'] }), [], text);
    }
    assert.deepEqual(await found(store, ben, '.m'), ['s/100 % of it.m4a', 's/all_of it.mp3']);
    assert.deepEqual(await found(store, ben, '_o'), ['s/all_of it.mp3']);
    assert.deepEqual(await found(store, ben, 'it %'), ['s/100 % of it.m4a']);
    assert.deepEqual(await found(store, ben, '100 %'), ['s/100 % of it.m4a']);
    assert.deepEqual(await found(store, ben, 'all %'), []);
    assert.deepEqual(await found(store, ben, '---'), ['s/---']);
    assert.equal((await found(store, ben, ' ')).length, 4);
  });

  test('finds short words where words begin, and in scripts without spaces anywhere', async (t) => {
    const { store } = await scene(t, makeStore);
    const names = ['one.txt', 'song.mp3', '日本語.txt', '新日本.txt'];
    await store.publish(
      ANNA,
      only(
        's',
        names.map((name) => file(name, name)),
      ),
    );
    assert.deepEqual(await found(store, ben, 'on'), ['s/one.txt']);
    assert.deepEqual(await found(store, ben, '日本'), ['s/新日本.txt', 's/日本語.txt']);
    assert.deepEqual(await found(store, ben, '本'), ['s/新日本.txt', 's/日本語.txt']);
    assert.deepEqual(await found(store, ben, '本語'), ['s/日本語.txt']);
  });

  test('finds contents by the beginning of their id, under each of their names', async (t) => {
    const { store } = await scene(t, makeStore);
    const id = contentOf('1');
    await store.publish(ANNA, only('s', [file('one', '1'), file('d/same', '1'), file('two', '2')]));
    await store.publish(BEN, only('s', [file('one', '3')]));
    for (const length of [8, 9, 15, 52, 53]) {
      const idPrefix = id.slice(0, length);
      assert.deepEqual(await found(store, ben, '', { idPrefix }), ['s/d/same', 's/one'], idPrefix);
    }
    assert.deepEqual(await found(store, ben, 'same', { idPrefix: id.slice(0, 8) }), ['s/d/same']);
    assert.deepEqual(await found(store, ben, '', { idPrefix: id.slice(0, 8), peer: BEN }), []);
    const other = id[20] === 'a' ? 'b' : 'a';
    assert.deepEqual(await found(store, ben, '', { idPrefix: id.slice(0, 20) + other }), []);
    const { items } = await store.search(ben, { text: '', idPrefix: id.slice(0, 8), limit: 10 });
    assert.deepEqual(
      items.map(({ content }) => content),
      [id],
    );
  });

  test('refuses a cursor that is none', async (t) => {
    const { store } = await scene(t, makeStore);
    for (const cursor of [
      '',
      '%',
      'AAAA',
      'W10',
      Buffer.from('[-1,5]').toString('base64url'),
      Buffer.from('["x",{}]').toString('base64url'),
    ]) {
      await assert.rejects(store.search(ben, { text: '', limit: 1, cursor }), { code: 'bad-request' }, cursor);
    }
  });

  test('forgets names that nothing uses any more', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('s', [file('deep/er/gone', '1'), file('deep/stays', '2')]));
    await store.publish(ANNA, only('s', [file('deep/stays', '2')]));
    assert.deepEqual(await found(store, ben, 'gone'), []);
    await store.sweepLeases();
    await store.sweepLeases();
    assert.deepEqual(await found(store, ben, 'deep'), ['s/deep', 's/deep/stays']);
    await store.publish(ANNA, only('s', [file('deep/er/gone', '1')]));
    assert.deepEqual(await found(store, ben, 'gone'), ['s/deep/er/gone']);
  });
}
