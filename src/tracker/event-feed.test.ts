import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { SILENT } from '../core/log.ts';
import { MAX_LOOKED_AT, type SwarmEvent } from '../core/swarm/swarm-store.ts';
import { ANNA, BEN, only, populate, viewer } from '../storage/contract/fixtures.contract.ts';
import { openSqliteStore } from '../storage/sqlite/open-sqlite-store.ts';
import { EventFeed } from './event-feed.ts';

const LOOKS = 4;

/** A feed with events in `LOOKS` looks that Anna alone may see, and all looks for events: after which, in which turn. */
async function feedOfHers(t: TestContext) {
  const store = await openSqliteStore(':memory:', { clock: new ManualClock(), log: SILENT });
  await populate(store);
  const feed = new EventFeed({ store }, { maxFollowers: 10 });
  const end = new AbortController();
  t.after(async () => {
    end.abort();
    feed.stop();
    await store.close();
  });
  await store.publish(ANNA, only('hers', [], { kind: 'restricted', groups: [], peers: [] }));
  const hers = () => store.appendEvent({ kind: 'published', peer: ANNA, share: 'hers' });
  await Promise.all(Array.from({ length: MAX_LOOKED_AT * LOOKS - 1 }, hers));
  let turn = 0;
  void (async () => {
    for (; !end.signal.aborted; turn++) await nextTurn();
  })();
  const looks: { readonly after: number; readonly turn: number }[] = [];
  const real = store.eventsAfter.bind(store);
  t.mock.method(store, 'eventsAfter', (...[by, after, limit]: Parameters<typeof real>) => {
    looks.push({ after, turn });
    return real(by, after, limit);
  });
  /** Ben's next event, and the places that he was told of. */
  const follow = (after: number) => {
    const passed: number[] = [];
    const options = { signal: end.signal, passed: (id: number) => passed.push(id) };
    const events = feed.follow(BEN, async () => viewer(BEN), after, options);
    return { passed, next: async (): Promise<SwarmEvent | undefined> => (await events.next()).value ?? undefined };
  };
  return { store, looks, hers, follow };
}

/** Waits until as many looks were made, and for any that come too much. */
async function rest(looks: readonly unknown[], count: number): Promise<void> {
  for (let turns = 0; looks.length < count && turns < 10_000; turns++) await nextTurn();
  for (let turns = 0; turns < 20; turns++) await nextTurn();
  assert.equal(looks.length, count);
}

test('what a follower may not see is looked at once', async (t) => {
  const { store, looks, hers, follow } = await feedOfHers(t);
  const ben = follow(0);
  const next = ben.next();
  await rest(looks, LOOKS);
  const places = Array.from({ length: LOOKS }, (_, look) => MAX_LOOKED_AT * look);
  assert.deepEqual(
    looks.map(({ after }) => after),
    places,
  );
  const newest = await store.newestEvent();
  assert.deepEqual(ben.passed, [...places.slice(1), newest]);
  await hers();
  await rest(looks, LOOKS + 1);
  assert.equal(looks.at(-1)?.after, newest);
  const { id } = await store.appendEvent({ kind: 'joined', peer: BEN });
  assert.equal((await next)?.id, id);
  assert.equal(looks.at(-1)?.after, newest + 1);
});

test('a follower of what comes from now on looks at nothing of before', async (t) => {
  const { store, looks, follow } = await feedOfHers(t);
  const newest = await store.newestEvent();
  const ben = follow(-1);
  const next = ben.next();
  await rest(looks, 1);
  assert.deepEqual([looks[0]?.after, ben.passed], [newest, [newest]]);
  const { id } = await store.appendEvent({ kind: 'joined', peer: BEN });
  assert.equal((await next)?.id, id);
});

test('followers that are far behind go on one in each turn', async (t) => {
  const { store, looks, follow } = await feedOfHers(t);
  const all = Promise.all([1, 2, 3].map(() => follow(0).next()));
  await rest(looks, 3 * LOOKS);
  // The first look of each may be in the same turn.
  const turns = looks.slice(3).map(({ turn }) => turn);
  assert.deepEqual(new Set(turns).size, turns.length);
  const { id } = await store.appendEvent({ kind: 'joined', peer: BEN });
  assert.deepEqual(
    (await all).map((event) => event?.id),
    [id, id, id],
  );
});

test('whoever was further than the tracker now is, which was restored from a copy, hears what comes next', async (t) => {
  const { store, follow } = await feedOfHers(t);
  const ben = follow(1_000_000);
  const next = ben.next();
  const joined = await store.appendEvent({ kind: 'joined', peer: BEN });
  assert.deepEqual(await next, joined);
});
