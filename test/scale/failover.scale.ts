import assert from 'node:assert/strict';
import { test } from 'node:test';

import { STRANGER, contentOf, delta, file, treeOf, viewer } from '../../src/storage/contract/fixtures.contract.ts';
import { stop, until } from '../e2e/cli-support.ts';
import { withoutPostgres } from '../support/private-postgres.ts';
import { threeTrackers, type Client } from './three-trackers.ts';

const CLIENTS = 500;
const PUBLISHERS = 12;

/** Publishes one file after the other until told to stop. @returns how many were acknowledged */
async function publishing({ tracker }: Client, enough: AbortSignal): Promise<number> {
  let acknowledged = 0;
  while (!enough.aborted) {
    const next = acknowledged + 1;
    try {
      await tracker.publish(delta('s', acknowledged, [file(`file ${next}`, `c${next}`)]));
    } catch (error) {
      // Its answer was lost, but not what it wrote: the next tracker refuses the same again.
      const known = (error as { context?: { revision?: unknown } }).context?.revision;
      if (known !== next) throw error;
    }
    acknowledged = next;
  }
  return acknowledged;
}

test(
  'a tracker of three is killed under load: every client goes on, no call fails, and no write is lost',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const { store, ports, children, clients: make } = await threeTrackers(t);
    const clients = await make(CLIENTS);
    for (const { membership } of clients) membership.start();
    const connected = () => clients.filter(({ membership }) => membership.state().connected).length;
    await until(() => Promise.resolve(connected() === CLIENTS ? true : undefined));

    const enough = new AbortController();
    const publishers = clients.slice(0, PUBLISHERS);
    const published = publishers.map((each) => publishing(each, enough.signal));
    const locating = (async () => {
      let calls = 0;
      while (!enough.signal.aborted) {
        await clients[calls % CLIENTS]?.tracker.locate({ contents: [contentOf('c1')] });
        calls++;
      }
      return calls;
    })();
    // They run until they are awaited below; what fails until then is no news.
    void Promise.allSettled([...published, locating]);

    const dead = `127.0.0.1:${ports[0]}`;
    const there = () => clients.filter(({ membership }) => membership.state().tracker === dead).length;
    const atTheDead = there();
    assert.ok(atTheDead > 100, `${atTheDead} clients are at the tracker that is killed`);
    const [child] = children;
    assert.ok(child !== undefined);
    await stop(child, 'SIGKILL');
    const begun = performance.now();
    await until(() => Promise.resolve(there() === 0 && connected() === CLIENTS ? true : undefined));
    t.diagnostic(
      `${atTheDead} clients of ${CLIENTS} went on after ${((performance.now() - begun) / 1000).toFixed(1)} s`,
    );
    enough.abort();

    const counts = await Promise.all(published);
    t.diagnostic(`${await locating} calls of locate, ${counts.reduce((sum, count) => sum + count, 0)} of publish`);
    for (const [index, { peer }] of publishers.entries()) {
      const files = (await treeOf(store, viewer(peer), peer, 's')).length;
      assert.equal(files, counts[index], `files of publisher ${index}`);
    }
    const online = (await store.peers(STRANGER)).filter((each) => each.online);
    assert.equal(online.length, CLIENTS);
  },
);
