import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test, { type TestContext } from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { SILENT } from '../../core/log.ts';
import {
  ANNA,
  BEN,
  contentOf,
  file,
  found,
  only,
  populate,
  PRESENCE,
  TTL,
  viewer,
} from '../contract/fixtures.contract.ts';
import { NEWEST_VERSION } from './migrations.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const clock = new ManualClock();
const open = (path: string) => openSqliteStore(path, { clock, log: SILENT });
const fileOf = async (t: TestContext) => join(await temporaryFolder(t), 'tracker.sqlite');

test('knows everything again after it was closed, also who is online', async (t) => {
  const path = await fileOf(t);
  const first = await open(path);
  await populate(first);
  await first.publish(ANNA, only('s', [file('song', 'c')]));
  await first.endLease(BEN);
  await first.close();
  const second = await open(path);
  t.after(() => second.close());
  assert.deepEqual(await found(second, viewer(BEN), 'song'), ['s/song']);
  const sources = (await second.locate(viewer(BEN), [{ id: contentOf('c'), offset: 0 }], 9)).get(contentOf('c'));
  assert.deepEqual(sources?.[0]?.endpoints, PRESENCE.endpoints);
  assert.deepEqual(
    (await second.peers(viewer(ANNA))).map((each) => each.online),
    [true, false, true],
  );
  assert.equal(await second.renewLease(ANNA, PRESENCE.slots, TTL), true);
});

test('refuses a database of a newer version in one line', async (t) => {
  const path = await fileOf(t);
  await (await open(path)).close();
  const database = new DatabaseSync(path);
  database.exec(`PRAGMA user_version = ${NEWEST_VERSION + 1}`);
  database.close();
  await assert.rejects(open(path), { code: 'state-newer', message: /^[^\n]*install a newer Ayni\.$/ });
});

test('refuses what is no database, or another program’s', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'text'), 'this is no database at all, but a text. '.repeat(100));
  await assert.rejects(open(join(folder, 'text')), { code: 'io-failed' });
  const other = new DatabaseSync(join(folder, 'other'));
  other.exec('CREATE TABLE notes (text)');
  other.close();
  await assert.rejects(open(join(folder, 'other')), { code: 'io-failed', message: /none of ours/ });
  await assert.rejects(open(join(folder, 'not', 'there')), { code: 'no-permission' });
  await mkdir(join(folder, 'folder'));
  await assert.rejects(open(join(folder, 'folder')), { code: 'no-permission' });
  await chmod(folder, 0o700);
});

test('answers after closing with an error, and closes twice', async (t) => {
  const store = await open(await fileOf(t));
  await store.close();
  await store.close();
  await assert.rejects(store.search(viewer(ANNA), { text: '', limit: 1 }), { code: 'cancelled' });
  await assert.rejects(store.putMember({ peer: ANNA, name: 'a', role: 'member', groups: [] }), { code: 'cancelled' });
});

test('names a tree once however many peers have it, and forgets it with the last', async (t) => {
  const path = await fileOf(t);
  const store = await open(path);
  await populate(store);
  const tree = only('s', [file('a/b', '1'), file('a/c', '2')]);
  for (const peer of [ANNA, BEN]) await store.publish(peer, tree);
  const reader = new DatabaseSync(path, { readOnly: true });
  t.after(() => reader.close());
  const count = (table: string) => Number(reader.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n']);
  const counts = () => ['paths', 'grams_docsize', 'beginnings_docsize', 'contents', 'entries'].map(count);
  assert.deepEqual(counts(), [4, 4, 4, 2, 8]);
  await store.unpublish(ANNA, 's');
  await store.sweepLeases();
  assert.deepEqual(counts(), [4, 4, 4, 2, 4]);
  await store.forget(BEN);
  await store.sweepLeases();
  assert.deepEqual(counts(), [0, 0, 0, 0, 0]);
  await store.close();
});

test('of many calls that come together only the one that is wrong fails', async (t) => {
  const store = await open(await fileOf(t));
  t.after(() => store.close());
  await populate(store);
  const publish = (index: number) => store.publish(ANNA, { ...only(`s${index}`, [file('x', 'c')]) });
  const results = await Promise.allSettled([
    ...Array.from({ length: 300 }, (_, index) => publish(index)),
    store.publish(ANNA, only('not/a name', [])),
    ...Array.from({ length: 300 }, (_, index) => publish(300 + index)),
  ]);
  assert.equal(results.filter((each) => each.status === 'rejected').length, 1);
  assert.equal((await store.revisions(ANNA)).size, 600);
});
