import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';

import { SILENT } from '../../src/core/log.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { Publishing } from '../support/publish-until-full.ts';
import { smallDisk } from '../support/small-disk.ts';

test('a tracker whose disk is full keeps what it acknowledged, says so, and goes on when there is room', async (t) => {
  const disk = await smallDisk(t, '24m');
  if (disk === undefined) return;
  const store = await openSqliteStore(join(disk, 'tracker.sqlite'), { clock: systemClock, log: SILENT });
  t.after(() => store.close());
  const publishing = await Publishing.begin(store, disk, 500_000);
  assert.equal((await publishing.untilFull())?.code, 'disk-full');
  const { acknowledged, found } = await publishing.files();
  assert.equal(found, acknowledged);
  await publishing.makeRoom();
  await publishing.more();
  assert.equal((await publishing.files()).found, acknowledged + 500);
});
