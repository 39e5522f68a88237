import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import type { DownloadRequest } from '../../src/peer/download/job.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { bytesOf, downloader, seeder, StandInTracker, treeOf, until } from './download-network.ts';
import { oddSource } from './download-sources.ts';

/** Two runs of about a second may be on their way, and what the sockets hold; the rest must not come twice. */
const IN_FLIGHT = 2 * 1024 * 1024;

/** Downloads in a child until `enough` bytes are there, then kills it without a warning. */
async function downloadAndKill(
  base: string,
  tracker: StandInTracker,
  request: DownloadRequest,
  enough: number,
): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'download-child.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const orders = { base, sources: [...tracker.sources], trees: [...tracker.trees], request };
  child.stdin.end(JSON.stringify(orders));
  try {
    for await (const line of createInterface(child.stdout)) {
      const { at, bytesDone } = JSON.parse(line) as { at: string; bytesDone: number };
      assert.notEqual(at, 'done', 'it was too fast to be killed');
      if (bytesDone >= enough) break;
    }
  } finally {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
}

test('goes on after kill -9, and fetches again no more than what was in flight', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const base = await temporaryFolder(t);
  const bytes = bytesOf(200 * PIECE_SIZE + 77);
  const source = await oddSource(t, tracker, bytes, { delayMs: 8 });
  const request: DownloadRequest = {
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  };
  for (const part of [0.1, 0.4, 0.8]) await downloadAndKill(base, tracker, request, part * bytes.length);
  const sentBefore = source.sent;
  assert.ok(sentBefore > 0.8 * bytes.length);
  source.behave({});
  const { service, folder } = await downloader(t, tracker, { base });
  const [job] = service.jobs();
  const done = await service.wait(job?.id ?? '');
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'x'))), bytes);
  assert.deepEqual(await readdir(folder), ['x']);
  assert.ok(source.sent <= bytes.length + 3 * IN_FLIGHT, `${source.sent - bytes.length} bytes came twice`);
});

test('goes on with a tree after kill -9, and with the source killed as well', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const base = await temporaryFolder(t);
  const source = await seeder(t, tracker);
  for (let i = 0; i < 300; i++) await source.add(`p/${i % 7}/f${i}`, bytesOf(1000 + i, i));
  const big = bytesOf(120 * PIECE_SIZE);
  const slow = await oddSource(t, tracker, big, { delayMs: 8 });
  source.addEntry({ kind: 'file', path: 'share/p/3/big', content: slow.content, size: big.length });
  source.addEntry({ kind: 'symlink', path: 'share/p/link', target: '3/big' });
  const request: DownloadRequest = { target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } };
  await downloadAndKill(base, tracker, request, 2000);
  await downloadAndKill(base, tracker, request, 60 * PIECE_SIZE);
  await source.stop();
  const { service, folder, library } = await downloader(t, tracker, { base });
  const [job] = service.jobs();
  await source.restart();
  slow.behave({});
  const done = await service.wait(job?.id ?? '');
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  const fetched = await treeOf(join(folder, 'p'));
  assert.equal(fetched['link'], '-> 3/big');
  assert.deepEqual(new Uint8Array(await readFile(join(folder, 'p/3/big'))), big);
  const { link, '3/big': _, ...rest } = fetched;
  assert.ok(link);
  assert.deepEqual(rest, await treeOf(join(source.folder, 'p')));
  assert.deepEqual(await readdir(folder), ['p']);
  assert.ok(slow.sent <= big.length + 2 * IN_FLIGHT, `${slow.sent - big.length} bytes came twice`);
  assert.equal([...library.fetched()].length, 301);
  assert.ok([...library.fetched()].every(({ path }) => path.startsWith(join(folder, 'p'))));
});

test('never goes on with a part file of something else', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const base = await temporaryFolder(t);
  const bytes = bytesOf(40 * PIECE_SIZE);
  const other = await oddSource(t, tracker, bytesOf(40 * PIECE_SIZE, 2), { delayMs: 20 });
  const request: DownloadRequest = {
    target: { kind: 'content', content: other.content, size: bytes.length, name: 'x' },
  };
  await downloadAndKill(base, tracker, request, 10 * PIECE_SIZE);
  const source = await oddSource(t, tracker, bytes);
  // The state is lost, the part file stays.
  const fresh = await downloader(t, tracker, { folder: join(base, 'downloads') });
  const job = await fresh.service.add({
    target: { kind: 'content', content: source.content, size: bytes.length, name: 'x' },
  });
  const done = await fresh.service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.deepEqual(new Uint8Array(await readFile(join(fresh.folder, 'x'))), bytes);
  assert.deepEqual((await readdir(fresh.folder)).toSorted(), ['.x (2).ayni-part', 'x']);
  assert.equal(done.bytesReceived, bytes.length);
});

test('goes on by itself when the source comes back', { timeout: 60_000 }, async (t) => {
  const tracker = new StandInTracker();
  const source = await seeder(t, tracker);
  const bytes = bytesOf(400 * PIECE_SIZE);
  const content = await source.add('big', bytes);
  const { service, folder } = await downloader(t, tracker);
  await mkdir(folder);
  await source.stop();
  const job = await service.add({ target: { kind: 'content', content, size: bytes.length, name: 'big' } });
  const waiting = await until(service, job.id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'unreachable');
  await source.restart();
  const done = await service.wait(job.id);
  assert.deepEqual([done.state, done.reason], ['done', undefined]);
  assert.equal(done.bytesReceived, bytes.length);
});
