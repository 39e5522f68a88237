import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import { PrivatePostgres, withoutPostgres } from '../../../test/support/private-postgres.ts';
import { SILENT } from '../../core/log.ts';
import { EVERYONE } from '../../core/access/audience.ts';
import { ANNA, BEN, contentOf, file, only, populate, viewer } from '../contract/fixtures.contract.ts';
import { Database, type Queries } from './database.ts';
import { eventsAfter } from './events.ts';
import { flatFiles } from './flat-files.ts';
import { OnlineBoard } from '../leases/online-board.ts';
import { Presences } from '../leases/presences.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { Search } from './search.ts';

describe('what PostgreSQL is asked', { skip: withoutPostgres }, async () => {
  if (withoutPostgres !== false) return;
  const server = await PrivatePostgres.start();
  after(() => server.remove());
  let count = 0;
  const connected = async (t: { after: (end: () => Promise<void>) => void }, url: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    t.after(() => client.end());
    return client;
  };
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
    const slow = await connected(t, url);
    await slow.query(`BEGIN; UPDATE counters SET value = value + 1 WHERE name = 'events';
      INSERT INTO events (id, at, kind) VALUES (${id + 1}, 0, 'withdrawn')`);
    const next = store.appendEvent({ kind: 'left', peer: BEN });
    assert.deepEqual(await store.eventsAfter(viewer(BEN), id, 10), { events: [], last: id, more: false });
    await slow.query('COMMIT');
    assert.equal((await next).id, id + 2);
    const { events, last } = await store.eventsAfter(viewer(BEN), id, 10);
    assert.deepEqual([events.map(({ kind }) => kind), last], [['withdrawn', 'left'], id + 2]);
  });

  test('a search is planned for what it asks, however often something else was asked the same way', async (t) => {
    const { url, store } = await opened(t);
    await store.publish(ANNA, only('s', [file('one', '1'), file('two', '2')]));
    const database = new Database({ log: SILENT }, { url, connections: 1 });
    t.after(() => database.close());
    const search = new Search(database, new Presences(new OnlineBoard()));
    for (let times = 0; times < 12; times++) await search.search(viewer(BEN), { text: '', limit: 10 }, 0);
    const sql = `SELECT name FROM pg_prepared_statements
      WHERE statement LIKE '%FROM paths p WHERE%' AND name <> 'prepared' AND generic_plans > 0`;
    assert.deepEqual(await database.rows('prepared', sql), []);
  });

  test('a flat name is found without a look at all others, also in a database of before', async (t) => {
    const { url, store } = await opened(t);
    const client = await connected(t, url);
    await client.query('DROP INDEX entries_flat_name, holds_flat_name; UPDATE schema_state SET version = 1');
    const numbers = Array.from({ length: 3000 }, (_, number) => number);
    const files = numbers.map((number) => file(`f${number}`, `c${number}`, { flatName: `f${number}` }));
    await store.publish(ANNA, only('s', files));
    const hold = { size: 10, pieces: 1, audience: EVERYONE };
    const held = numbers.map((number) => ({ ...hold, content: contentOf(`h${number}`), flatName: `h${number}` }));
    await store.hold(BEN, held, []);
    await (await openPostgresStore({ url }, { log: SILENT })).store.close();
    await client.query('ANALYZE');
    const plans: string[] = [];
    const queries: Pick<Queries, 'rows'> = {
      rows: async (name, sql, values = []) => {
        await client.query(`PREPARE "${name}" AS ${sql}`);
        const literals = values.map((value) => literal(value)).join(', ');
        for (const mode of ['force_custom_plan', 'force_generic_plan']) {
          await client.query(`SET plan_cache_mode = ${mode}`);
          const lines = await client.query<[string]>({
            text: `EXPLAIN EXECUTE "${name}" (${literals})`,
            rowMode: 'array',
          });
          plans.push(lines.rows.join('\n'));
        }
        return [];
      },
    };
    const query = { dialect: 'slots', withGone: false, withMd5: false, limit: 10 } as const;
    await flatFiles(queries, { ...query, name: 'f77' }, [1, 2], true, 0);
    assert.equal(plans.length, 2);
    for (const plan of plans) {
      assert.doesNotMatch(plan, /Seq Scan on (entries|holds|contents)/);
      assert.match(plan, /entries_flat_name[^]*holds_flat_name/);
    }
  });
});

function literal(value: unknown): string {
  if (value === null) return 'NULL';
  if (Array.isArray(value)) return `'{${value.join(',')}}'`;
  return pg.escapeLiteral(typeof value === 'string' ? value : JSON.stringify(value));
}
