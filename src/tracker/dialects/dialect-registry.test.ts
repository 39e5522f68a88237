import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { EVERYONE } from '../../core/access/audience.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { contentIdOfHash, peerIdOf } from '../../core/ids.ts';
import { SILENT } from '../../core/log.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { Endpoint } from '../../core/swarm/catalog.ts';
import { openSqliteStore } from '../../storage/sqlite/open-sqlite-store.ts';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { StoreDialectRegistry } from './dialect-registry.ts';
import { foreignPath } from './foreign-path.ts';

const TTL = { ttlMs: 60_000 };
const MD5 = 'd41d8cd98f00b204e9800998ecf8427e';
const member = peerIdOf(new Uint8Array(32).fill(1));
const viewer = { peer: member, groups: [] };
const content = (number: number) => contentIdOfHash(new Uint8Array(32).fill(number));

async function scene(t: TestContext) {
  const folder = await temporaryFolder(t);
  const clock = new ManualClock();
  const open = () => openSqliteStore(join(folder, 'tracker.sqlite'), { clock, log: SILENT });
  let store = await open();
  t.after(() => store.close());
  const events = { append: () => Promise.resolve() };
  const registry = (dialect: Dialect, options: { maxGone?: number } = {}) =>
    new StoreDialectRegistry({ store, events }, { dialect, ...options });
  await store.putMember({ peer: member, name: 'anna', role: 'member', groups: [] });
  const native = async (endpoints: readonly Endpoint[], files: Record<string, string | undefined>) => {
    await store.grantLease(member, { endpoints, slots: { total: 4, free: 4 }, agent: 'test' }, 600_000);
    const upsert = Object.entries(files).map(([name, md5], index) => ({
      kind: 'file' as const,
      path: parseSharePath(name),
      content: content(10 + index),
      size: 5,
      mtime: 0,
      executable: false,
      flatName: name,
      ...(md5 === undefined ? {} : { digests: { md5 } }),
    }));
    await store.publish(member, {
      share: 'mine',
      audience: EVERYONE,
      base: 0,
      next: 1,
      full: 'only',
      upsert,
      remove: [],
    });
  };
  const again = async () => {
    await store.close();
    store = await open();
  };
  return { clock, registry, native, again, store: () => store };
}

const shown = (files: Awaited<ReturnType<StoreDialectRegistry['files']>>) =>
  files.map(({ name, owners }) => `${name}: ${owners.map(({ key }) => key).join(' ')}`);

test('lists what foreign peers announce, with all owners, in the order of announcing', async (t) => {
  const { registry } = await scene(t);
  const helo = registry('helo');
  await helo.register({ key: 'b:1', host: '10.0.0.2', port: 1 }, TTL);
  await helo.register({ key: 'a:1', host: '10.0.0.1', port: 1 }, TTL);
  await helo.announce('a:1', [{ name: 'zoo.txt' }, { name: 'apple.txt' }], { replace: false });
  await helo.announce('b:1', [{ name: 'apple.txt' }, { name: '../up' }], { replace: false });
  assert.deepEqual(shown(await helo.files()), ['zoo.txt: a:1', 'apple.txt: b:1 a:1', '../up: b:1']);
  assert.deepEqual(shown(await helo.files({ contains: 'ppl' })), ['apple.txt: b:1 a:1']);
  assert.deepEqual(shown(await helo.files({ name: '../up' })), ['../up: b:1']);
  assert.deepEqual(shown(await registry('p4').files()), []);
  await helo.announce('a:1', [{ name: 'new' }], { replace: true });
  assert.deepEqual(shown(await helo.files()), ['apple.txt: b:1', '../up: b:1', 'new: a:1']);
  assert.equal(await helo.leave('b:1'), true);
  assert.equal(await helo.leave('b:1'), false);
  assert.deepEqual(shown(await helo.files()), ['new: a:1']);
  assert.deepEqual(
    (await helo.peers()).map(({ key, native }) => [key, native]),
    [['a:1', false]],
  );
  await assert.rejects(helo.announce('b:1', [], { replace: true }), { code: 'not-found' });
});

