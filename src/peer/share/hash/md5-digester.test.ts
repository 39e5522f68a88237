import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { test, type TestContext } from 'node:test';
import { bytesOf, hashesOf, hasher, idOf } from '../../../../test/adversarial/download-network.ts';
import { RecordingTracker } from '../../../../test/support/recording-tracker.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { SILENT } from '../../../core/log.ts';
import { systemClock } from '../../../platform/clock.ts';
import { FLAT_START } from '../../library/flat-table.ts';
import { Library } from '../../library/library.ts';
import { ShareService } from '../share-service.ts';
import { SEGMENT_BYTES } from './hash-job.ts';

function md5Of(bytes: Uint8Array): string {
  return createHash('md5').update(bytes).digest('hex');
}

let time = 1_700_000_000.5;
function plant(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes);
  time += 1;
  utimesSync(path, time, time);
}

async function peer(t: TestContext) {
  const [folder, state] = [await temporaryFolder(t), await temporaryFolder(t)];
  const tracker = new RecordingTracker();
  const make = (md5: boolean) => {
    const library = Library.open(join(state, 'library.sqlite'), { hasher, log: SILENT }, { dialects: true });
    const components = { library, tracker, hasher, clock: systemClock, log: SILENT };
    const service = new ShareService(components, { watch: false });
    service.start();
    if (md5) service.computeMd5();
    service.announced({ revisions: tracker.revisions });
    return { library, service };
  };
  let now = make(true);
  const stop = async () => {
    await now.service.stop();
    now.library.close();
  };
  t.after(stop);
  const published = (path: string) => {
    const entry = tracker.entry('music', path);
    return entry?.kind === 'file' ? entry.digests?.md5 : undefined;
  };
  return {
    folder,
    tracker,
    published,
    get library() {
      return now.library;
    },
    get service() {
      return now.service;
    },
    async restart(md5: boolean) {
      await stop();
      now = make(md5);
    },
    share: async () => {
      await now.service.add({ path: folder, name: 'music' });
      await now.service.rescan();
    },
  };
}

async function until(what: () => boolean): Promise<void> {
  const deadline = AbortSignal.timeout(50_000);
  while (!what()) await delay(20, undefined, { signal: deadline });
}

test('publishes the MD5 of small, large and empty files when it is known', { timeout: 60_000 }, async (t) => {
  const { folder, published, share, library } = await peer(t);
  const files: Record<string, Uint8Array> = {
    small: bytesOf(1000),
    empty: new Uint8Array(0),
    large: bytesOf(2 * SEGMENT_BYTES + 12_345),
  };
  for (const [name, bytes] of Object.entries(files)) plant(join(folder, name), bytes);
  await share();
  await until(() => Object.keys(files).every((name) => published(name) !== undefined));
  for (const [name, bytes] of Object.entries(files)) assert.equal(published(name), md5Of(bytes), name);
  assert.deepEqual(
    library.flat.page(FLAT_START, 10).files.map(({ name, md5 }) => [name, md5]),
    Object.entries(files)
      .map(([name, bytes]) => [name, md5Of(bytes)])
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
  );
});

test('tells the MD5 of a fetched file along with the hold', { timeout: 60_000 }, async (t) => {
  const { folder, tracker, library } = await peer(t);
  const bytes = bytesOf(5000);
  plant(join(folder, 'got'), bytes);
  const { mtimeNs, ino } = statSync(join(folder, 'got'), { bigint: true });
  const file = { content: idOf(bytes), size: bytes.length, path: join(folder, 'got'), mtimeNs, inode: ino };
  library.addFetched({ ...file, audience: EVERYONE, executable: false, pieceHashes: hashesOf(bytes) });
  await until(() => tracker.holds.get(file.content)?.digests !== undefined);
  const hold = tracker.holds.get(file.content);
  assert.deepEqual([hold?.digests, hold?.flatName], [{ md5: md5Of(bytes) }, 'got']);
});

test('a changed file loses its MD5 and gets that of its new bytes', { timeout: 60_000 }, async (t) => {
  const { folder, published, share, service } = await peer(t);
  plant(join(folder, 'song'), bytesOf(1000, 1));
  await share();
  await until(() => published('song') === md5Of(bytesOf(1000, 1)));
  plant(join(folder, 'song'), bytesOf(1000, 2));
  await service.rescan();
  assert.notEqual(published('song'), md5Of(bytesOf(1000, 1)));
  await until(() => published('song') === md5Of(bytesOf(1000, 2)));
});

test('a file that changed unseen is not digested as what it was', { timeout: 60_000 }, async (t) => {
  const peering = await peer(t);
  const { folder, published, share } = peering;
  await peering.restart(false);
  plant(join(folder, 'song'), bytesOf(1000, 1));
  plant(join(folder, 'gone'), bytesOf(1000, 3));
  plant(join(folder, 'kept'), bytesOf(1000, 4));
  await share();
  await peering.service.stop();
  plant(join(folder, 'song'), bytesOf(1000, 2));
  rmSync(join(folder, 'gone'));
  await peering.restart(true);
  await until(() => published('song') !== undefined && published('kept') !== undefined);
  assert.equal(published('song'), md5Of(bytesOf(1000, 2)));
  assert.equal(published('kept'), md5Of(bytesOf(1000, 4)));
});

test('keeps what it has computed, also for a start without the dialect', { timeout: 60_000 }, async (t) => {
  const peering = await peer(t);
  plant(join(peering.folder, 'song'), bytesOf(1000));
  await peering.share();
  await until(() => peering.published('song') !== undefined);
  await peering.restart(false);
  assert.deepEqual(
    peering.library.flat.page(FLAT_START, 10).files.map(({ md5 }) => md5),
    [md5Of(bytesOf(1000))],
  );
  assert.deepEqual(peering.library.contents.undigested(0, 100).contents, []);
});
