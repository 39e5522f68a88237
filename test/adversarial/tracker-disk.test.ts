import assert from 'node:assert/strict';
import { rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { SILENT } from '../../src/core/log.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { ANNA, BEN, delta, file, populate, treeOf, viewer } from '../../src/storage/contract/fixtures.contract.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { smallDisk } from '../support/small-disk.ts';

const FILES = 500;

test('a tracker whose disk is full keeps what it acknowledged, says so, and goes on when there is room', async (t) => {
  const disk = await smallDisk(t, '24m');
  if (disk === undefined) return;
  const path = join(disk, 'tracker.sqlite');
  const store = await openSqliteStore(path, { clock: systemClock, log: SILENT });
  t.after(() => store.close());
  await populate(store);
  const batch = (round: number) =>
    delta(
      's',
      round,
      Array.from({ length: FILES }, (_, at) => file(`round ${round}/file ${at}`, `c${round} ${at}`)),
    );
  await store.publish(ANNA, batch(0));
  const { bavail, bsize } = await statfs(disk);
  await writeFile(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 500_000)));
  let safe = 1;
  let failure: { readonly code?: string } | undefined;
  while (failure === undefined && safe < 100) {
    failure = await store.publish(ANNA, batch(safe)).then(
      () => undefined,
      (reason: unknown) => reason as { readonly code?: string },
    );
    if (failure === undefined) safe++;
  }
  assert.equal(failure?.code, 'disk-full');
  const files = async () => (await treeOf(store, viewer(BEN), ANNA, 's')).filter((each) => each.includes('/file '));
  assert.equal((await files()).length, safe * FILES);
  await rm(join(disk, 'filler'));
  await store.publish(ANNA, batch(safe));
  assert.equal((await files()).length, (safe + 1) * FILES);
});
