import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOf, downloader, idOf, StandInTracker, until } from '../../../../test/adversarial/download-network.ts';
import { ForeignPeers, partsOf, stalling } from '../../../../test/support/foreign-peers.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { PAGE_PIECES, PIECE_SIZE } from '../../../core/content/geometry.ts';
import { AyniError } from '../../../core/errors.ts';
import { UNKNOWN_END } from './fetch-foreign.ts';

const MiB = 1024 * 1024;
const at = { kind: 'foreign', dialect: 'slots', host: '127.0.0.1' } as const;

function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

test(
  'fetches a file from a foreign peer, gives it its content id, and serves it on',
  { timeout: 60_000 },
  async (t) => {
    for (const size of [0, 1, PIECE_SIZE, 4 * MiB, 5 * MiB + 77]) {
      const slots = new ForeignPeers();
      const bytes = bytesOf(size);
      slots.put(3333, 'film.avi', bytes);
      const { service, library, folder } = await downloader(t, new StandInTracker(), { peers: { slots } });
      const target = { ...at, port: 3333, name: 'film.avi', size, md5: md5Of(bytes) };
      const done = await service.wait((await service.add({ target })).id);
      assert.deepEqual([done.state, done.reason], ['done', undefined]);
      assert.deepEqual(new Uint8Array(await readFile(join(folder, 'film.avi'))), bytes);
      assert.deepEqual(await readdir(folder), ['film.avi'], 'no part file is left');
      assert.deepEqual([done.bytesDone, done.bytesTotal, done.bytesReceived, done.filesDone], [size, size, size, 1]);
      const content = idOf(bytes);
      assert.deepEqual(library.find(content)?.audiences, [EVERYONE]);
      assert.equal(library.pageHashes(content)?.length, size === 0 ? 0 : 32);
      const [hold] = library.holds.unsent(10).upsert;
      assert.deepEqual([hold?.flatName, hold?.digests], ['film.avi', { md5: md5Of(bytes) }]);
      assert.equal(slots.open, 0);
    }
  },
);

test('keeps the piece hashes of several pages', { timeout: 60_000 }, async (t) => {
  const slots = new ForeignPeers();
  // Over a GiB, but all of it zeros: hashed as they come, and never in memory.
  const zeros = new Uint8Array(MiB);
  const count = (PAGE_PIECES * PIECE_SIZE) / MiB;
  slots.put(3333, 'zeros', {
    size: count * MiB + 5,
    chunks: async function* () {
      for (let i = 0; i < count; i++) yield zeros;
      yield zeros.subarray(0, 5);
    },
  });
  const { service, library } = await downloader(t, new StandInTracker(), { peers: { slots } });
  const done = await service.wait((await service.add({ target: { ...at, port: 3333, name: 'zeros' } })).id);
  assert.equal(done.state, 'done');
  const [file] = [...library.fetched()];
  assert.ok(file);
  assert.equal(library.pageHashes(file.content)?.length, 64);
  assert.equal(library.pieceHashes(file.content, 0)?.length, PAGE_PIECES * 32);
  assert.equal(library.pieceHashes(file.content, 1)?.length, 32);
});

test('says that it may be incomplete where the dialect does not tell', { timeout: 60_000 }, async (t) => {
  const helo = new ForeignPeers();
  const bytes = bytesOf(1000);
  helo.put(1, 'a', { chunks: [bytes], endIsKnown: false });
  const { service } = await downloader(t, new StandInTracker(), { peers: { helo } });
  const target = { ...at, dialect: 'helo', port: 1, name: 'a' } as const;
  const unknown = await service.wait((await service.add({ target })).id);
  assert.deepEqual(unknown.skipped, [{ path: 'a', why: UNKNOWN_END }]);
  for (const known of [{ size: 1000 }, { md5: md5Of(bytes) }]) {
    const name = Object.keys(known)[0] ?? '';
    const done = await service.wait((await service.add({ target: { ...target, ...known }, name })).id);
    assert.deepEqual([done.state, done.skipped], ['done', []]);
  }
});

test('asks the next holder when one fails, also one of another dialect', { timeout: 60_000 }, async (t) => {
  const [slots, rede] = [new ForeignPeers(), new ForeignPeers()];
  const bytes = bytesOf(300_000);
  slots.put(1, 'a', { chunks: [], error: new AyniError('unreachable', 'Nobody there.') });
  slots.put(2, 'a', { chunks: partsOf(bytes.subarray(0, 200_000)), size: 300_000 });
  rede.put(3, 'b', bytes);
  const { service, folder } = await downloader(t, new StandInTracker(), { peers: { slots, rede } });
  const also = [
    { ...at, port: 2, name: 'a' },
    { ...at, dialect: 'p4', port: 9, name: 'a' },
    { ...at, dialect: 'rede', port: 3, name: 'b' },
  ] as const;
  const done = await service.wait((await service.add({ target: { ...at, port: 1, name: 'a', also } })).id);
  assert.equal(done.state, 'done');
  assert.deepEqual([slots.asked, rede.asked], [['1/a', '2/a'], ['3/b']]);
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'a'))), bytes);
  assert.equal(done.bytesReceived, 500_000);
});

