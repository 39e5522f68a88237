import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { bytesOf, hashesOf, idOf, seeder, StandInTracker } from '../../../../test/adversarial/download-network.ts';
import { bridgingPeer, readAll } from '../../../../test/support/bridging-peer.ts';
import { ForeignPeers } from '../../../../test/support/foreign-peers.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { AyniError } from '../../../core/errors.ts';

const MiB = 1024 * 1024;
const signal = AbortSignal.timeout(60_000);
const NOBODY = { kind: 'restricted', groups: [], peers: [] } as const;

test('lists what the network has, and fetches it when it is asked for', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { network, shareFor, folder, downloads } = await bridgingPeer(t, tracker);
  const share = shareFor('p4');
  const files = { 'small.txt': bytesOf(1000), 'empty.txt': new Uint8Array(0), 'large.bin': bytesOf(3 * MiB + 5) };
  for (const [name, bytes] of Object.entries(files)) {
    network.files.push({ name, size: bytes.length, content: await source.add(name, bytes) });
  }
  assert.deepEqual(
    await share.files(),
    Object.entries(files).map(([name, { length }]) => ({ name, size: length })),
  );
  for (const [name, bytes] of Object.entries(files)) {
    assert.ok((await readAll(share, name))?.equals(bytes), name);
    assert.ok((await readAll(share, name))?.equals(bytes), `${name} again`);
  }
  assert.equal(downloads.service.jobs().length, 3, 'what is here is not fetched again');
  assert.deepEqual((await readdir(folder)).toSorted(), Object.keys(files).toSorted());
  assert.deepEqual((await share.files()).map(({ name }) => name).toSorted(), Object.keys(files).toSorted());
  assert.deepEqual(
    downloads.library.holds
      .unsent(10)
      .upsert.map(({ flatName = '' }) => flatName)
      .toSorted(),
    Object.keys(files).toSorted(),
    'what was fetched is announced',
  );
  assert.equal(await readAll(share, 'nothing.txt'), undefined);
  assert.equal(await readAll(share, '../small.txt'), undefined);
});

test(
  'sends verified bytes while the rest is fetched, to several at once from one download',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    const { network, shareFor, downloads } = await bridgingPeer(t, tracker);
    const bytes = bytesOf(4 * MiB);
    network.files.push({ name: 'film', size: bytes.length, content: await source.add('film', bytes) });
    downloads.service.setRates({ all: MiB });
    const share = shareFor('helo');
    const read = async () => {
      await using file = await share.open('film', { signal });
      assert.ok(file);
      const buffer = Buffer.alloc(100_000);
      const count = await file.read(buffer, 0);
      assert.ok(buffer.subarray(0, count).equals(bytes.subarray(0, count)));
      return downloads.service.jobs().map(({ state }) => state);
    };
    assert.deepEqual(await Promise.all([read(), read(), read()]), [['running'], ['running'], ['running']]);
    downloads.service.setRates({});
    const all = await Promise.all([readAll(share, 'film'), readAll(share, 'film')]);
    for (const one of all) assert.ok(one?.equals(bytes));
    assert.equal(downloads.service.jobs().length, 1);
  },
);

test('brings a file of one dialect to the programs of another, and not back', { timeout: 60_000 }, async (t) => {
  const slots = new ForeignPeers();
  const bytes = bytesOf(500_000);
  slots.put(3333, 'film.avi', bytes);
  slots.put(3334, 'unknown size', { chunks: [bytes] });
  const { network, shareFor, downloads } = await bridgingPeer(t, new StandInTracker(), { peers: { slots } });
  const holder = { dialect: 'slots', host: '127.0.0.1' } as const;
  const md5 = createHash('md5').update(bytes).digest('hex');
  network.files.push(
    { name: 'film.avi', size: bytes.length, md5, foreign: [{ ...holder, port: 3333, name: 'film.avi' }] },
    { name: 'unknown size', foreign: [{ ...holder, port: 3334, name: 'unknown size' }] },
  );
  assert.deepEqual(await shareFor('slots').files(), []);
  assert.equal(await readAll(shareFor('slots'), 'film.avi'), undefined);
  assert.deepEqual(slots.asked, []);
  assert.deepEqual(await shareFor('p4').files(), [
    { name: 'film.avi', size: bytes.length, md5 },
    { name: 'unknown size' },
  ]);
  for (const name of ['film.avi', 'unknown size']) {
    assert.ok((await readAll(shareFor('p4'), name))?.equals(bytes), name);
    assert.ok((await readAll(shareFor('helo'), name))?.equals(bytes), `${name} again`);
  }
  assert.equal(slots.asked.length, 2);
  assert.equal(downloads.library.find(idOf(bytes))?.size, bytes.length, 'it is served natively, too');
});

