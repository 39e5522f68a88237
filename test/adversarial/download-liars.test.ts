import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { MAX_CONTENT_SIZE, PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { contentIdOfHash } from '../../src/core/ids.ts';
import { bytesOf, downloader, seeder, StandInTracker, until } from './download-network.ts';
import { oddSource, type Misbehaviour } from './download-sources.ts';

const bytes = bytesOf(40 * PIECE_SIZE + 99);

const liars: Record<string, Misbehaviour> = {
  'sends wrong bytes': { wrongPiece: 3 },
  'sends wrong hashes': { wrongHashes: true },
  'cuts off in the middle': { cutAfter: 10 * PIECE_SIZE },
  'cuts off at once': { cutAfter: 0 },
  'no longer has it': { answer: { status: 404, code: 'not-found' } },
  'has another file by now': { answer: { status: 410, code: 'content-changed' } },
  'has no free slot': { answer: { status: 429, code: 'busy', context: { position: 4 }, retryAfter: 60 } },
  'answers nonsense': { answer: { status: 299, code: 'hello' } },
  'says that its own disk is full': { answer: { status: 507, code: 'disk-full' } },
};

for (const [what, misbehaviour] of Object.entries(liars)) {
  test(`goes on with the next source when one ${what}`, { timeout: 60_000 }, async (t) => {
    const tracker = new StandInTracker();
    const odd = await oddSource(t, tracker, bytes, misbehaviour);
    const good = await oddSource(t, tracker, bytes, {}, 'good');
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({ target: { kind: 'content', content: odd.content, size: bytes.length, name: 'x' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
    assert.ok(good.sent > 0);
    // Who lies about hashes only and was not asked for them is as good as the other.
    const isFoundOutAtOnce = misbehaviour.wrongHashes !== true && misbehaviour.wrongPiece === undefined;
    if (isFoundOutAtOnce) assert.ok(odd.requests <= 20, `${odd.requests} requests`);
    assert.deepEqual(await readdir(folder), ['x']);
  });
}

test('never counts a wrong piece, and does not ask again who sent it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const odd = await oddSource(t, tracker, bytes, { wrongPiece: 5 });
  const { service, library } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content: odd.content, size: bytes.length, name: 'x' } });
  const waiting = await until(
    service,
    job.id,
    ({ state, reason }) => state === 'waiting' && reason?.code === 'no-sources',
  );
  assert.ok(waiting.bytesDone < bytes.length);
  odd.behave({});
  const { requests } = odd;
  await service.resume(job.id);
  await until(service, job.id, ({ state }) => state === 'running');
  await until(service, job.id, ({ state }) => state === 'waiting');
  assert.equal(odd.requests, requests);
  assert.equal(library.find(odd.content), undefined);
  const good = await oddSource(t, tracker, bytes, {}, 'good');
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.ok(good.sent <= bytes.length - waiting.bytesDone, 'what the other sent right is kept');
});

test(
  'goes on with the next source when one is gone between the look-up and the call',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const gone = await oddSource(t, tracker, bytes);
    await gone.close();
    await oddSource(t, tracker, bytes, {}, 'good');
    const { service } = await downloader(t, tracker);
    const job = await service.add({
      target: { kind: 'content', content: gone.content, size: bytes.length, name: 'x' },
    });
    assert.equal((await service.wait(job.id)).state, 'done');
  },
);

test('never asks itself, though the tracker names this machine too', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const { service, identity } = await downloader(t, tracker);
  const own = await oddSource(t, new StandInTracker(), bytes, {}, 'own');
  tracker.addSource(own.content, identity.peer, 'own', own.port);
  const job = await service.add({ target: { kind: 'content', content: own.content, size: bytes.length, name: 'x' } });
  const { reason } = await until(service, job.id, (one) => one.state === 'waiting' && one.reason !== undefined);
  assert.equal(reason?.code, 'no-sources');
  await oddSource(t, tracker, bytes, {}, 'good');
  service.wake();
  assert.equal((await service.wait(job.id)).state, 'done');
});

