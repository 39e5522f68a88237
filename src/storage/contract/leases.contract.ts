import assert from 'node:assert/strict';
import test from 'node:test';
import { EVERYONE } from '../../core/access/audience.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  file,
  only,
  PRESENCE,
  scene,
  TTL,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';

export function leaseContract(makeStore: MakeStore): void {
  test('counts a peer as a source until its lease is over, and keeps what it had', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    await store.publish(ANNA, only('music', [file('song', 'c')]));
    const sources = async () => (await store.locate(viewer(BEN), [{ id: contentOf('c'), offset: 0 }], 10)).size;
    const counted = async () => (await store.search(viewer(BEN), { text: 'song', limit: 1 })).items[0]?.sources;
    clock.advance(TTL - 1);
    assert.deepEqual([await sources(), await counted()], [1, 1]);
    assert.equal(await store.renewLease(ANNA, { total: 4, free: 0 }, TTL), true);
    clock.advance(TTL - 1);
    assert.deepEqual([await sources(), await counted()], [1, 1]);
    clock.advance(1);
    assert.deepEqual([await sources(), await counted()], [0, 0]);
    assert.equal(await store.renewLease(ANNA, PRESENCE.slots, TTL), false);
    await store.grantLease(ANNA, PRESENCE, TTL);
    assert.deepEqual([await sources(), await counted()], [1, 1]);
    await store.endLease(ANNA);
    assert.deepEqual([await sources(), await counted()], [0, 0]);
  });

  test('sweeps each lease that ran out once', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    assert.deepEqual(await store.sweepLeases(), []);
    clock.advance(TTL / 2);
    await store.renewLease(BEN, PRESENCE.slots, TTL);
    await store.endLease(CLEO);
    clock.advance(TTL / 2);
    assert.deepEqual(await store.sweepLeases(), [ANNA]);
    assert.deepEqual(await store.sweepLeases(), []);
  });

  test('shows members with their endpoints while they are there, and when they were seen last', async (t) => {
    const { store, clock } = await scene(t, makeStore);
    const anna = async () => (await store.peers(viewer(BEN))).find((each) => each.peer === ANNA);
    const seen = clock.now();
    assert.deepEqual(await anna(), {
      peer: ANNA,
      name: 'anna',
      role: 'member',
      online: true,
      endpoints: PRESENCE.endpoints,
      agent: PRESENCE.agent,
      files: 0,
      bytes: 0,
      seen,
    });
    clock.advance(TTL);
    assert.deepEqual([(await anna())?.online, (await anna())?.seen, (await anna())?.endpoints], [false, seen, []]);
    assert.equal((await store.stats(viewer(BEN))).online, 0);
  });

  test('lists sources in the order in which the peers came, starting where it is told', async (t) => {
    const { store } = await scene(t, makeStore);
    const content = contentOf('c');
    for (const peer of [CLEO, ANNA, BEN]) await store.publish(peer, only('s', [file('f', 'c'), file('g', 'c')]));
    const names = async (offset: number, limit = 10) => {
      const all = await store.locate(viewer(ANNA), [{ id: content, offset }], limit);
      return all.get(content)?.map((source) => source.name);
    };
    assert.deepEqual(await names(0), ['anna', 'ben', 'cleo']);
    assert.deepEqual(await names(1), ['ben', 'cleo', 'anna']);
    assert.deepEqual(await names(5, 2), ['cleo', 'anna']);
    await store.endLease(BEN);
    assert.deepEqual(await names(1), ['cleo', 'anna']);
  });

  test('lists partial holders with what they have, and those who publish as whole', async (t) => {
    const { store } = await scene(t, makeStore);
    const content = contentOf('big');
    const size = 1_000_000;
    const hold = (pieces: number) => ({ content, size, pieces, audience: EVERYONE });
    const sources = async () => {
      const all = await store.locate(viewer(ANNA), [{ id: content, offset: 0 }], 10);
      return all.get(content)?.map(({ name, pieces, whole }) => [name, pieces, whole]) ?? [];
    };
    await store.hold(BEN, [hold(2)], []);
    await store.hold(CLEO, [hold(0)], []);
    // Who has nothing yet is about to: those who fetch the same meet early.
    assert.deepEqual(
      (await sources()).toSorted((one, other) => Number(other[1]) - Number(one[1])),
      [
        ['ben', 2, false],
        ['cleo', 0, false],
      ],
    );
    await store.hold(CLEO, [], [content]);
    await store.hold(BEN, [hold(4)], []);
    await store.publish(ANNA, only('s', [file('f', 'big', { size })]));
    await store.hold(ANNA, [hold(1)], []);
    assert.deepEqual(await sources(), [
      ['anna', 4, true],
      ['ben', 4, true],
    ]);
    await store.hold(BEN, [], [content]);
    await store.unpublish(ANNA, 's');
    assert.deepEqual(await sources(), [['anna', 1, false]]);
    await assert.rejects(store.hold(BEN, [hold(5)], []), { code: 'bad-request' });
  });

  test('finds every holder of a content with many names', async (t) => {
    const { store } = await scene(t, makeStore);
    const names = Array.from({ length: 300 }, (_, index) => file(`licence ${index}`, 'c'));
    await store.publish(ANNA, only('s', names));
    await store.publish(BEN, only('s', names));
    await store.hold(CLEO, [{ content: contentOf('c'), size: 10, pieces: 1, audience: EVERYONE }], []);
    const sources = (await store.locate(viewer(ANNA), [{ id: contentOf('c'), offset: 2 }], 10)).get(contentOf('c'));
    assert.deepEqual(
      sources?.map((source) => [source.name, source.whole]),
      [
        ['cleo', true],
        ['anna', true],
        ['ben', true],
      ],
    );
  });
}
