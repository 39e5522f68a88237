import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';

import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { DownloadStore } from './download-store.ts';
import { MIGRATIONS } from './migrations.ts';

test('jobs of the first version are taken over, in the order they were begun', async (t) => {
  const path = join(await temporaryFolder(t), 'downloads.sqlite');
  const old = new DatabaseSync(path);
  old.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1`);
  const insert = old.prepare(
    `INSERT INTO jobs VALUES (?, ?, ?, '/f', 'n', 1, 'waiting', NULL, 'new', 'file', NULL, NULL, NULL, 1, 5, 0, 0, 7, ?)`,
  );
  const target = JSON.stringify({ kind: 'content', content: `c${'a'.repeat(52)}`, name: 'n' });
  for (const number of [3, 1, 2]) insert.run(number, `id${number}`, target, '{"renamed":[],"skipped":[]}');
  old.close();
  const store = new DownloadStore(path);
  t.after(() => store.close());
  assert.deepEqual(
    store.jobs().map(({ number, place, received, copied }) => [number, place, received, copied]),
    [1, 2, 3].map((number) => [number, number, 7, 0]),
  );
});
