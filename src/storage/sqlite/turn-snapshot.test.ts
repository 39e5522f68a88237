import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';

import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { SILENT } from '../../core/log.ts';
import { ANNA, BEN, contentOf, populate, viewer } from '../contract/fixtures.contract.ts';
import { openSqliteStore } from './open-sqlite-store.ts';
import { TurnSnapshot } from './turn-snapshot.ts';

test('reads of one turn see the same, those of the next and those after a write what is there now', async (t) => {
  const path = join(await temporaryFolder(t), 'db');
  const [writing, reading] = [new DatabaseSync(path), new DatabaseSync(path)];
  t.after(() => [writing, reading].forEach((each) => each.close()));
  writing.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text)');
  const snapshot = new TurnSnapshot(reading);
  const count = reading.prepare('SELECT count(*) AS notes FROM notes');
  const notes = () => {
    snapshot.enter();
    return count.get()?.['notes'];
  };
  assert.equal(notes(), 0);
  writing.exec(`INSERT INTO notes VALUES ('a')`);
  assert.equal(notes(), 0);
  await setImmediate();
  assert.equal(notes(), 1);
  writing.exec(`INSERT INTO notes VALUES ('b')`);
  snapshot.leave();
  assert.equal(notes(), 2);
  snapshot.close();
  assert.equal(reading.isTransaction, false);
});

test('whoever hears that a write is done finds it, however many others look meanwhile', async (t) => {
  const store = await openSqliteStore(join(await temporaryFolder(t), 'tracker.sqlite'), {
    clock: new ManualClock(),
    log: SILENT,
  });
  t.after(() => store.close());
  await populate(store);
  const content = contentOf('c');
  const sources = async () => (await store.locate(viewer(BEN), [{ id: content, offset: 0 }], 10)).size;
  const looking = new AbortController();
  const others = (async () => {
    while (!looking.signal.aborted) {
      await sources();
      await setImmediate();
    }
  })();
  for (let turn = 0; turn < 200; turn++) {
    await store.hold(ANNA, [{ content, size: 1, pieces: 1, audience: EVERYONE }], []);
    assert.equal(await sources(), 1);
    await store.hold(ANNA, [], [content]);
    assert.equal(await sources(), 0);
  }
  looking.abort();
  await others;
});
