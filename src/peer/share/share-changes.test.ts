import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { AyniError } from '../../core/errors.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { Scanner } from './scan/scanner.ts';
import { ShareService } from './share-service.ts';
import { contentOf, hasher, plant, sharingPeer } from '../../../test/support/sharing-peer.ts';

test('a folder that goes away is withdrawn but not forgotten: its return costs no hashing', async (t) => {
  const { folder, service, tracker, library, status } = await sharingPeer(t);
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
  const all = await sharingPeer(t);
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
  const { folder, service, tracker, library } = await sharingPeer(t);
  plant(folder, { 'a/old': 'text', 'z/': '' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  library.entries.hashed = () => assert.fail('it was hashed again');
  renameSync(join(folder, 'a/old'), join(folder, 'z/new'));
  await service.rescan();
  assert.deepEqual(tracker.paths('docs'), ['a', 'z', 'z/new']);
});

test('a file that changes while it is read is hashed again until it rests', async (t) => {
  const { folder, service, tracker } = await sharingPeer(t);
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

test('a large file that is written while it is watched is listed once it rests, and counted until then', async (t) => {
  const all = await sharingPeer(t, { watch: true });
  plant(all.folder, { a: 'a' });
  await all.service.add({ path: all.folder, name: 'docs' });
  await all.service.rescan();
  if (all.status('docs').watching !== 'live') return t.skip('needs a watcher for this platform');
  const path = join(all.folder, 'growing');
  const states = new Set<string>();
  // It rests longer than the watch waits to tell.
  const size = 128 * 1024 * 1024;
  writeFileSync(path, '');
  truncateSync(path, size);
  // Written to for longer than anyone hopes that it rests at once.
  for (let blocks = 0; blocks < 300; blocks++) {
    appendFileSync(path, Buffer.alloc(4096, 7));
    await delay(10);
    const { state, pendingFiles } = all.status('docs');
    states.add(`${state} ${pendingFiles}`);
  }
  assert.ok(states.has('hashing 1') && states.has('ready 1'), [...states].join());
  const content = contentOf(Buffer.concat([Buffer.alloc(size), Buffer.alloc(300 * 4096, 7)]));
  while (!all.library.find(content)) await delay(25);
  await all.reaches('docs', ['a', 'growing']);
  assert.equal(all.status('docs').pendingFiles, 0);
});

test('on a coarse clock no hash is taken before a further change would show', async (t) => {
  const { folder, service, tracker, library } = await sharingPeer(t);
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
  const { folder, service, tracker, library, status } = await sharingPeer(t);
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
  const { folder, service, tracker } = await sharingPeer(t);
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

test('a reported change is hashed again', async (t) => {
  const { folder, service, tracker, library } = await sharingPeer(t);
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

test('what kept it from hashing is told until it hashes again', async (t) => {
  const all = await sharingPeer(t);
  plant(all.folder, { a: 'one' });
  await all.service.add({ path: all.folder, name: 'docs' });
  await all.service.rescan();
  const full = t.mock.method(all.library.entries, 'hashed', () => {
    throw new AyniError('disk-full', 'The disk is full.');
  });
  plant(all.folder, { b: 'b' });
  await all.service.rescan();
  assert.equal(all.status('docs').state, 'waiting');
  assert.equal(all.status('docs').lastError, 'The disk is full.');
  full.mock.restore();
  plant(all.folder, { a: 'two' });
  all.library.reportChanged(contentOf('one'), join(all.folder, 'a'));
  await all.reaches('docs', ['a', 'b']);
  assert.equal(all.status('docs').lastError, undefined);
});

test('what could not be read for now is looked at again after a while, and nothing else', async (t) => {
  const { folder, service, status } = await sharingPeer(t);
  plant(folder, { 'a/b': 'b', 'e\u0301/x': 'x' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  const looks: (readonly string[] | undefined)[] = [];
  const again = ['e\u0301'];
  // oxlint-disable-next-line typescript/unbound-method -- it is called on the object that it was called on
  const { scan } = Scanner.prototype;
  t.mock.method(Scanner.prototype, 'scan', async function (this: Scanner, ...call: Parameters<Scanner['scan']>) {
    const [{ paths }, take] = call;
    looks.push(paths);
    const end = await scan.apply(this, call);
    if (end.kind !== 'done' || looks.length > 1) return end;
    take({ found: [], gone: [], skipped: [{ path: '\u00e9', reason: 'it cannot be read (EMFILE)' }], seen: 1 });
    return { ...end, again };
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await service.rescan();
  assert.equal(status('docs').skipped.count, 1);
  assert.deepEqual(looks, [undefined]);
  t.mock.timers.tick(30_000);
  t.mock.timers.reset();
  while (status('docs').skipped.count > 0) await delay(5);
  assert.deepEqual(looks, [undefined, again]);
});

test('a share that this machine has no means to look at is as it was, and waits', async (t) => {
  const { folder, service, tracker, status } = await sharingPeer(t);
  plant(folder, { a: 'a' });
  await service.add({ path: folder, name: 'docs' });
  await service.rescan();
  const why = 'it cannot be read (EMFILE)';
  const scan = t.mock.method(Scanner.prototype, 'scan', async () => ({ kind: 'unread', why }));
  t.mock.timers.enable({ apis: ['setTimeout'] });
  await service.rescan();
  assert.equal(status('docs').state, 'waiting');
  assert.equal(status('docs').lastError, why);
  assert.deepEqual(tracker.paths('docs'), ['a']);
  scan.mock.restore();
  t.mock.timers.tick(30_000);
  t.mock.timers.reset();
  while (status('docs').state !== 'ready') await delay(5);
  assert.equal(status('docs').lastError, undefined);
});

test('sees what is created, changed, renamed and deleted while it watches', async (t) => {
  const all = await sharingPeer(t, { watch: true });
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
  const all = await sharingPeer(t, { watch: true });
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
