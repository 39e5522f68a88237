import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { BrowsedEntry } from '../../src/core/swarm/catalog.ts';
import type { PeerId } from '../../src/core/ids.ts';
import { batchSource, sendFrames, type AskedBatch } from './batch-source.ts';
import { bytesOf, downloader, idOf, seeder, StandInTracker, treeOf, until } from './download-network.ts';

const TIME = { timeout: 60_000 };
const FILES = 600;
const files = Array.from({ length: FILES }, (_, index) => bytesOf(40 + index, index + 1));
const total = files.reduce((sum, { length }) => sum + length, 0);
const pathOf = (index: number): string => `d${index % 5}/f${index}`;
const expected = (index: number): string =>
  Buffer.from(files[index] ?? [])
    .toString('latin1')
    .slice(0, 200);

/** A tree of the files, under a peer that serves none of them itself. */
async function treeOnly(t: TestContext, tracker: StandInTracker): Promise<PeerId> {
  const publisher = await seeder(t, tracker, { name: 'publisher' });
  await publisher.stop();
  for (const [index, bytes] of files.entries()) {
    const entry: BrowsedEntry = {
      kind: 'file',
      path: `share/p/${pathOf(index)}`,
      content: idOf(bytes),
      size: bytes.length,
    };
    publisher.addEntry(entry);
  }
  return publisher.identity.peer;
}

async function assertAll(folder: string): Promise<void> {
  const tree = await treeOf(join(folder, 'p'));
  for (let index = 0; index < FILES; index++) assert.equal(tree[pathOf(index)], expected(index));
  assert.equal(Object.values(tree).filter((value) => value !== null).length, FILES);
}

test('a tree of small files comes with few requests, with times and empty files, and is served on', TIME, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const [index, bytes] of files.entries()) await source.add(`p/${pathOf(index)}`, bytes);
  await source.add('p/empty', new Uint8Array(0));
  await source.add('p/run', bytesOf(5000, 999), { executable: true });
  const { service, folder, library } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason, done.filesDone], ['done', undefined, FILES + 2]);
  assert.equal(done.bytesReceived, total + 5000);
  assert.deepEqual(await treeOf(join(folder, 'p')), await treeOf(join(source.folder, 'p')));
  assert.ok(source.server().counters().requests < 10);
  const first = await stat(join(folder, 'p', pathOf(0)), { bigint: true });
  // Node hands times to the system as floating-point seconds.
  assert.equal((first.mtimeNs + 500n) / 1000n, 1_600_000_000_123_000n);
  if (process.platform !== 'win32') assert.notEqual((await stat(join(folder, 'p/run'))).mode & 0o100, 0);
  // What is kept of each file is what a server compares it with.
  const kept = [...library.fetched()].find(({ path }) => path === join(folder, 'p', pathOf(0)));
  assert.deepEqual([kept?.mtimeNs, kept?.inode], [first.mtimeNs, first.ino]);
  assert.equal([...library.fetched()].length, FILES + 2);
  assert.deepEqual(library.pieceHashes(idOf(files[7] ?? new Uint8Array(0)), 0)?.length, 32);
});

test('a folder that is there already is filled up, and nothing in it is overwritten', TIME, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const [index, bytes] of files.entries()) await source.add(`p/${pathOf(index)}`, bytes);
  const { service, folder } = await downloader(t, tracker);
  await mkdir(join(folder, 'p/d1'), { recursive: true });
  await writeFile(join(folder, 'p/d1/f1'), 'mine');
  await writeFile(join(folder, 'p/d1/f6'), files[6] ?? '');
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  const tree = await treeOf(join(folder, 'p'));
  assert.equal(tree['d1/f1'], 'mine');
  assert.equal(tree['d1/f1 (2)'], expected(1));
  for (let index = 2; index < FILES; index++) assert.equal(tree[pathOf(index)], expected(index));
  assert.equal(done.bytesReceived, total - (files[6]?.length ?? 0));
  assert.equal(Object.keys(tree).length, FILES + 1 + 5);
});