test('of foreign peers that are gone so many are remembered, and the longest gone forgotten first', async (t) => {
  const { clock, registry, store } = await scene(t);
  const slots = registry('slots', { maxGone: 2 });
  for (const key of ['a:1', 'b:1', 'c:1', 'd:1']) {
    await slots.register({ key, host: '10.0.0.1', port: 1 }, TTL);
    await slots.announce(key, [{ name: `of ${key}`, md5: MD5 }], { replace: true });
    if (key !== 'a:1') await slots.leave(key, { keepNames: true });
    clock.advance(1000);
  }
  await slots.register({ key: 'e:1', host: '10.0.0.1', port: 1 }, TTL);
  const names = (await slots.files()).map(({ name }) => name);
  assert.deepEqual(names, ['of a:1', 'of c:1', 'of d:1']);
  assert.equal((await store().members()).filter(({ role }) => role === 'foreign').length, 4);
});

test('a foreign peer whose lease runs out is gone, and comes last when it comes again', async (t) => {
  const { clock, registry } = await scene(t);
  const helo = registry('helo');
  for (const key of ['a:1', 'b:1']) await helo.register({ key, host: '10.0.0.1', port: 1 }, TTL);
  await helo.announce('a:1', [{ name: 'x' }], { replace: false });
  clock.advance(50_000);
  assert.equal(await helo.renew('b:1', TTL), true);
  clock.advance(20_000);
  assert.deepEqual(
    (await helo.peers()).map(({ key }) => key),
    ['b:1'],
  );
  assert.deepEqual(shown(await helo.files()), []);
  assert.equal(await helo.renew('a:1', TTL), false);
  await helo.register({ key: 'a:1', host: '10.0.0.1', port: 1 }, TTL);
  assert.deepEqual(
    (await helo.peers()).map(({ key }) => key),
    ['b:1', 'a:1'],
  );
});

test('slots keeps names whose owners left, and tells equal names of different bytes apart', async (t) => {
  const { registry, native, again } = await scene(t);
  let slots = registry('slots');
  await slots.register({ key: '10.0.0.1:1', host: '10.0.0.1', port: 1 }, TTL);
  await slots.announce('10.0.0.1:1', [{ name: 'x', size: 0, md5: MD5 }], { replace: true });
  await native([{ protocol: 'slots', host: '10.0.0.3', port: 3333 }], { x: MD5.replace('d', 'e'), unknown: undefined });
  assert.deepEqual(shown(await slots.files()), ['x: 10.0.0.1:1', 'x: 10.0.0.3:3333']);
  await slots.leave('10.0.0.1:1', { keepNames: true });
  assert.deepEqual(shown(await slots.files()), ['x: ', 'x: 10.0.0.3:3333']);
  await again();
  slots = registry('slots');
  assert.deepEqual(shown(await slots.files()), ['x: ', 'x: 10.0.0.3:3333']);
});

test('a native peer is seen in the dialects it serves, and nobody speaks for it', async (t) => {
  const { registry, native } = await scene(t);
  await native([{ protocol: 'helo', host: '10.0.0.3', port: 9997 }], { 'a b.txt': undefined });
  const helo = registry('helo');
  assert.deepEqual(shown(await helo.files()), ['a b.txt: 10.0.0.3:9997']);
  assert.deepEqual(shown(await registry('rede').files()), []);
  await assert.rejects(helo.register({ key: '10.0.0.3:9997', host: '10.0.0.3', port: 9997 }, TTL), {
    code: 'conflict',
  });
});

