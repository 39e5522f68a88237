import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  bytesOf,
  downloader,
  seeder,
  StandInTracker,
  treeOf,
  until,
} from '../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../test/adversarial/download-sources.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';

const MiB = 1024 * 1024;

test('fetches a file of many pieces, verified, with its time, and serves it on', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const bytes = bytesOf(20 * MiB + 5);
  const content = await source.add('film.bin', bytes);
  const { service, library, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content, name: 'film.bin' } });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.equal(done.destination, join(folder, 'film.bin'));
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'film.bin'))), bytes);
  assert.deepEqual(await readdir(folder), ['film.bin'], 'no part file is left');
  assert.equal(done.bytesDone, bytes.length);
  assert.equal(done.bytesReceived, bytes.length);
  assert.deepEqual(library.find(content)?.audiences, [EVERYONE]);
  assert.equal(library.find(content)?.copies[0]?.path, join(folder, 'film.bin'));
});

test('fetches a tree with empty folders, programs, links, unicode and spaces', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  await source.add('p/bin/run me', Buffer.from('#!/bin/sh\necho hi\n'), { executable: true });
  await source.add('p/ünïcode/日本.txt', Buffer.from('x'));
  await source.add('p/empty.txt', new Uint8Array(0));
  await source.add('p/big.bin', bytesOf(3 * MiB));
  source.addEntry({ kind: 'directory', path: 'share/p/nothing/in here' });
  source.addEntry({ kind: 'directory', path: 'share/p/nothing' });
  source.addEntry({ kind: 'symlink', path: 'share/p/tool', target: 'bin/run me' });
  source.addEntry({ kind: 'symlink', path: 'share/p/bin/up', target: '../big.bin' });
  const { service, folder, library } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(await treeOf(folder), {
    p: null,
    'p/bin': null,
    'p/bin/run me': '#!/bin/sh\necho hi\n',
    'p/bin/up': '-> ../big.bin',
    'p/big.bin': Buffer.from(bytesOf(3 * MiB))
      .toString('latin1')
      .slice(0, 200),
    'p/empty.txt': '',
    'p/nothing': null,
    'p/nothing/in here': null,
    'p/tool': '-> bin/run me',
    'p/ünïcode': null,
    'p/ünïcode/日本.txt': 'x',
  });
  const program = await stat(join(folder, 'p/bin/run me'));
  assert.equal(program.mode & 0o100, 0o100);
  assert.equal((await stat(join(folder, 'p/empty.txt'))).mode & 0o111, 0);
  assert.equal(Math.round(program.mtimeMs), 1_600_000_000_123);
  assert.equal(done.filesDone, 4);
  assert.equal(
    [...library.fetched()].every((file) => file.path.startsWith(join(folder, 'p') + '/')),
    true,
  );
  assert.equal([...library.fetched()].length, 4);
});

test(
  'never overwrites: a different file makes it take a number, the same one is recognised',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    const { service, folder } = await downloader(t, tracker);
    await mkdir(folder);
    for (const bytes of [bytesOf(1000), bytesOf(2 * MiB)]) {
      const name = `report ${bytes.length}.pdf`;
      const content = await source.add(name, bytes);
      await writeFile(join(folder, name), bytesOf(bytes.length, 2));
      const fetch = async () => service.wait((await service.add({ target: { kind: 'content', content, name } })).id);
      const first = await fetch();
      const numbered = `report ${bytes.length} (2).pdf`;
      assert.equal(first.destination, join(folder, numbered));
      assert.deepEqual(first.renamed, [{ from: name, to: numbered }]);
      const again = await fetch();
      assert.equal(again.destination, join(folder, numbered));
      assert.equal(again.bytesReceived, 0);
      assert.equal(again.skipped.length, 1);
      assert.deepEqual(new Uint8Array(await readFile(join(folder, name))), bytesOf(bytes.length, 2));
    }
    assert.equal((await readdir(folder)).length, 4);
  },
);

test('fills up a folder that is there, and follows no symlink in it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  await source.add('p/same.txt', Buffer.from('same'));
  await source.add('p/other.txt', Buffer.from('new'));
  await source.add('p/sub/deep.txt', Buffer.from('deep'));
  await source.add('p/linked/x.txt', Buffer.from('x'));
  await source.add('p/dangling', Buffer.from('d'));
  source.addEntry({ kind: 'symlink', path: 'share/p/link', target: 'same.txt' });
  const { service, folder } = await downloader(t, tracker);
  const outside = join(folder, '..', 'outside');
  await mkdir(outside);
  await mkdir(join(folder, 'p/sub'), { recursive: true });
  await writeFile(join(folder, 'p/same.txt'), 'same');
  await writeFile(join(folder, 'p/other.txt'), 'old');
  await writeFile(join(folder, 'p/.other.txt.ayni-part'), 'not ours');
  await symlink(outside, join(folder, 'p/linked'));
  await symlink(join(outside, 'made'), join(folder, 'p/dangling'));
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
  const done = await service.wait((await service.add({ target })).id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(await readdir(outside), []);
  const tree = await treeOf(join(folder, 'p'));
  assert.deepEqual(tree, {
    '.other.txt (2).ayni-part': 'not ours',
    dangling: `-> ${join(outside, 'made')}`,
    'dangling (2)': 'd',
    link: '-> same.txt',
    linked: `-> ${outside}`,
    'linked (2)': null,
    'linked (2)/x.txt': 'x',
    'other (2).txt': 'new',
    'other.txt': 'old',
    'same.txt': 'same',
    sub: null,
    'sub/deep.txt': 'deep',
  });
  assert.deepEqual(done.renamed.map(({ from }) => from).toSorted(), ['dangling', 'linked', 'other.txt']);
  assert.deepEqual(
    done.skipped.map(({ path }) => path),
    ['same.txt'],
  );
  const again = await service.wait((await service.add({ target })).id);
  assert.equal(again.bytesReceived, 0);
  assert.deepEqual(await treeOf(join(folder, 'p')), tree);
});