for (const status of [404, 405]) {
  test(`a peer that answers ${status} to batches is asked for one file after the other`, TIME, async (t) => {
    const tracker = new StandInTracker();
    const peer = await treeOnly(t, tracker);
    const old = await batchSource(t, tracker, files, ({ response }) => {
      const body = JSON.stringify({ error: { code: 'not-found', message: 'There is nothing at this path.' } });
      response.writeHead(status, { 'content-length': body.length, connection: 'close' }).end(body);
    });
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    await assertAll(folder);
    assert.ok(old.batches <= 4, String(old.batches));
    assert.equal(old.singles, FILES);
  });
}

const BAD: Readonly<Record<string, (batch: AskedBatch) => void>> = {
  'sends wrong bytes in one frame': (batch) => {
    const wrong = batch.frames[10];
    if (wrong !== undefined) wrong[20] = (wrong[20] ?? 0) ^ 1;
    sendFrames(batch);
  },
  'cuts off in the middle': ({ frames, response }) => {
    const body = Buffer.concat(frames);
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2), () => response.socket?.destroy());
  },
  'closes after each content': ({ frames, response }) => {
    response.writeHead(200, { 'content-length': Buffer.concat(frames).length });
    response.write(frames[0], () => response.socket?.destroy());
  },
  'goes silent in the middle': ({ frames, response }) => {
    const body = Buffer.concat(frames);
    response.writeHead(200, { 'content-length': body.length });
    response.write(body.subarray(0, body.length / 2));
  },
  'lacks every other content': (batch) => {
    for (let at = 0; at < batch.frames.length; at += 2) batch.frames[at] = Buffer.from([1, 0, 0, 0, 0]);
    sendFrames(batch);
  },
  'has no free slot': ({ response }) => {
    const body = JSON.stringify({ error: { code: 'busy', message: 'full', context: { position: 9 } } });
    response.writeHead(429, { 'content-length': body.length, 'retry-after': '60' }).end(body);
  },
};

for (const [what, answer] of Object.entries(BAD)) {
  test(`another source gives the rest where one ${what}`, TIME, async (t) => {
    const tracker = new StandInTracker();
    const peer = await treeOnly(t, tracker);
    const odd = await batchSource(t, tracker, files, answer);
    const good = await batchSource(t, tracker, files, sendFrames, 'good');
    const { service, folder, library } = await downloader(t, tracker, { receive: { stallMs: 400 } });
    const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.reason], ['done', undefined]);
    await assertAll(folder);
    assert.ok(odd.batches > 0 && good.batches > 0);
    assert.equal([...library.fetched()].length, FILES);
    assert.deepEqual(await readdir(folder), ['p']);
  });
}

test('a busy source rests, whichever content its refusal names', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  const body = JSON.stringify({ error: { code: 'busy', message: 'full', context: { index: 100_000 } } });
  const headers = { 'content-length': body.length, 'retry-after': '60' };
  const odd = await batchSource(t, tracker, files, (batch) => {
    // Whoever does not let it rest comes to an end, too.
    if (odd.batches > 50) sendFrames(batch);
    else batch.response.writeHead(429, headers).end(body);
  });
  await batchSource(t, tracker, files, sendFrames, 'good');
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  await assertAll(folder);
  // As many as may be on their way before the first is refused.
  assert.ok(odd.batches <= 8, `${odd.batches} batches`);
});

test('who sent wrong bytes is not asked again, and they are not counted', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  const liar = await batchSource(t, tracker, files, (batch) => {
    for (const frame of batch.frames) frame[8] = (frame[8] ?? 0) ^ 1;
    sendFrames(batch);
  });
  const { service, library } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ reason }) => reason?.code === 'no-sources');
  assert.deepEqual([waiting.filesDone, waiting.bytesDone], [0, 0]);
  const { batches } = liar;
  await service.resume(job.id);
  await until(service, job.id, ({ state }) => state === 'running');
  await until(service, job.id, ({ state }) => state === 'waiting');
  assert.equal(liar.batches, batches);
  assert.equal([...library.fetched()].length, 0);
});

test('batches go to all sources that have the files', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  const later = (batch: AskedBatch): void => void setTimeout(() => sendFrames(batch), 50);
  const sources = [];
  for (const name of ['a', 'b', 'c']) sources.push(await batchSource(t, tracker, files, later, name));
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  await assertAll(folder);
  assert.deepEqual(
    sources.map(({ batches }) => batches > 0),
    [true, true, true],
  );
});