test('a bridge offers what the others have, but nothing of its own dialect twice', async (t) => {
  const { registry, native } = await scene(t);
  const [p4, rede] = [registry('p4'), registry('rede')];
  await p4.register({ key: 'one', host: '10.0.0.1', port: 1 }, TTL);
  await p4.announce('one', [{ name: 'of p4' }], { replace: true });
  await rede.register({ key: '10.0.0.2:1', host: '10.0.0.2', port: 1 }, TTL);
  await rede.announce('10.0.0.2:1', [{ name: 'of rede' }], { replace: true });
  await native([{ protocol: 'p4', host: '10.0.0.3', port: 8001, bridge: true }], { mine: undefined });
  assert.deepEqual(shown(await p4.files()), ['of p4: one', 'of rede: 10.0.0.3:8001', 'mine: 10.0.0.3:8001']);
  assert.deepEqual(shown(await rede.files()), ['of rede: 10.0.0.2:1']);
});

test('members see foreign files in search and browsing, with where they lie', async (t) => {
  const { registry, store } = await scene(t);
  const slots = registry('slots');
  await slots.register({ key: '10.0.0.1:3333', host: '10.0.0.1', port: 3333 }, TTL);
  await slots.announce('10.0.0.1:3333', [{ name: 'holiday.jpg', size: 7, md5: MD5 }], { replace: true });
  const foreign = { dialect: 'slots', host: '10.0.0.1', port: 3333, name: 'holiday.jpg', size: 7, md5: MD5 };
  const { items } = await store().search(viewer, { text: 'holiday', limit: 10 });
  assert.deepEqual(
    items.map(({ content: id, kind, size, names, sources, foreign: mark }) => ({
      id,
      kind,
      size,
      names,
      sources,
      mark,
    })),
    [{ id: undefined, kind: 'file', size: 7, names: ['slots/holiday.jpg'], sources: 1, mark: foreign }],
  );
  const [peer] = (await store().peers(viewer)).filter(({ role }) => role === 'foreign');
  assert.deepEqual([peer?.name, peer?.online, peer?.files], ['10.0.0.1:3333', true, 1]);
  assert.ok(peer);
  const tree = await store().browse(viewer, { peer: peer.peer, path: '', recursive: true, limit: 10 });
  assert.deepEqual(
    tree.items.map(({ path, foreign: mark }) => [path, mark]),
    [
      ['slots', undefined],
      ['slots/holiday.jpg', foreign],
    ],
  );
  assert.equal((await store().stats(viewer)).members, 1);
});

test('a foreign peer that was revoked stays out, also when it left before it comes again', async (t) => {
  const { registry, store } = await scene(t);
  const helo = registry('helo');
  const one = { key: '10.0.0.1:1', host: '10.0.0.1', port: 1 };
  await helo.register(one, TTL);
  const [peer] = (await store().peers(viewer)).filter(({ role }) => role === 'foreign');
  assert.ok(peer);
  await store().revoke(peer.peer);
  await assert.rejects(helo.register(one, TTL), { code: 'revoked' });
  await helo.leave(one.key);
  await assert.rejects(helo.register(one, TTL), { code: 'revoked' });
});

test('limits what a foreign peer may announce', async (t) => {
  const { registry } = await scene(t);
  const p4 = registry('p4');
  await assert.rejects(p4.register({ key: '', host: 'h', port: 1 }, TTL), { code: 'bad-request' });
  await p4.register({ key: 'one', host: 'h', port: 1 }, TTL);
  await assert.rejects(p4.announce('one', [{ name: 'é'.repeat(513) }], { replace: true }), { code: 'bad-request' });
  const many = Array.from({ length: 12_000 }, (_, index) => ({ name: `f${index}` }));
  await p4.announce('one', many, { replace: true });
  assert.equal((await p4.files()).length, 12_000);
  await p4.announce('one', [], { replace: true });
  assert.deepEqual(await p4.files(), []);
});

test('a name that is no path is shown as one', () => {
  for (const name of ['/', '..', 'a//b', '/abs', 'a\0b', '%\0', './x', 'x/', '../../etc/passwd']) {
    assert.match(foreignPath(name), /^[^/\0]+$/, name);
  }
  assert.equal(foreignPath('dir/name'), 'dir/name');
  assert.equal(foreignPath('100%'), '100%');
});
