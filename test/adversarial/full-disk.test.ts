import assert from 'node:assert/strict';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { AyniError } from '../../src/core/errors.ts';
import { contentIdOfHash, peerIdOf } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import { parseSharePath } from '../../src/core/names/share-path.ts';
import { Library } from '../../src/peer/library/library.ts';
import { ShareService } from '../../src/peer/share/share-service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { RecordingTracker } from '../support/recording-tracker.ts';
import { smallDisk } from '../support/small-disk.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasher } from './download-network.ts';
import { until } from './tracker-stand-in.ts';

/** Takes all the room that is left, but for a few KiB. */
async function fill(disk: string): Promise<void> {
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'ballast'), Buffer.alloc(Math.max(0, bavail * bsize - 16 * 1024)));
}

test(
  'a peer whose index has no room says so, and goes on by itself when there is some',
  { timeout: 90_000 },
  async (t) => {
    const disk = await smallDisk(t, '8m');
    if (disk === undefined) return;
    const folder = await temporaryFolder(t);
    for (let i = 0; i < 40; i++) {
      await mkdir(join(folder, `${i}`));
      for (let j = 0; j < 50; j++) await writeFile(join(folder, `${i}`, `${'long name '.repeat(18)}${j}`), `${i} ${j}`);
    }
    const library = Library.open(join(disk, 'library.sqlite'), { hasher, log: SILENT });
    const tracker = new RecordingTracker();
    const service = new ShareService({ library, tracker, hasher, clock: systemClock, log: SILENT }, { watch: false });
    t.after(async () => {
      await service.stop();
      library.close();
    });
    service.start();
    service.announced({ revisions: {} });
    await fill(disk);
    await service.add({ path: folder, name: 'many' });
    await until(() => service.list()[0]?.lastError !== undefined);
    assert.match(service.list()[0]?.lastError ?? '', /^[^\n]*(full|room)[^\n]*$/);
    await rm(join(disk, 'ballast'));
    // What a person would do; without it, it is tried again after half a minute.
    await service.rescan('many');
    assert.equal(service.list()[0]?.lastError, undefined);
    assert.equal(tracker.paths('many').length, 40 * 51);
  },
);

test('a tracker whose disk is full refuses what is new, answers, and goes on when there is room', async (t) => {
  const disk = await smallDisk(t, '4m');
  if (disk === undefined) return;
  const store = await openSqliteStore(join(disk, 'tracker.sqlite'), { clock: systemClock, log: SILENT });
  t.after(() => store.close());
  const peer = peerIdOf(hasher.hash(Buffer.from('peer')));
  await store.putMember({ peer, name: 'ann', role: 'member', groups: [] });
  const content = (n: number) => contentIdOfHash(hasher.hash(Buffer.from(`${n}`)));
  const publish = (n: number) => {
    const upsert = Array.from({ length: 500 }, (_, i) => {
      const path = parseSharePath(`round ${n} of many/${'long '.repeat(20)}${i}`);
      return { kind: 'file', path, content: content(n * 500 + i), size: 1, mtime: 0, executable: false } as const;
    });
    return store.publish(peer, { share: 's', audience: EVERYONE, base: n, next: n + 1, upsert, remove: [] });
  };
  await publish(0);
  await fill(disk);
  let rounds = 1;
  const refused = async (): Promise<void> => {
    for (; rounds < 50; rounds++) await publish(rounds);
  };
  await assert.rejects(
    refused(),
    (error) => AyniError.is(error, 'disk-full') && /^[^\n]*full[^\n]*$/.test(error.message),
  );
  const viewer = { peer, groups: [] };
  assert.equal((await store.search(viewer, { text: 'round 0 of', limit: 5 })).items.length, 5);
  assert.equal((await store.revisions(peer)).get('s'), rounds);
  await rm(join(disk, 'ballast'));
  await publish(rounds);
  assert.equal((await store.revisions(peer)).get('s'), rounds + 1);
});
