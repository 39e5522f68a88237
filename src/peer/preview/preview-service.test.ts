import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { bytesOf, idOf, seeder, StandInTracker, until } from '../../../test/adversarial/download-network.ts';
import { oddSource } from '../../../test/adversarial/download-sources.ts';
import { previewingPeer, readAt } from '../../../test/support/previewing-peer.ts';
import { AyniError } from '../../core/errors.ts';

const MiB = 1024 * 1024;
const signal = AbortSignal.timeout(60_000);

test('reads the end of a file while most of the rest has not come', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching, own } = await previewingPeer(t, tracker);
  const bytes = bytesOf(40 * MiB + 77);
  const content = await source.add('film.mp4', bytes);
  fetching.setRates({ all: 2 * MiB });
  await using film = await previews.open(content, { name: 'film.mp4', signal });
  assert.ok(film);
  assert.equal(film.size, bytes.length);
  assert.ok((await readAt(film, 0, 1000)).equals(bytes.subarray(0, 1000)));
  const end = bytes.length - 100_000;
  assert.ok((await readAt(film, end, 100_000)).equals(bytes.subarray(end)));
  assert.ok((await readAt(film, 20 * MiB, 1000)).equals(bytes.subarray(20 * MiB, 20 * MiB + 1000)));
  const part = own.library.partials.find(content);
  assert.ok(part !== undefined && part.field.count < part.field.length / 2, `${part?.field.count} pieces have come`);
  fetching.setRates({});
  assert.ok((await readAt(film, 0, bytes.length)).equals(bytes));
  assert.equal(await film.read(Buffer.alloc(10), bytes.length), 0);
});

test('serves two readers at different places from one download', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching } = await previewingPeer(t, tracker);
  const bytes = bytesOf(24 * MiB);
  const content = await source.add('film.mp4', bytes);
  fetching.setRates({ all: 4 * MiB });
  const read = async (from: number) => {
    await using film = await previews.open(content, { size: bytes.length, signal });
    assert.ok(film);
    assert.ok((await readAt(film, from, 2 * MiB)).equals(bytes.subarray(from, from + 2 * MiB)));
    return fetching.jobs().map(({ state }) => state);
  };
  assert.deepEqual(await Promise.all([read(0), read(15 * MiB)]), [['running'], ['running']]);
});

test('reads along with a download that runs, and has it fetch first what is read', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching, own } = await previewingPeer(t, tracker);
  const bytes = bytesOf(40 * MiB);
  const content = await source.add('film.mp4', bytes);
  own.service.setRates({ all: 2 * MiB });
  const { id } = await own.service.add({ target: { kind: 'content', content, name: 'film.mp4' } });
  await until(own.service, id, ({ bytesDone }) => bytesDone > 0);
  await using film = await previews.open(content, { signal });
  assert.ok(film);
  const at = 35 * MiB;
  assert.ok((await readAt(film, at, MiB)).equals(bytes.subarray(at, at + MiB)));
  assert.ok((own.library.partials.find(content)?.field.count ?? Infinity) < 80);
  assert.deepEqual(fetching.jobs(), [], 'nothing is fetched twice');
  own.service.setRates({});
  assert.ok((await readAt(film, 0, bytes.length)).equals(bytes), 'also over the moment when the file gets its name');
  assert.equal((await own.service.wait(id)).state, 'done');
});

test('a jump makes what is on its way elsewhere make way', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, own } = await previewingPeer(t, tracker);
  const bytes = bytesOf(80 * MiB);
  const content = await source.add('film.mp4', bytes);
  // Fast for a while, so that long runs are asked for; then slow, so that they take long.
  own.service.setRates({ all: 10 * MiB });
  const { id } = await own.service.add({ target: { kind: 'content', content, name: 'film.mp4' } });
  await until(own.service, id, ({ bytesDone }) => bytesDone > 28 * MiB);
  own.service.setRates({ all: 2 * MiB });
  await using film = await previews.open(content, { signal });
  const part = own.library.partials.find(content);
  assert.ok(film && part);
  const before = part.field.count;
  const at = 70 * MiB;
  assert.ok((await readAt(film, at, 1000)).equals(bytes.subarray(at, at + 1000)));
  assert.ok(part.field.count - before < 10, `${part.field.count - before} pieces came before`);
});

test('does not wait for a source that falls silent where another is there', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const bytes = bytesOf(16 * MiB);
  const odd = await oddSource(t, tracker, bytes, { silent: true });
  const source = await seeder(t, tracker);
  await source.add('film.mp4', bytes);
  const { previews, fetching, own } = await previewingPeer(t, tracker);
  fetching.setRates({ all: 2 * MiB });
  await using film = await previews.open(odd.content, { size: bytes.length, signal });
  assert.ok(film);
  assert.ok((await readAt(film, 0, 2 * MiB)).equals(bytes.subarray(0, 2 * MiB)));
  const come = own.library.partials.find(odd.content)?.field.count ?? Infinity;
  assert.ok(come < 40, `${come} pieces came before it was asked for again`);
  assert.ok(odd.requests > 0);
});

test('cuts off whoever reads along with a download that is cancelled', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, own } = await previewingPeer(t, tracker);
  const content = await source.add('film.mp4', bytesOf(20 * MiB));
  own.service.setRates({ all: MiB });
  const { id } = await own.service.add({ target: { kind: 'content', content, name: 'film.mp4' } });
  await until(own.service, id, ({ bytesDone }) => bytesDone > 0);
  await using film = await previews.open(content, { signal });
  assert.ok(film);
  const reading = assert.rejects(readAt(film, 0, 20 * MiB), (error) => AyniError.is(error, 'cut-off'));
  await own.service.cancel(id);
  await reading;
});