test('files of one name are told apart, here and in the network', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { network, shareFor, downloads } = await bridgingPeer(t, tracker);
  const [own, one, other] = [bytesOf(10, 1), bytesOf(20, 2), bytesOf(30, 3)];
  const file = { content: idOf(own), size: 10, path: '/d/a.txt', mtimeNs: 1n, inode: 1n, audience: EVERYONE };
  downloads.library.addFetched({ ...file, executable: false, pieceHashes: hashesOf(own) });
  network.files.push({ name: 'a.txt', size: 20, content: await source.add('x/a.txt', one) });
  network.files.push({ name: 'a.txt', size: 30, content: await source.add('y/a.txt', other) });
  const share = shareFor('rede');
  const list = async () => (await share.files()).map(({ name, size }) => [name, size]);
  assert.deepEqual(await list(), [
    ['a.txt', 10],
    ['a (2).txt', 20],
    ['a (3).txt', 30],
  ]);
  assert.ok((await readAll(share, 'a (3).txt'))?.equals(other));
  assert.deepEqual(Object.fromEntries(await list()), { 'a.txt': 10, 'a (2).txt': 20, 'a (3).txt': 30 });
});

test('gives nobody what is for some members only, whatever the list said', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker, { audience: NOBODY });
  const { network, shareFor } = await bridgingPeer(t, tracker, { stallMs: 5_000 });
  for (const size of [1000, 2 * MiB]) {
    const name = `secret ${size}`;
    network.files.push({ name, size, content: await source.add(name, bytesOf(size)) });
    const served = await readAll(shareFor('helo'), name).catch((error: unknown) => {
      assert.ok(AyniError.is(error, 'cut-off'), String(error));
      return undefined;
    });
    assert.equal(served, undefined);
  }
});

test('keeps within its room, and lets go first of what was not asked for longest', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { network, shareFor, folder, downloads } = await bridgingPeer(t, tracker, { maxBytes: 2500 });
  for (const [index, name] of ['a', 'b', 'c', 'huge'].entries()) {
    const size = name === 'huge' ? 3000 : 1000;
    network.files.push({ name, size, content: await source.add(name, bytesOf(size, index)) });
  }
  const share = shareFor('helo');
  for (const name of ['a', 'b', 'a']) await readAll(share, name);
  assert.ok((await readAll(share, 'c'))?.equals(bytesOf(1000, 2)));
  assert.deepEqual((await readdir(folder)).toSorted(), ['a', 'c']);
  assert.equal(await readAll(share, 'huge'), undefined);
  assert.deepEqual((await readdir(folder)).toSorted(), ['a', 'c'], 'what cannot fit pushes nothing out');
  assert.ok(!(await share.files()).some(({ name }) => name === 'huge'));
  assert.equal(downloads.library.find(idOf(bytesOf(1000, 1))), undefined);
  assert.ok((await readAll(share, 'b'))?.equals(bytesOf(1000, 1)), 'it is fetched again');
});

test('begins with what it kept, and without what nobody knows', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { network, shareFor, folder, bridge } = await bridgingPeer(t, tracker);
  network.files.push({ name: 'a', size: 1000, content: await source.add('a', bytesOf(1000)) });
  await readAll(shareFor('helo'), 'a');
  await writeFile(join(folder, '.b.ayni-part'), 'half');
  await bridge[Symbol.asyncDispose]();
  await bridge.start();
  assert.deepEqual(await readdir(folder), ['a']);
});

test(
  'answers that there is none where nobody gives it, and asks the tracker for a strange name once',
  { timeout: 60_000 },
  async (t) => {
    const { network, shareFor, downloads } = await bridgingPeer(t, new StandInTracker());
    network.files.push({ name: 'gone', size: 10 * MiB, content: idOf(bytesOf(10)) });
    assert.equal(await readAll(shareFor('helo'), 'gone'), undefined);
    await downloads.service.wait(downloads.service.jobs()[0]?.id ?? '');
    assert.equal(downloads.service.jobs()[0]?.state, 'cancelled');
    const before = network.finds;
    for (let i = 0; i < 5; i++) assert.equal(await readAll(shareFor('helo'), 'no such'), undefined);
    assert.equal(network.finds - before, 1);
  },
);

test('gives up what nobody reads any more', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { network, shareFor, downloads, folder } = await bridgingPeer(t, tracker, { graceMs: 10 });
  const bytes = bytesOf(4 * MiB);
  network.files.push({ name: 'film', size: bytes.length, content: await source.add('film', bytes) });
  downloads.service.setRates({ all: MiB / 2 });
  const file = await shareFor('helo').open('film', { signal });
  assert.ok(file);
  await file[Symbol.asyncDispose]();
  const done = await downloads.service.wait(downloads.service.jobs()[0]?.id ?? '');
  assert.equal(done.state, 'cancelled');
  assert.deepEqual(await readdir(folder), []);
});
