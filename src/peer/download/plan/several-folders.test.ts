import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { downloader, seeder, StandInTracker, treeOf, until } from '../../../../test/adversarial/download-network.ts';
import { peerIdOf } from '../../../core/ids.ts';

test('fetches the folders of several peers as one, also after a restart, for whom all of them admit', async (t) => {
  const tracker = new StandInTracker();
  const [a, b] = [await seeder(t, tracker), await seeder(t, tracker, { audience: friends('x', 'y') })];
  const c = await seeder(t, tracker, { audience: friends('y', 'z') });
  for (const source of [a, b, c]) await source.add('p/same.txt', Buffer.from('same'));
  await a.add('p/notes.txt', Buffer.from('of a'));
  await b.add('p/notes.txt', Buffer.from('of b'));
  const late = await c.add('p/sub/late.txt', Buffer.from('late'));
  const sources = tracker.sources.get(late) ?? [];
  tracker.sources.delete(late);
  const to = await downloader(t, tracker);
  const nobody = peerIdOf(new Uint8Array(32));
  const also = [b, c].map(({ identity }) => ({ peer: identity.peer, path: 'share/p' }));
  const target = { kind: 'tree' as const, peer: a.identity.peer, path: 'share/p' };
  const gone = { peer: nobody, path: 'share/gone' };
  const { id } = await to.service.add({ target: { ...target, also: [...also, gone] } });
  await until(to.service, id, ({ filesDone }) => filesDone === 3);
  const service = await to.restart();
  tracker.sources.set(late, sources);
  await service.resume(id);
  const done = await service.wait(id);
  assert.deepEqual(
    [done.state, done.filesDone, done.renamed],
    ['done', 4, [{ from: 'notes.txt', to: 'notes (2).txt' }]],
  );
  assert.deepEqual(await treeOf(join(to.folder, 'p')), {
    'notes (2).txt': 'of b',
    'notes.txt': 'of a',
    'same.txt': 'same',
    sub: null,
    'sub/late.txt': 'late',
  });
  for (const { audience } of to.library.fetched()) assert.deepEqual(audience, friends('y'));
});

test('a folder comes from whoever has its files, whosever it is', async (t) => {
  const tracker = new StandInTracker();
  const [a, b] = [await seeder(t, tracker), await seeder(t, tracker)];
  const contents = [];
  for (const name of ['p/one.txt', 'p/two.txt']) {
    contents.push(await a.add(name, Buffer.from(name)));
    await b.add(name, Buffer.from(name));
  }
  // One that is listed, and can be asked no more.
  for (const content of contents) {
    const sources = tracker.sources.get(content) ?? [];
    assert.equal(sources.length, 2);
    tracker.sources.set(
      content,
      sources.filter(({ peer }) => peer !== a.identity.peer),
    );
  }
  for (const also of [[], [{ peer: b.identity.peer, path: 'share/p' }]]) {
    const to = await downloader(t, tracker);
    const target = { kind: 'tree' as const, peer: a.identity.peer, path: 'share/p' };
    const { id } = await to.service.add({ target: also.length === 0 ? target : { ...target, also } });
    assert.equal((await to.service.wait(id)).state, 'done');
    assert.deepEqual(await treeOf(join(to.folder, 'p')), { 'one.txt': 'p/one.txt', 'two.txt': 'p/two.txt' });
  }
});

test('follows what becomes of a file at each of several peers', async (t) => {
  const tracker = new StandInTracker();
  const [a, b] = [await seeder(t, tracker), await seeder(t, tracker)];
  const old = await a.add('p/notes.txt', Buffer.from('old'));
  const other = await b.add('p/notes.txt', Buffer.from('other'));
  for (const content of [old, other]) tracker.sources.delete(content);
  const to = await downloader(t, tracker);
  const also = [{ peer: b.identity.peer, path: 'share/p' }];
  const { id } = await to.service.add({ target: { kind: 'tree', peer: a.identity.peer, path: 'share/p', also } });
  await until(to.service, id, ({ reason }) => reason?.code === 'no-sources');
  tracker.addSource(other, b.identity.peer, 'b', b.port());
  const entries = tracker.trees.get(a.identity.peer) ?? [];
  entries.splice(0, entries.length, ...entries.filter(({ content }) => content !== old));
  await a.add('p/notes.txt', Buffer.from('new'));
  await to.service.resume(id);
  await to.service.wait(id);
  const { 'notes.txt': first, 'notes (2).txt': second } = await treeOf(join(to.folder, 'p'));
  assert.deepEqual([first, second], ['new', 'other']);
});

test('fails when none of the folders is there', async (t) => {
  const { service } = await downloader(t, new StandInTracker());
  const peer = peerIdOf(new Uint8Array(32));
  const target = { kind: 'tree' as const, peer, path: 'share/p', also: [{ peer, path: 'share/q' }] };
  const failed = await service.wait((await service.add({ target })).id);
  assert.deepEqual([failed.state, failed.reason?.code], ['failed', 'not-found']);
});

function friends(...groups: string[]) {
  return { kind: 'restricted' as const, groups, peers: [] };
}
