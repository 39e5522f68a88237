import assert from 'node:assert/strict';
import { after, describe, test, type TestContext } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { SILENT } from '../../src/core/log.ts';
import type { SwarmStore } from '../../src/core/swarm/swarm-store.ts';
import {
  ANNA,
  BEN,
  contentOf,
  delta,
  file,
  hashOf,
  only,
  peerOf,
  populate,
  treeOf,
  viewer,
} from '../../src/storage/contract/fixtures.contract.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';

const DORA = peerOf('dora');
const SECRET = hashOf('secret');
/** Connections of the tracker's, of the database that is asked. */
const OURS = `application_name = 'ayni-tracker' AND datname = current_database()`;
/** Those of them that wait: for a lock, or for a standby while they commit. */
const WAITING = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE ${OURS} AND wait_event`;
const CUT = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${OURS}`;

/** What a write changed, and the table at which it is stopped: not the first that it writes. */
interface Write {
  readonly name: string;
  readonly table: string;
  readonly write: (store: SwarmStore) => Promise<unknown>;
  /** The same before, and other than that after; complete or not at all. */
  readonly look: (store: SwarmStore) => Promise<unknown>;
}

const WRITES: readonly Write[] = [
  {
    name: 'publish',
    table: 'shares',
    write: (store) => store.publish(ANNA, delta('s', 1, [file('b/two', '2'), file('c', '3')])),
    look: async (store) => [await treeOf(store, viewer(BEN), ANNA, 's'), (await store.revisions(ANNA)).get('s')],
  },
  {
    name: 'unpublish',
    table: 'shares',
    write: (store) => store.unpublish(ANNA, 's'),
    look: (store) => treeOf(store, viewer(BEN), ANNA),
  },
  {
    name: 'hold',
    table: 'holds',
    write: (store) => store.hold(BEN, [{ content: contentOf('9'), size: 10, pieces: 1, audience: EVERYONE }], []),
    look: async (store) => (await store.locate(viewer(ANNA), [{ id: contentOf('9'), offset: 0 }], 10)).size,
  },
  {
    name: 'join',
    table: 'members',
    write: (store) => store.admit(SECRET, DORA, 'dora'),
    look: async (store) => [(await store.invites()).map(({ usesLeft }) => usesLeft), (await store.member(DORA))?.name],
  },
];

describe('a database that ends connections in the middle of a transaction', { skip: withoutPostgres }, async () => {
  if (withoutPostgres !== false) return;
  const server = await PrivatePostgres.start();
  after(() => server.remove());
  let count = 0;

  const opened = async (t: TestContext) => {
    const url = await server.makeDatabase(`cut_${count++}`);
    const name = new URL(url).pathname.slice(1);
    const open = async () => {
      const { store } = await openPostgresStore({ url, connections: 4 }, { log: SILENT });
      t.after(() => store.close());
      return store;
    };
    const [store, other] = [await open(), await open()];
    await populate(store);
    await store.publish(ANNA, only('s', [file('a', '1')]));
    await store.addInvite({ id: 'i', secretHash: SECRET, role: 'member', groups: [], uses: 5, lifetimeMs: 60_000 });
    const sql = (text: string) => server.sql(text, name);
    const untilWaiting = async (event: string): Promise<void> => {
      const until = performance.now() + 20_000;
      while ((await sql(`${WAITING} ${event}`))[0]?.['count'] === 0) {
        assert.ok(performance.now() < until, 'it never waited');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    return { store, other, sql, untilWaiting };
  };

  for (const { name, table, write, look } of WRITES) {
    test(`${name}: leaves nothing half done, and is done once when it goes on`, async (t) => {
      const { store, other, sql, untilWaiting } = await opened(t);
      const before = await look(other);
      // Others read meanwhile; who writes waits.
      const blocking = sql(`BEGIN; LOCK TABLE ${table} IN SHARE MODE; SELECT pg_sleep(1.5); COMMIT`);
      await untilLocked(sql, table);
      const writing = write(store);
      await untilWaiting(`= 'relation'`);
      await sql(CUT);
      assert.deepEqual(await look(other), before);
      await untilWaiting(`= 'relation'`);
      await blocking;
      await writing;
      const afterwards = await look(other);
      assert.notDeepEqual(afterwards, before);
      const straight = await opened(t);
      await write(straight.store);
      assert.deepEqual(afterwards, await look(straight.store), 'as without the cut');
    });
  }

  test('a write that is cut off while it commits is answered “busy”, and who asks hears what stands', async (t) => {
    const { store, other, sql, untilWaiting } = await opened(t);
    // Who commits waits for a standby that there is not, when all is written.
    const standby = async (names: string): Promise<void> => {
      await sql(`ALTER SYSTEM SET synchronous_standby_names = '${names}'`);
      await sql('SELECT pg_reload_conf()');
    };
    t.after(() => standby(''));
    await standby('nobody');
    const writing = store.publish(ANNA, delta('s', 1, [file('b', '2')]));
    const refused = assert.rejects(writing, { code: 'busy' });
    await untilWaiting(`= 'SyncRep'`);
    await sql(CUT);
    await refused;
    await standby('');
    assert.equal((await store.revisions(ANNA)).get('s'), 2);
    assert.deepEqual(await treeOf(other, viewer(BEN), ANNA, 's'), ['s/a', 's/b']);
    await store.publish(ANNA, delta('s', 2, [file('c', '3')]));
  });

  test('again and again, at any moment: nothing acknowledged is lost, and each revision is whole', async (t) => {
    const { store, other, sql } = await opened(t);
    const enough = new AbortController();
    let acknowledged = 1;
    const publishing = (async () => {
      for (let round = 2; !enough.signal.aborted; round++) {
        const files = Array.from({ length: 50 }, (_, at) => file(`round ${round}/${at}`, `${round} ${at}`));
        await store.publish(ANNA, delta('s', round - 1, files)).catch(async () => {
          // Nobody knows whether it was done; whoever publishes asks.
          if (((await store.revisions(ANNA)).get('s') ?? 0) < round) round--;
        });
        acknowledged = round;
      }
    })();
    let cuts = 0;
    while (cuts < 25) {
      const ended = await sql(`${CUT} AND state <> 'idle'`);
      cuts += ended.length;
      const before = acknowledged;
      const isStuck = (): boolean => ended.length > 0 && acknowledged === before;
      // Where every transaction met a cut, nothing would ever be acknowledged.
      for (let pause = 0; pause === 0 || (isStuck() && pause < 300); pause++) {
        await new Promise((resolve) => setTimeout(resolve, 7));
      }
    }
    enough.abort();
    await publishing;
    const revision = (await other.revisions(ANNA)).get('s') ?? 0;
    assert.ok(revision >= acknowledged && acknowledged > 2, `revision ${revision} of ${acknowledged}`);
    const files = (await treeOf(other, viewer(BEN), ANNA, 's')).filter((path) => /\/\d+$/.test(path));
    assert.equal(files.length, (revision - 1) * 50);
  });
});

async function untilLocked(sql: (text: string) => Promise<readonly unknown[]>, table: string): Promise<void> {
  const held = `SELECT 1 FROM pg_locks WHERE relation = '${table}'::regclass AND mode = 'ShareLock' AND granted`;
  while ((await sql(held)).length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
}
