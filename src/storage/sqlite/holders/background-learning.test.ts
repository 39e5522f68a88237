import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { idBytes } from '../../../core/ids.ts';
import { SILENT } from '../../../core/log.ts';
import { ANNA, contentOf, file, only, populate } from '../../contract/fixtures.contract.ts';
import { OnlineBoard } from '../../leases/online-board.ts';
import { Presences } from '../../leases/presences.ts';
import { openDatabase } from '../database.ts';
import { Locate } from '../locate.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';
import { TurnSnapshot } from '../turn-snapshot.ts';
import { BackgroundLearning } from './background-learning.ts';
import { HolderIndex } from './holder-index.ts';

const NAMES = Array.from({ length: 50 }, (_, number) => `${number}`);

test('learns all contents by itself, and again when it was told to forget them', { timeout: 60_000 }, async (t) => {
  const path = join(await temporaryFolder(t), 'tracker.sqlite');
  const store = await openSqliteStore(path, { clock: new ManualClock(), log: SILENT });
  await populate(store);
  await store.publish(
    ANNA,
    only(
      's',
      NAMES.map((name) => file(name, name)),
    ),
  );
  await store.close();

  const database = openDatabase(path, { readOnly: true, cacheKiB: 1024 });
  const [snapshot, index] = [new TurnSnapshot(database), new HolderIndex()];
  const locate = new Locate({ database, presences: new Presences(new OnlineBoard()), snapshot, index });
  const learn = (after: number, limit: number) => locate.learn(after, limit);
  const learning = new BackgroundLearning({ learn, newest: () => NAMES.length, index, log: SILENT }, { many: 1 });
  t.after(() => {
    learning.stop();
    snapshot.close();
    database.close();
  });
  index.onEmptied(() => learning.start());
  const knows = (name: string) => index.find(idBytes(contentOf(name))) !== undefined;
  const knowsAll = async () => {
    while (!NAMES.every(knows)) await sleep(5);
  };

  assert.equal(NAMES.some(knows), false);
  learning.start();
  await knowsAll();
  index.forget();
  assert.equal(NAMES.some(knows), false);
  await knowsAll();
});