test('asks again after a while when nobody gives it now', { timeout: 60_000 }, async (t) => {
  const slots = new ForeignPeers();
  const { service } = await downloader(t, new StandInTracker(), { peers: { slots } });
  const { id } = await service.add({ target: { ...at, port: 1, name: 'late' } });
  const waiting = await until(service, id, ({ state, reason }) => state === 'waiting' && reason?.code === 'no-sources');
  assert.match(waiting.reason?.message ?? '', /There is no late/);
  slots.put(1, 'late', bytesOf(10));
  service.wake();
  assert.equal((await service.wait(id)).state, 'done');
});

test(
  'never overwrites: another file makes it take a number, the same one is recognised',
  { timeout: 60_000 },
  async (t) => {
    const slots = new ForeignPeers();
    const bytes = bytesOf(300_000);
    slots.put(1, 'a.txt', bytes);
    const { service, folder } = await downloader(t, new StandInTracker(), { peers: { slots } });
    await mkdir(folder);
    await writeFile(join(folder, 'a.txt'), 'mine');
    await writeFile(join(folder, '.a.txt.ayni-part'), 'not ours');
    const target = { ...at, port: 1, name: 'a.txt' };
    for (const round of [1, 2]) {
      const done = await service.wait((await service.add({ target })).id);
      assert.equal(done.destination, join(folder, 'a (2).txt'), `round ${round}`);
    }
    assert.deepEqual((await readdir(folder)).toSorted(), ['.a.txt (2).ayni-part', 'a (2).txt', 'a.txt']);
    assert.equal(await readFile(join(folder, 'a.txt'), 'utf8'), 'mine');
  },
);

test('a name from outside stays one name in the folder', { timeout: 60_000 }, async (t) => {
  const slots = new ForeignPeers();
  slots.put(1, '../../etc/x', bytesOf(10));
  const { service, folder } = await downloader(t, new StandInTracker(), { peers: { slots } });
  const done = await service.wait((await service.add({ target: { ...at, port: 1, name: '../../etc/x' } })).id);
  assert.equal(done.destination, join(folder, '.._.._etc_x'));
});

test(
  'begins again after a pause and after a restart, and leaves nothing when cancelled',
  { timeout: 60_000 },
  async (t) => {
    const slots = new ForeignPeers();
    const bytes = bytesOf(3 * MiB);
    slots.put(1, 'a', { size: bytes.length, chunks: () => stalling(bytes.subarray(0, 2 * MiB)) });
    const peer = await downloader(t, new StandInTracker(), { peers: { slots } });
    const { folder } = peer;
    const { id } = await peer.service.add({ target: { ...at, port: 1, name: 'a' } });
    const begun = () => until(peer.service, id, ({ bytesDone }) => bytesDone === 2 * MiB);
    const running = await begun();
    assert.deepEqual(
      running.sources.map(({ name }) => name),
      ['127.0.0.1:1 (slots)'],
    );
    await peer.service.pause(id);
    assert.deepEqual(await readdir(folder), []);
    await peer.service.resume(id);
    await begun();
    await peer.restart();
    await begun();
    assert.deepEqual(await readdir(folder), ['.a.ayni-part']);
    await peer.service.cancel(id);
    assert.deepEqual(await readdir(folder), []);
    slots.put(1, 'a', bytes);
    assert.equal(
      (await peer.service.wait((await peer.service.add({ target: { ...at, port: 1, name: 'a' } })).id)).state,
      'done',
    );
    assert.equal(slots.open, 0);
  },
);

test('refuses a target that cannot be', async (t) => {
  const { service } = await downloader(t, new StandInTracker());
  const good = { ...at, port: 1, name: 'a' };
  for (const bad of [
    { port: 0 },
    { port: 70_000 },
    { host: '' },
    { name: '' },
    { name: 'a\0b' },
    { md5: 'XYZ' },
    { size: -1 },
  ]) {
    await assert.rejects(service.add({ target: { ...good, ...bad } }), AyniError);
    await assert.rejects(service.add({ target: { ...good, also: [{ ...good, port: -1 }] } }), AyniError);
  }
});
