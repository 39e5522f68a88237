import assert from 'node:assert/strict';
import { test } from 'node:test';

import { contentOf } from '../../src/storage/contract/fixtures.contract.ts';
import { stop, until } from '../e2e/cli-support.ts';
import { withoutPostgres } from '../support/private-postgres.ts';
import { threeTrackers, type Client } from './three-trackers.ts';

const CLIENTS = 30;

test(
  'three trackers are started anew one after the other, and no call of a client fails',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const { children, start, clients: make } = await threeTrackers(t);
    const clients = await make(CLIENTS);
    for (const { membership } of clients) membership.start();
    const all = () => clients.every(({ membership }) => membership.state().connected);
    await until(() => Promise.resolve(all() ? true : undefined));

    const enough = new AbortController();
    const failures: unknown[] = [];
    let calls = 0;
    const calling = async ({ tracker }: Client, number: number): Promise<void> => {
      while (!enough.signal.aborted) {
        try {
          await (number % 3 === 0
            ? tracker.heartbeat({ slots: { total: 4, free: 4 }, revokedVersion: -1 })
            : tracker.locate({ contents: [contentOf('c')] }));
        } catch (error) {
          failures.push(error);
        }
        calls++;
      }
    };
    const running = clients.map(calling);
    for (const [number, child] of children.entries()) {
      const before = calls;
      assert.equal(await stop(child, 'SIGTERM'), 0);
      await start(number);
      await until(() => Promise.resolve(calls > before + 200 ? true : undefined));
    }
    enough.abort();
    await Promise.all(running);
    t.diagnostic(`${calls} calls`);
    assert.deepEqual(failures, []);
    assert.ok(all());
  },
);
