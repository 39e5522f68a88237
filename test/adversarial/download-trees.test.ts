import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { contentIdOfHash } from '../../src/core/ids.ts';
import type { BrowsedEntry } from '../../src/core/swarm/catalog.ts';
import { bytesOf, downloader, seeder, StandInTracker, treeOf, until } from './download-network.ts';
import { oddSource } from './download-sources.ts';

test('writes nothing through the links of a tree, and makes none that leave it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const content = await source.add('p/fine.txt', Buffer.from('fine'));
  const outside = join(source.folder, 'outside');
  await mkdir(outside);
  const link = (path: string, target: string) => source.addEntry({ kind: 'symlink', path: `share/p/${path}`, target });
  const file = (path: string) => source.addEntry({ kind: 'file', path, content, size: 4 });
  link('a', outside);
  file('share/p/a/passwd');
  link('b', '../../..');
  link('deep/up', '..');
  link('c', 'deep/up/../..');
  link('good', 'deep/../fine.txt');
  link('loop', 'loop');
  link('nul', 'a\0b');
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
  const done = await service.wait((await service.add({ target })).id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(await treeOf(join(folder, 'p')), {
    deep: null,
    'deep/up': '-> ..',
    'fine.txt': 'fine',
    good: '-> deep/../fine.txt',
    loop: '-> loop',
  });
  assert.deepEqual(await readdir(outside), []);
  assert.deepEqual(done.skipped.map(({ path }) => path).toSorted(), ['a', 'a/passwd', 'b', 'c', 'nul']);
});

test('refuses paths that leave the folder, and fetches the rest', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const content = await source.add('p/fine.txt', Buffer.from('fine'));
  const odd = [
    'share/p/../../evil',
    'share/p//evil',
    'share/p/./evil',
    'share/p/x\0y',
    '/etc/passwd',
    'share/q',
    `share/p/${'d/'.repeat(10_000)}x`,
    `share/p/${'n'.repeat(2000)}`,
  ];
  const entries: BrowsedEntry[] = odd.map((path) => ({ kind: 'file', path, content, size: 4 }));
  // A tracker that answers whatever it likes.
  const honest = tracker.browse.bind(tracker);
  tracker.browse = async (query) => {
    const page = await honest(query);
    return query.path === '' ? page : { items: [...page.items, ...entries] };
  };
  const { service, folder } = await downloader(t, tracker);
  const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
  const done = await service.wait((await service.add({ target })).id);
  assert.deepEqual([done.state, done.filesDone], ['done', 1]);
  assert.equal(done.skipped.length, odd.length);
  assert.deepEqual(await readdir(folder), ['p']);
  assert.deepEqual(await readdir(join(folder, 'p')), ['fine.txt']);
  assert.ok(!(await readdir(join(folder, '..'))).includes('evil'));
});

test(
  'names that would be our part files are changed, over-long ones shortened, both reported',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    const content = await source.add('p/fine.txt', Buffer.from('fine'));
    const long = `${'ü'.repeat(200)}.tar.gz`;
    for (const name of [long, '.x.ayni-part'])
      source.addEntry({ kind: 'file', path: `share/p/${name}`, content, size: 4 });
    const { service, folder } = await downloader(t, tracker);
    const target = { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const;
    const done = await service.wait((await service.add({ target })).id);
    const names = await readdir(join(folder, 'p'));
    assert.equal(names.length, 3);
    assert.ok(names.includes('_.x.ayni-part'));
    assert.ok(names.some((name) => name.endsWith('.tar.gz') && Buffer.byteLength(name) <= 255));
    assert.deepEqual(done.renamed.map(({ from }) => from).toSorted(), ['.x.ayni-part', long].toSorted());
  },
);

test('a tracker whose list does not end is not believed', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  tracker.browse = () => Promise.resolve({ items: [], cursor: 'again' });
  tracker.trees.clear();
  const { service } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'bad-answer');
});

test('waits with what nobody has, keeps the rest, and ends when somebody does', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  await source.add('p/here.txt', Buffer.from('here'));
  const late = Buffer.from('late');
  const other = await oddSource(t, new StandInTracker(), late);
  source.addEntry({ kind: 'file', path: 'share/p/late.txt', content: other.content, size: late.length });
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.deepEqual([waiting.filesDone, waiting.filesTotal, waiting.reason?.code], [1, 2, 'no-sources']);
  assert.match(waiting.reason?.message ?? '', /1 file of 2/);
  tracker.addSource(other.content, other.peer, 'other', other.port);
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.equal(await readFile(join(folder, 'p/late.txt'), 'utf8'), 'late');
});