test('pauses and resumes, also across a restart, without fetching a piece twice', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(48 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const peer = await downloader(t, tracker);
  const { id } = await peer.service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  await until(peer.service, id, ({ bytesDone }) => bytesDone >= 5 * PIECE_SIZE);
  await peer.service.pause(id);
  const [paused] = peer.service.jobs();
  assert.equal(paused?.state, 'paused');
  await peer.restart();
  assert.equal(peer.service.jobs()[0]?.state, 'paused', 'a paused job stays so');
  await peer.service.resume(id);
  await until(peer.service, id, ({ bytesDone }) => bytesDone >= 15 * PIECE_SIZE);
  await peer.restart();
  source.behave({});
  const done = await peer.service.wait(id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(peer.folder, 'x'))), bytes);
  assert.equal(done.bytesReceived, bytes.length);
});

test('a part file that changed while nobody looked is not believed', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(48 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const peer = await downloader(t, tracker);
  const { id } = await peer.service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  await until(peer.service, id, ({ bytesDone }) => bytesDone >= 8 * PIECE_SIZE);
  await peer.service.pause(id);
  const part = join(peer.folder, '.x.ayni-part');
  const spoiled = await readFile(part);
  spoiled.fill(0, PIECE_SIZE + 5, PIECE_SIZE + 10);
  await writeFile(part, spoiled);
  source.behave({});
  await peer.service.resume(id);
  const done = await peer.service.wait(id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(peer.folder, 'x'))), bytes);
});

test('cancelling removes part files, and nothing else', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(48 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const peer = await downloader(t, tracker);
  const { service, folder, library } = peer;
  await mkdir(join(folder), { recursive: true });
  await writeFile(join(folder, 'mine'), 'mine');
  const one = await service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  await until(service, one.id, ({ bytesDone }) => bytesDone > 0);
  await service.cancel(one.id);
  assert.deepEqual(await readdir(folder), ['mine']);

  const good = await seeder(t, tracker, { name: 'tree' });
  await good.add('p/a', Buffer.from('a'));
  good.addEntry({ kind: 'file', path: 'share/p/slow', content: source.content, size: bytes.length });
  const tree = await service.add({ target: { kind: 'tree', peer: good.identity.peer, path: 'share/p' } });
  await until(service, tree.id, ({ bytesDone }) => bytesDone > PIECE_SIZE);
  await service.cancel(tree.id);
  assert.deepEqual(await readdir(folder), ['mine']);
  assert.deepEqual([...library.fetched()], []);
  assert.equal((await service.wait(tree.id)).state, 'cancelled');
  await assert.rejects(service.resume(tree.id), (error) => AyniError.is(error, 'conflict'));
});

test(
  'runs so many jobs at once, the others in their turn, and the same download once',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const peer = await downloader(t, tracker, { concurrent: 1 });
    const size = 20 * PIECE_SIZE;
    const contents = new Map<number, ContentId>();
    for (const seed of [1, 2, 3]) {
      // The first lasts while the others are added.
      const source = await oddSource(t, tracker, bytesOf(size, seed), { delayMs: seed === 1 ? 200 : 10 });
      contents.set(seed, source.content);
    }
    const add = (seed: number) => {
      const content = contents.get(seed);
      assert.ok(content);
      return peer.service.add({ target: { kind: 'content', content, size, name: `f${seed}` } });
    };
    const ended: string[] = [];
    let atOnce = 0;
    peer.service.onChange((job) => {
      atOnce = Math.max(atOnce, peer.service.jobs().filter(({ state }) => state === 'running').length);
      if (job.state === 'done' && !ended.includes(job.name)) ended.push(job.name);
    });
    const jobs = [await add(1), await add(2), await add(3)];
    assert.equal((await add(1)).id, jobs[0]?.id);
    const second = await until(peer.service, jobs[1]?.id ?? '', ({ reason }) => reason !== undefined);
    assert.deepEqual([second.state, second.reason?.code], ['waiting', 'busy']);
    await Promise.all(jobs.map(({ id }) => peer.service.wait(id)));
    assert.equal(atOnce, 1);
    assert.deepEqual(ended, ['f1', 'f2', 'f3']);
  },
);