test(
  'tries every address of a source, and believes none that somebody else answers at',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const source = await oddSource(t, tracker, bytes);
    const other = await oddSource(t, new StandInTracker(), bytes, {}, 'other');
    const [known] = tracker.sources.get(source.content) ?? [];
    assert.ok(known);
    const at = (port: number) => ({ protocol: 'ayni' as const, host: '127.0.0.1', port });
    tracker.sources.set(source.content, [{ ...known, endpoints: [at(1), at(other.port), at(source.port)] }]);
    const { service } = await downloader(t, tracker);
    const job = await service.add({
      target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
    });
    assert.equal((await service.wait(job.id)).state, 'done');
    assert.equal(other.requests, 0);
  },
);

test(
  'shows its place in the queue of a busy source, and goes on when it is its turn',
  { timeout: 60_000 },
  async (t) => {
    const tracker = new StandInTracker();
    const busy = { status: 429, code: 'busy', context: { position: 3 }, retryAfter: 1 };
    const source = await oddSource(t, tracker, bytes, { answer: busy, answerTimes: 2 });
    const { service } = await downloader(t, tracker);
    const job = await service.add({
      target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
    });
    const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason?.code === 'busy');
    assert.match(waiting.reason?.message ?? '', /place 3/);
    assert.equal((await service.wait(job.id)).state, 'done');
  },
);

test('waits for somebody to have it, and goes on when asked or when somebody does', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const { service } = await downloader(t, tracker);
  const content = contentIdOfHash(new Uint8Array(32).fill(5));
  const nobody = await service.add({ target: { kind: 'content', content, size: 5, name: 'nobody' } });
  const waiting = await until(service, nobody.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'no-sources');
  const { locates } = tracker;
  await service.resume(nobody.id);
  await until(service, nobody.id, ({ state }) => state === 'running');
  await until(service, nobody.id, ({ state }) => state === 'waiting');
  assert.equal(tracker.locates, locates + 1, 'one question each time, no spinning');
  await service.cancel(nobody.id);
});

test('goes on with the sources it knows while the tracker is away', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await oddSource(t, tracker, bytes, { cutAfter: 20 * PIECE_SIZE });
  const { service } = await downloader(t, tracker);
  const job = await service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  await until(service, job.id, ({ state, bytesDone }) => state === 'waiting' && bytesDone > 0);
  tracker.away = true;
  source.behave({});
  await service.resume(job.id);
  assert.equal((await service.wait(job.id)).state, 'done');
});

test('takes the size of a content without a name from who holds it', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const content = await source.add('f', bytes);
  tracker.trees.clear();
  const { service, folder, library } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'content', content, name: 'f' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'f'))), bytes);
  assert.deepEqual(library.find(content)?.audiences, [{ kind: 'restricted', groups: [], peers: [] }]);
});

for (const wrongSize of [bytes.length + 1, 5, 0, 999_999_999_999_999]) {
  test(`asks another source for the size where one says ${wrongSize}`, { timeout: 60_000 }, async (t) => {
    const tracker = new StandInTracker();
    const odd = await oddSource(t, tracker, bytes, { wrongSize });
    await oddSource(t, tracker, bytes, {}, 'good');
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({ target: { kind: 'content', content: odd.content, name: 'f' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason, done.bytesTotal], ['done', undefined, bytes.length]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'f'))), bytes);
    assert.deepEqual(tracker.reported, []);
  });
}

for (const size of [bytes.length - 1, bytes.length + 1, 300_000, 2 * bytes.length, 5, 0, MAX_CONTENT_SIZE]) {
  test(`a link that says ${size} bytes makes no liar of an honest source`, { timeout: 60_000 }, async (t) => {
    const tracker = new StandInTracker();
    const source = await seeder(t, tracker);
    const content = await source.add('f', bytes);
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({ target: { kind: 'content', content, size, name: 'f' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason, done.bytesTotal], ['done', undefined, bytes.length]);
    assert.deepEqual(new Uint8Array(await readFile(join(folder, 'f'))), bytes);
    assert.deepEqual(await readdir(folder), ['f']);
    assert.deepEqual(tracker.reported, []);
  });
}

test('goes on with the next source when one says nothing', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const silent = await oddSource(t, tracker, bytes, { silent: true });
  await oddSource(t, tracker, bytes, {}, 'good');
  const { service } = await downloader(t, tracker, { receive: { stallMs: 300 } });
  const job = await service.add({
    target: { kind: 'content', content: silent.content, size: bytes.length, name: 'x' },
  });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.ok(silent.requests > 0);
});
