import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test, type TestContext } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { GroupCommit } from './group-commit.ts';

/** Remembers what is committed how. */
class WatchedDatabase extends DatabaseSync {
  readonly commits: string[] = [];
  #synchronous = '';

  override exec(sql: string): void {
    super.exec(sql);
    if (sql.startsWith('PRAGMA synchronous')) this.#synchronous = sql.split(' ').at(-1) ?? '';
    if (sql === 'COMMIT') this.commits.push(this.#synchronous);
  }
}

async function setUp(t: TestContext) {
  const path = join(await temporaryFolder(t), 'db');
  const database = new WatchedDatabase(path);
  t.after(() => database.close());
  database.exec('PRAGMA journal_mode = WAL; CREATE TABLE notes (text UNIQUE)');
  const group = new GroupCommit(database, path);
  const note = (text: string) => () => database.prepare('INSERT INTO notes VALUES (?)').run(text);
  const notes = () => database.prepare('SELECT text FROM notes').all().length;
  return { database, group, note, notes };
}

test('calls that come together are committed with one sync', async (t) => {
  const { database, group, note, notes } = await setUp(t);
  await Promise.all(Array.from({ length: 200 }, (_, index) => group.run(note(`${index}`), index === 7)));
  assert.deepEqual(database.commits, ['FULL']);
  assert.equal(notes(), 200);
});

test('what need not be durable is committed without a sync', async (t) => {
  const { database, group, note } = await setUp(t);
  await group.run(note('a'), false);
  await group.run(note('b'), true);
  assert.deepEqual(database.commits, ['NORMAL', 'FULL']);
});

test('a call that fails takes nothing else with it', async (t) => {
  const { group, note, notes } = await setUp(t);
  const results = await Promise.allSettled(['a', 'a', 'b'].map((text) => group.run(note(text), true)));
  assert.deepEqual(
    results.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal(notes(), 2);
});