test('a few files that only another source has are found there', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  const few = new Set([200, 201, 202]);
  const most = await batchSource(
    t,
    tracker,
    files.filter((_, index) => !few.has(index)),
    sendFrames,
  );
  const other = await batchSource(
    t,
    tracker,
    files.filter((_, index) => few.has(index)),
    sendFrames,
    'other',
  );
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  await assertAll(folder);
  assert.ok(most.batches >= 3 && other.batches >= 1);
});

test('a file that changed at its only source is waited for, and the others are there', TIME, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const [index, bytes] of files.entries()) await source.add(`p/${pathOf(index)}`, bytes);
  await writeFile(join(source.folder, 'p', pathOf(9)), 'other');
  const { service } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ reason }) => reason?.code === 'no-sources');
  assert.equal(waiting.filesDone, FILES - 1);
});

test('a size that was published wrongly keeps back that file alone', TIME, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  for (const [index, bytes] of files.entries()) {
    await source.add(`p/${pathOf(index)}`, bytes, index === 300 ? { size: bytes.length + 1 } : {});
  }
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const waiting = await until(service, job.id, ({ reason }) => reason?.code === 'no-sources');
  assert.equal(waiting.filesDone, FILES - 1);
  assert.deepEqual(await readdir(folder), ['.p.ayni-part']);
});

test('a job that is stopped in the middle of its batches fetches no more than those again', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  let sent = 0;
  const slow = ({ frames, response }: AskedBatch): void => {
    response.writeHead(200, { 'content-length': Buffer.concat(frames).length });
    const next = (at: number): void => {
      const part = frames[at];
      if (part === undefined) response.end();
      else if (!response.destroyed) {
        sent += part.length - 5;
        response.write(part, () => setTimeout(next, 1, at + 1));
      }
    };
    next(0);
  };
  await batchSource(t, tracker, files, slow);
  const begun = await downloader(t, tracker);
  const job = await begun.service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  await until(begun.service, job.id, ({ filesDone }) => filesDone > 100);
  const restarted = await begun.restart();
  await until(restarted, job.id, ({ filesDone }) => filesDone > 300);
  await restarted.pause(job.id);
  await restarted.resume(job.id);
  const done = await restarted.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  await assertAll(begun.folder);
  // A report comes every 50 ms: what it held, and what was in the sockets, twice.
  assert.ok(sent <= total + 2 * 400 * 256, `${sent - total} bytes came twice`);
});

test('files that the disk lost after an unclean end are fetched again', TIME, async (t) => {
  const tracker = new StandInTracker();
  const peer = await treeOnly(t, tracker);
  const source = await batchSource(t, tracker, files.slice(0, 500), sendFrames);
  const fetching = await downloader(t, tracker);
  const { service, folder, state } = fetching;
  const job = await service.add({ target: { kind: 'tree', peer, path: 'share/p' } });
  await until(service, job.id, ({ reason }) => reason?.code === 'no-sources');
  const { batches } = source;
  await service.stop();
  const aside = join(folder, '.p.ayni-part');
  await writeFile(join(aside, pathOf(3)), '');
  await rm(join(aside, pathOf(4)));
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(join(state, 'downloads.sqlite'));
  database.exec(`UPDATE marks SET value = '0' WHERE name = 'clean'`);
  database.close();
  await batchSource(t, tracker, files.slice(500), sendFrames, 'late');
  const again = await fetching.restart();
  assert.equal((await again.wait(job.id)).state, 'done');
  await assertAll(folder);
  assert.ok(source.batches > batches);
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'p', pathOf(3)))), files[3]);
});

test('the same content under hundreds of names comes to each of them', TIME, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const bytes = bytesOf(777);
  for (let index = 0; index < 300; index++) await source.add(`p/f${index}`, bytes);
  const { service, folder } = await downloader(t, tracker);
  const job = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  assert.equal((await service.wait(job.id)).state, 'done');
  assert.deepEqual(await treeOf(join(folder, 'p')), await treeOf(join(source.folder, 'p')));
});