test('an id that is not the content it names never becomes a file', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const good = await source.add('p/a', Buffer.from('a'));
  source.addEntry({ kind: 'file', path: 'share/p/wrong size', content: good, size: 2 });
  source.addEntry({ kind: 'file', path: 'share/p/not empty', content: contentIdOfHash(new Uint8Array(32)), size: 0 });
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.filesDone, 1);
  assert.deepEqual(await readdir(join(folder, '.p.ayni-part')), ['a']);
  assert.deepEqual(
    waiting.skipped.map(({ path }) => path),
    ['share/p/not empty'],
  );
});

test(
  'says clearly that its folder is gone, loses nothing else, and begins again when told to',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const bytes = bytesOf(60 * PIECE_SIZE);
    const source = await oddSource(t, tracker, bytes, { delayMs: 20 });
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({
      target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
    });
    await until(service, job.id, ({ bytesDone }) => bytesDone > 0);
    await rm(folder, { recursive: true });
    source.behave({});
    const failed = await service.wait(job.id);
    assert.equal(failed.state, 'failed');
    assert.match(failed.reason?.message ?? '', /gone/);
    await service.resume(job.id);
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  },
);

test('a folder of a tree that is replaced by a link meanwhile is not followed', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(20 * PIECE_SIZE);
  const slow = await oddSource(t, tracker, bytes, { delayMs: 20 });
  const source = await seeder(t, tracker, { name: 'tree' });
  source.addEntry({ kind: 'file', path: 'share/p/a-slow', content: slow.content, size: bytes.length });
  await source.add('p/z/file', Buffer.from('z'));
  const { service, folder } = await downloader(t, tracker);
  const outside = join(source.folder, 'outside');
  await mkdir(outside);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  await until(service, job.id, ({ bytesDone }) => bytesDone > PIECE_SIZE);
  await service.pause(job.id);
  const aside = join(folder, '.p.ayni-part');
  await rm(join(aside, 'z'), { recursive: true });
  await symlink(outside, join(aside, 'z'));
  slow.behave({});
  await service.resume(job.id);
  await service.wait(job.id);
  assert.deepEqual(await readdir(outside), []);
});

test(
  'takes what took the place of a file that changed, and leaves out what is gone',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    await source.add('p/stays', Buffer.from('stays'));
    await source.add('p/log', bytesOf(3 * PIECE_SIZE));
    await source.add('p/gone/file', Buffer.from('gone'));
    const { service, folder } = await downloader(t, tracker);
    // It changes after the tree was listed, and before it is fetched.
    const locate = tracker.locate.bind(tracker);
    tracker.locate = async (request) => {
      tracker.locate = locate;
      tracker.sources.clear();
      tracker.trees.set(source.identity.peer, []);
      const entries = tracker.trees.get(source.identity.peer) ?? [];
      const log = await source.add('p/log', bytesOf(3 * PIECE_SIZE + 1, 2));
      const stays = await source.add('p/stays', Buffer.from('stays'));
      entries.push(
        { kind: 'file', path: 'share/p/log', content: log, size: 3 * PIECE_SIZE + 1 },
        { kind: 'file', path: 'share/p/stays', content: stays, size: 5 },
      );
      return locate(request);
    };
    const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
    // What is missing may be listed again in a moment: it is given up only when it stays away.
    for (let look = 1; look < 5; look++) {
      const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
      assert.equal(waiting.filesTotal, 3);
      await service.resume(job.id);
      await until(service, job.id, ({ state }) => state === 'running' || state === 'done');
    }
    const done = await service.wait(job.id);
    assert.equal(done.reason?.code, 'not-found');
    assert.deepEqual([done.state, done.filesDone, done.filesTotal], ['done', 2, 2]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'p/log'))), bytesOf(3 * PIECE_SIZE + 1, 2));
    assert.deepEqual(done.skipped, [{ path: 'gone/file', why: 'it is no longer shared' }]);
  },
);