test('takes what is on this machine, and fetches anew what changed there', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching, own } = await previewingPeer(t, tracker);
  const bytes = bytesOf(2 * MiB);
  const content = await source.add('a.txt', bytes);
  const { id } = await own.service.add({ target: { kind: 'content', content, name: 'a.txt' } });
  const { destination = '' } = await own.service.wait(id);
  const read = async () => {
    await using file = await previews.open(content, { name: 'a.txt', signal });
    assert.ok(file && (await readAt(file, 0, 3 * MiB)).equals(bytes));
    return fetching.jobs().length;
  };
  assert.equal(await read(), 0);
  await writeFile(destination, 'something else');
  assert.equal(await read(), 1);
});

test('tells that nobody has a content, and fetches it when somebody has', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const { previews } = await previewingPeer(t, tracker);
  const bytes = bytesOf(3 * MiB);
  assert.equal(await previews.open(idOf(bytes), { size: bytes.length, signal }), undefined);
  const source = await seeder(t, tracker);
  await source.add('late.bin', bytes);
  await using file = await previews.open(idOf(bytes), { size: bytes.length, signal });
  assert.ok(file && (await readAt(file, 2 * MiB, 1000)).equals(bytes.subarray(2 * MiB, 2 * MiB + 1000)));
});

test('cuts off where nobody has what is read, or the only source falls silent', { timeout: 60_000 }, async (t) => {
  for (const misbehaviour of [{ holds: [0, 1] }, { delayMs: 200 }]) {
    const tracker = new StandInTracker();
    const bytes = bytesOf(8 * MiB);
    const source = await oddSource(t, tracker, bytes, misbehaviour);
    const { previews } = await previewingPeer(t, tracker, { stallMs: 1_500 });
    await using file = await previews.open(source.content, { size: bytes.length, signal });
    assert.ok(file);
    assert.ok((await readAt(file, 0, 1000)).equals(bytes.subarray(0, 1000)));
    source.behave({ ...misbehaviour, silent: true });
    await assert.rejects(readAt(file, 6 * MiB, 1000), (error) => AyniError.is(error, 'cut-off'));
  }
});

test('keeps the audience of what is for some members only', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const friends = { kind: 'restricted', groups: ['friends'], peers: [] } as const;
  const source = await seeder(t, tracker, { audience: friends });
  const { previews, fetching, own } = await previewingPeer(t, tracker);
  for (const size of [1000, 3 * MiB]) {
    const bytes = bytesOf(size);
    const content = await source.add(`secret ${size}`, bytes);
    await using file = await previews.open(content, { signal });
    assert.ok(file && (await readAt(file, 0, size)).equals(bytes));
    for (const { id } of fetching.jobs()) await fetching.wait(id);
    assert.deepEqual(own.library.find(content)?.audiences, [friends]);
  }
});

test('keeps within its room, and lets go first of what was not seen for longest', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, folder } = await previewingPeer(t, tracker, { maxBytes: 2500 });
  const see = async (name: string, size: number, seed: number) => {
    const content = await source.add(name, bytesOf(size, seed));
    await using file = await previews.open(content, { name, size, signal });
    assert.ok(file && (await readAt(file, 0, size)).equals(bytesOf(size, seed)));
  };
  await see('a', 1000, 1);
  await see('b', 1000, 2);
  await see('a', 1000, 1);
  await see('c', 1000, 3);
  assert.deepEqual((await readdir(folder)).toSorted(), ['a', 'c']);
  await assert.rejects(see('huge', 3000, 4), (error) => AyniError.is(error, 'too-large'));
});

test('keeps within its room where the index cannot be written', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, folder, own, fetching } = await previewingPeer(t, tracker, { maxBytes: 1500 });
  t.mock.method(own.library, 'removeFetched', () => {
    throw new AyniError('disk-full', 'The disk is full.');
  });
  for (const name of ['a', 'b']) {
    // Nobody knows its size before it is here: room is made afterwards.
    const content = await source.add(name, bytesOf(1000, name.charCodeAt(0)));
    await using file = await previews.open(content, { name, signal });
    assert.ok(file);
    for (const { id } of fetching.jobs()) await fetching.wait(id);
  }
  while ((await readdir(folder)).includes('a')) await delay(5);
  assert.deepEqual(await readdir(folder), ['b']);
});

test('who asks for what is just being given up gets it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching } = await previewingPeer(t, tracker, { graceMs: 0 });
  const bytes = bytesOf(8 * MiB);
  const content = await source.add('film', bytes);
  fetching.setRates({ all: 2 * MiB });
  for (let turn = 0; turn < 3; turn++) {
    await using film = await previews.open(content, { signal });
    assert.ok(film && (await readAt(film, turn * MiB, 1000)).equals(bytes.subarray(turn * MiB, turn * MiB + 1000)));
    await film[Symbol.asyncDispose]();
    // Until the timer has fired, and not until the download has ended.
    await delay(1);
  }
});

test('gives up what nobody reads any more, and begins anew with nothing begun', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const { previews, fetching, folder } = await previewingPeer(t, tracker, { graceMs: 10 });
  const content = await source.add('film', bytesOf(8 * MiB));
  fetching.setRates({ all: MiB });
  const film = await previews.open(content, { signal });
  await film?.[Symbol.asyncDispose]();
  const { state } = await fetching.wait(fetching.jobs()[0]?.id ?? '');
  assert.equal(state, 'cancelled');
  assert.deepEqual(await readdir(folder), []);
});
