import assert from 'node:assert/strict';
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Audience } from '../../core/access/audience.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { contentOf, hasher, plant, sharingPeer } from '../../../test/support/sharing-peer.ts';

test('after a restart nothing is read and nothing is sent when nothing changed', async (t) => {
  const all = await sharingPeer(t);
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
  const all = await sharingPeer(t);
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
  const { folder, service, tracker } = await sharingPeer(t);
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
  const { folder, service, tracker } = await sharingPeer(t);
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
  const { service, tracker } = await sharingPeer(t);
  tracker.shares.set('lost', { revision: 5, audience: EVERYONE, entries: new Map() });
  service.announced({ revisions: tracker.revisions });
  await service.rescan();
  assert.deepEqual(tracker.revisions, {});
});

test('keeps trying while the tracker is away, and tells everything when it is back', async (t) => {
  const { folder, service, tracker } = await sharingPeer(t);
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
  const { folder, service, tracker, library } = await sharingPeer(t);
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
  const all = await sharingPeer(t);
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
  const { folder, service, tracker, library } = await sharingPeer(t);
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
