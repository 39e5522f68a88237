import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { networkIdOf } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import type { SwarmEvent } from '../../src/core/swarm/swarm-store.ts';
import {
  ANNA,
  BEN,
  contentOf,
  delta,
  everyEvent,
  file,
  found,
  only,
  populate,
  PRESENCE,
  treeOf,
  TTL,
  viewer,
} from '../../src/storage/contract/fixtures.contract.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';

/** Asks again and again, for some seconds, until it is so. */
async function eventually(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const until = performance.now() + 20_000;
  while (!(await isSo())) {
    assert.ok(performance.now() < until, what);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

describe('trackers over PostgreSQL', { skip: withoutPostgres }, async () => {
  if (withoutPostgres !== false) return;
  const server = await PrivatePostgres.start();
  after(() => server.remove());
  let count = 0;
  const database = () => server.makeDatabase(`trouble_${count++}`);
  const open = (url: string, more: { clock?: ManualClock; statementMs?: number } = {}) => {
    const { clock, statementMs } = more;
    return openPostgresStore(
      { url, connections: 4, ...(statementMs === undefined ? {} : { statementMs }) },
      { log: SILENT, ...(clock === undefined ? {} : { clock }) },
    );
  };

  test('two that come at the same moment make the tables once', async (t) => {
    const url = await database();
    const opened = await Promise.all([open(url), open(url), open(url)]);
    t.after(() => Promise.all(opened.map(({ store }) => store.close())));
    await populate(opened[0].store);
    assert.equal((await opened[2].store.members()).length, 3);
  });

  test('refuse a schema that a newer Ayni has contracted, and go on with one it has only expanded', async () => {
    const url = await database();
    await (await open(url)).store.close();
    const name = new URL(url).pathname.slice(1);
    await server.sql('UPDATE schema_state SET version = 99', name);
    await (await open(url)).store.close();
    await server.sql('UPDATE schema_state SET oldest = 99', name);
    await assert.rejects(open(url), { code: 'state-newer', message: /install a newer Ayni\.$/ });
  });

  test('say what to install where pg_trgm is not there', async () => {
    const url = await database();
    const name = new URL(url).pathname.slice(1);
    await server.sql(`CREATE ROLE plain LOGIN; GRANT CREATE, USAGE ON SCHEMA public TO plain`, name);
    const plain = url.replace('ayni@', 'plain@');
    await server.sql(`REVOKE CREATE ON DATABASE ${name} FROM PUBLIC`);
    await assert.rejects(open(plain), { code: 'io-failed', message: /CREATE EXTENSION pg_trgm/ });
    await server.sql('CREATE EXTENSION pg_trgm', name);
    await (await open(plain)).store.close();
  });

  test('answer “busy” to who writes where the database is read-only, and still read', async (t) => {
    const url = await database();
    const name = new URL(url).pathname.slice(1);
    const first = await open(url);
    await populate(first.store);
    await first.store.close();
    await server.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    const { store } = await open(url);
    t.after(() => store.close());
    assert.equal((await store.members()).length, 3);
    await assert.rejects(store.publish(ANNA, only('s', [])), { code: 'busy', message: /read-only/ });
  });

  test('answer “busy” where the database has no connection left, lose nothing, and go on when it has', async (t) => {
    const url = await database();
    const name = new URL(url).pathname.slice(1);
    const { store } = await open(url);
    t.after(() => store.close());
    await populate(store);
    await server.sql(
      `CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; GRANT ALL ON ALL TABLES IN SCHEMA public TO crowded`,
      name,
    );
    const crowded = url.replace('ayni@', 'crowded@');
    await assert.rejects(open(crowded), { code: 'busy', message: /too many connections/ });
    await store.publish(ANNA, only('s', [file('a', '1')]));
    assert.deepEqual(await treeOf(store, viewer(BEN), ANNA), ['s:', 's/a']);
    await server.sql('ALTER ROLE crowded CONNECTION LIMIT 4; GRANT CREATE ON SCHEMA public TO crowded', name);
    const again = await open(crowded);
    t.after(() => again.store.close());
    assert.deepEqual(await treeOf(again.store, viewer(BEN), ANNA), ['s:', 's/a']);
  });

  test('give up on a statement that is too slow, and answer the next one', async (t) => {
    const url = await database();
    const { store } = await open(url, { statementMs: 700 });
    t.after(() => store.close());
    await populate(store);
    const name = new URL(url).pathname.slice(1);
    const slow = server.sql('BEGIN; LOCK TABLE shares; SELECT pg_sleep(2); COMMIT', name);
    await eventually('locked', async () => {
      const locks = await server.sql(`SELECT 1 FROM pg_locks WHERE relation = 'shares'::regclass`, name);
      return locks.length > 0;
    });
    await assert.rejects(store.publish(ANNA, only('s', [file('a', '1')])), (error: { code?: string }) => {
      return error.code === 'timeout' || error.code === 'busy';
    });
    await slow;
    await store.publish(ANNA, only('s', [file('a', '1')]));
    assert.deepEqual(await treeOf(store, viewer(BEN), ANNA), ['s:', 's/a']);
  });

  test('lose nothing that was acknowledged when the database crashes under them', async (t) => {
    const url = await database();
    const { store } = await open(url);
    t.after(() => store.close());
    await populate(store);
    let safe = 0;
    const enough = new AbortController();
    const publishing = (async () => {
      for (let round = 1; !enough.signal.aborted; round++) {
        try {
          await store.publish(ANNA, delta('s', round - 1, [file(`round ${round}`, `c${round}`)]));
        } catch {
          // Nobody knows whether it was done; whoever publishes asks.
          const revision = (await store.revisions(ANNA)).get('s') ?? 0;
          if (revision < round) round--;
          continue;
        }
        safe = round;
      }
    })();
    await eventually('something is published', () => Promise.resolve(safe > 5));
    await server.down('immediate');
    const before = safe;
    await server.up();
    await eventually('it goes on', () => Promise.resolve(safe > before + 5));
    enough.abort();
    await publishing;
    const revision = (await store.revisions(ANNA)).get('s') ?? 0;
    const files = (await treeOf(store, viewer(BEN), ANNA, 's')).length;
    assert.ok(revision >= safe, `revision ${revision} of ${safe}`);
    assert.equal(files, revision);
  });

  test('see each other’s members, leases, events and revocations within a moment', async (t) => {
    const url = await database();
    const [one, two] = await Promise.all([open(url), open(url)]);
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    const told: number[] = [];
    two.store.onEvents(() => told.push(1));
    await populate(one.store);
    assert.equal((await two.store.revocations()).peers.length, 0);
    assert.equal(await two.store.renewLease(ANNA, PRESENCE.slots, TTL), true, 'a heartbeat at the other tracker');
    await one.store.publish(ANNA, only('s', [file('song', 'c')]));
    assert.deepEqual(await found(two.store, viewer(BEN), 'song'), ['s/song']);
    const online = async () => (await two.store.peers(viewer(BEN))).filter((each) => each.online).length;
    await eventually('everybody is online at the other, too', async () => (await online()) === 3);
    const located = await two.store.locate(viewer(BEN), [{ id: contentOf('c'), offset: 0 }], 10);
    assert.deepEqual(
      located.get(contentOf('c'))?.map(({ name }) => name),
      ['anna'],
    );
    const events = async (): Promise<readonly SwarmEvent[]> => everyEvent(two.store, viewer(BEN));
    const heard = told.length;
    const { id } = await one.store.appendEvent({ kind: 'online', peer: BEN });
    await eventually('the other is told', () => Promise.resolve(told.length > heard));
    assert.equal((await events()).at(-1)?.id, id);
    await one.store.revoke(ANNA);
    assert.equal((await two.store.member(ANNA))?.revoked, true);
    assert.equal(await two.store.renewLease(ANNA, PRESENCE.slots, TTL), false);
    await eventually('the list comes', async () => (await two.store.revocations()).peers.includes(ANNA));
    await eventually('she is offline there', async () => (await online()) === 2);
    await one.store.forget(BEN);
    await eventually('he is gone there', async () => (await two.store.stats(viewer(ANNA))).online === 1);
  });

  test('renew a lease that another one wrote, although their clocks differ a little, but not one that was ended', async (t) => {
    const url = await database();
    const clock = new ManualClock();
    const ahead = new ManualClock(clock.now() + 50);
    const [one, two] = [await open(url, { clock: ahead }), await open(url, { clock })];
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    await populate(one.store);
    assert.equal(await two.store.renewLease(ANNA, { total: 4, free: 1 }, TTL), true);
    const located = (await two.store.peers(viewer(BEN))).find((each) => each.peer === ANNA);
    assert.deepEqual([located?.online, located?.endpoints], [true, PRESENCE.endpoints], 'and knows it at once');
    await one.store.endLease(ANNA);
    assert.equal(await two.store.renewLease(ANNA, PRESENCE.slots, TTL), false);
  });

  test('tell that a lease ran out once, whichever of them looks', async (t) => {
    const url = await database();
    const clock = new ManualClock();
    const [one, two] = await Promise.all([open(url, { clock }), open(url, { clock })]);
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    await populate(one.store);
    clock.advance(TTL);
    const swept = await Promise.all([one.store.sweepLeases(), two.store.sweepLeases()]);
    assert.equal(swept.flat().length, 3);
  });

  test('count by the database’s clock, whatever their own say', async (t) => {
    const url = await database();
    const real = Date.now;
    t.after(() => (Date.now = real));
    const one = await open(url);
    Date.now = () => real() + 120_000;
    const two = await open(url);
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    assert.ok(Math.abs(one.clock.now() - two.clock.now()) < 5000);
    await populate(one.store);
    assert.equal(await two.store.renewLease(ANNA, PRESENCE.slots, TTL), true);
    assert.equal(await one.store.renewLease(ANNA, PRESENCE.slots, TTL), true);
  });

  test('many publish the same names at once, and none waits for ever', async (t) => {
    const url = await database();
    const [one, two] = await Promise.all([open(url), open(url)]);
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    await populate(one.store);
    const names = Array.from({ length: 200 }, (_, index) => file(`d${index % 7}/f${index}`, `c${index}`));
    const shares = Array.from({ length: 12 }, (_, index) => `s${index % 2}`);
    await Promise.all(
      shares.map(async (share, index) => {
        const { store } = index % 2 === 0 ? one : two;
        const upsert = index % 3 === 0 ? names.toReversed() : names;
        await store.publish(index % 4 < 2 ? ANNA : BEN, only(share, upsert));
        await store.sweepLeases();
      }),
    );
    assert.equal((await treeOf(two.store, viewer(BEN), ANNA, 's0')).length, 207);
    await one.store.hold(BEN, [{ content: contentOf('c1'), size: 10, pieces: 1, audience: EVERYONE }], []);
  });

  test('a database belongs to one network, and lists the trackers that live', async (t) => {
    const url = await database();
    const [one, two] = await Promise.all([open(url), open(url)]);
    t.after(() => Promise.all([one.store.close(), two.store.close()]));
    const network = networkIdOf(new Uint8Array(32).fill(1));
    assert.equal(await one.belongsTo(network), true);
    assert.equal(await two.belongsTo(networkIdOf(new Uint8Array(32).fill(2))), false);
    const trackers = await one.join(ANNA, network, () => ['a.example:1']);
    const others = await two.join(BEN, network, () => ['b.example:1']);
    assert.deepEqual(others(), ['b.example:1', 'a.example:1']);
    await eventually('the first learns of the second', () => Promise.resolve(trackers().length === 2));
    await two.store.close();
    await eventually('and that it ended', () => Promise.resolve(trackers().length === 1));
  });
});
