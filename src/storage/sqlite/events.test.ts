import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { idBytes } from '../../core/ids.ts';
import { ANNA, BEN, viewer } from '../contract/fixtures.contract.ts';
import { EventReads, EventWrites } from './events.ts';
import { migrate } from './migrations.ts';
import { PeerRows } from './peer-rows.ts';
import { CachedViews } from './views.ts';

test('an event that is here before the news of its audience is seen by whom it admits', (t) => {
  const database = new DatabaseSync(':memory:');
  t.after(() => database.close());
  migrate(database, ':memory:');
  const rows = new PeerRows(database);
  const [anna, ben] = [ANNA, BEN].map((peer) => rows.intern(peer));
  const views = new CachedViews(database, rows);
  const reads = new EventReads(database, views);
  assert.deepEqual(reads.after(viewer(BEN), 0, 10), { events: [], last: 0, more: false });
  // What the writer does, whose answer has not come yet.
  database.exec(`INSERT INTO audiences (id, key) VALUES (2, 'ben'); INSERT INTO audience_peers VALUES (${ben}, 2);
    INSERT INTO shares (peer, name, audience, root, revision) VALUES (${anna}, 's', 2, 0, 1)`);
  new EventWrites(database, rows).append(0, { kind: 'published', peer: ANNA, share: 's' });
  const seen = reads.after(viewer(BEN), 0, 10);
  assert.deepEqual(
    seen.events.map(({ share, peer }) => [share, peer && idBytes(peer)]),
    [['s', idBytes(ANNA)]],
  );
});