test('two downloads of the same name into one folder do not touch each other', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const peer = await downloader(t, tracker);
  const jobs = await Promise.all(
    [1, 2].map(async (seed) => {
      const bytes = bytesOf(20 * PIECE_SIZE, seed);
      const source = await oddSource(t, tracker, bytes, { delayMs: 5 });
      return peer.service.add({ target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' } });
    }),
  );
  await Promise.all(jobs.map(({ id }) => peer.service.wait(id)));
  const found = await Promise.all(['x', 'x (2)'].map((name) => readFile(join(peer.folder, name))));
  const seeds = found.map((bytes) => [1, 2].find((seed) => bytes.equals(bytesOf(20 * PIECE_SIZE, seed))));
  assert.deepEqual(new Set(seeds), new Set([1, 2]));
});

test('keeps the audience of the share, and does not serve on what should not be', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const audience = { kind: 'restricted', groups: ['staff'], peers: [] } as const;
  const source = await seeder(t, tracker, { audience });
  const content = await source.add('p/secret', Buffer.from('secret'));
  const { service, library } = await downloader(t, tracker);
  const quiet = { target: { kind: 'content', content, name: 'quiet' }, seed: false } as const;
  await service.wait((await service.add(quiet)).id);
  assert.equal(library.find(content), undefined);
  for (const target of [
    { kind: 'content', content, name: 'secret' },
    { kind: 'tree', peer: source.identity.peer, path: 'share/p' },
  ] as const) {
    await service.wait((await service.add({ target })).id);
    assert.deepEqual(library.find(content)?.audiences[0], audience);
  }
});

test('fetches of a tree what is wished for, and says when that is nothing', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const path of ['a/one.jpg', 'a/two.txt', 'raw/three.jpg']) await source.add(`p/${path}`, Buffer.from(path));
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
  const wishes = { only: ['*.jpg'], skip: ['raw/'], inOrder: true };
  const job = await service.add({ target, wishes });
  assert.equal((await service.add({ target, wishes })).id, job.id);
  assert.equal((await service.wait(job.id)).filesTotal, 1);
  assert.deepEqual(await treeOf(join(folder, 'p')), { a: null, 'a/one.jpg': 'a/one.jpg' });
  const none = await service.wait((await service.add({ target, wishes: { only: ['*.gif'] } })).id);
  assert.deepEqual([none.state, none.reason?.code], ['failed', 'not-found']);
});

test('fetches a path of one file as that file', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  await source.add('dir/one.txt', Buffer.from('one'));
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/dir/one.txt' } as const;
  const done = await service.wait((await service.add({ target })).id);
  assert.equal(done.destination, join(folder, 'one.txt'));
  assert.equal(await readFile(join(folder, 'one.txt'), 'utf8'), 'one');
});

test('refuses a link that is named itself: it is no empty folder', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  source.addEntry({ kind: 'symlink', path: 'share/link', target: 'sub/real' });
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/link' } as const;
  // With wishes its list is read in another way.
  for (const wishes of [{}, { only: ['*.txt'] }]) {
    const { state, reason } = await service.wait((await service.add({ target, wishes })).id);
    const message = '"share/link" is a link to "share/sub/real": name that instead.';
    assert.deepEqual([state, reason], ['failed', { code: 'not-found', message }]);
  }
  assert.deepEqual(await readdir(folder), []);
});

test('fetches a tree of thousands of small files, from any who has them', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (let i = 0; i < 3000; i++) await source.add(`many/${i % 50}/${i}.js`, Buffer.from(`file ${i % 2900}`));
  const { service, folder, library } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/many' } as const;
  const done = await service.wait((await service.add({ target })).id);
  assert.deepEqual([done.state, done.filesDone, done.reason], ['done', 3000, undefined]);
  assert.deepEqual(await treeOf(join(folder, 'many')), await treeOf(join(source.folder, 'many')));
  assert.equal([...library.fetched()].length, 3000);
});

test('refuses a list of downloads that a newer version wrote', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const peer = await downloader(t, tracker);
  await peer.service.stop();
  const database = new DatabaseSync(join(peer.state, 'downloads.sqlite'));
  database.exec('PRAGMA user_version = 99');
  database.close();
  await assert.rejects(peer.restart(), (error) => AyniError.is(error, 'state-newer'));
});

test('refuses paths and folders that make no sense', { timeout: 60_000 }, async (t) => {
  const { service } = await downloader(t, new StandInTracker());
  const source = await seeder(t, new StandInTracker());
  const { peer } = source.identity;
  for (const path of ['', '../x', '/etc', 'share/../..', 'a\0b']) {
    await assert.rejects(service.add({ target: { kind: 'tree', peer, path } }), (error) =>
      AyniError.is(error, 'bad-path'),
    );
  }
  await assert.rejects(service.add({ target: { kind: 'tree', peer, path: 'a' }, folder: 'relative' }), (error) =>
    AyniError.is(error, 'bad-path'),
  );
  const job = await service.add({ target: { kind: 'tree', peer, path: 'nothing' } });
  const failed = await service.wait(job.id);
  assert.deepEqual([failed.state, failed.reason?.code], ['failed', 'not-found']);
});
