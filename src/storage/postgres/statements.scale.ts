import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import { PrivatePostgres, withoutPostgres } from '../../../test/support/private-postgres.ts';
import { SILENT } from '../../core/log.ts';
import { ANNA, BEN, only, populate, viewer } from '../contract/fixtures.contract.ts';
import { Database, type Queries } from './database.ts';
import { eventsAfter } from './events.ts';
import { openPostgresStore } from './open-postgres-store.ts';

describe('what PostgreSQL is asked', { skip: withoutPostgres }, async () => {
  if (withoutPostgres !== false) return;
  const server = await PrivatePostgres.start();
  after(() => server.remove());
  let count = 0;
  const opened = async (t: { after: (end: () => Promise<void>) => void }) => {
    const url = await server.makeDatabase(`asked_${count++}`);
    const { store } = await openPostgresStore({ url }, { log: SILENT });
    const database = new Database({ log: SILENT }, { url });
    t.after(async () => {
      await database.close();
      await store.close();
    });
    await populate(store);
    return { url, store, database };
  };

  test('a look for events is one statement, so that no event comes between it and what the viewer may see', async (t) => {
    const { store, database } = await opened(t);
    await store.publish(ANNA, only('s', [], { kind: 'restricted', groups: [], peers: [BEN] }));
    const { id } = await store.appendEvent({ kind: 'published', peer: ANNA, share: 's' });
    const asked: string[] = [];
    const queries: Pick<Queries, 'rows'> = {
      rows: (name, ...question) => {
        asked.push(name);
        return database.rows(name, ...question);
      },
    };
    const { events, last } = await eventsAfter(queries, viewer(BEN), 0, 10);
    assert.deepEqual([events.map((event) => event.id), last, asked], [[id], id, ['events-after']]);
  });

  test('a look for events does not pass one whose writer has not committed yet', async (t) => {
    const { url, store } = await opened(t);
    const { id } = await store.appendEvent({ kind: 'joined', peer: BEN });
    const slow = new pg.Client({ connectionString: url });
    await slow.connect();
    t.after(() => slow.end());
    await slow.query(`BEGIN; UPDATE counters SET value = value + 1 WHERE name = 'events';
      INSERT INTO events (id, at, kind) VALUES (${id + 1}, 0, 'withdrawn')`);
    const next = store.appendEvent({ kind: 'left', peer: BEN });
    assert.deepEqual(await store.eventsAfter(viewer(BEN), id, 10), { events: [], last: id, more: false });
    await slow.query('COMMIT');
    assert.equal((await next).id, id + 2);
    const { events, last } = await store.eventsAfter(viewer(BEN), id, 10);
    assert.deepEqual([events.map(({ kind }) => kind), last], [['withdrawn', 'left'], id + 2]);
  });
});
