import assert from 'node:assert/strict';
import { test } from 'node:test';

import { STRANGER } from '../../src/storage/contract/fixtures.contract.ts';
import { stop, until } from '../e2e/cli-support.ts';
import { withoutPostgres } from '../support/private-postgres.ts';
import { makeIdentities, RenewingPeers } from '../support/renewing-peers.ts';
import { threeTrackers } from './three-trackers.ts';

const PEERS = 1_500;
const CONNECTIONS = 300;
const TOGETHER = 64;
/** As long as a network may take until all peers have renewed their leases, ms. */
const LEASE_MS = 180_000;
const SOME_MS = 1_000;

test(
  'a tracker of three is killed, all peers renew their leases at the other two, and none is refused',
  { skip: withoutPostgres, timeout: 280_000 },
  async (t) => {
    const { store, clock, ports, children } = await threeTrackers(t);
    const identities = await makeIdentities(PEERS);
    const presence = { endpoints: [], slots: { total: 8, free: 8 }, agent: 'ayni/test' };
    for (const [number, { peer }] of identities.entries()) {
      await store.putMember({ peer, name: `peer ${number}`, role: 'member', groups: [] });
      await store.grantLease(peer, presence, LEASE_MS);
    }
    const peers = new RenewingPeers(identities, { ports, connections: CONNECTIONS, together: TOGETHER });
    peers.start();
    await new Promise((resolve) => setTimeout(resolve, SOME_MS));
    const [child] = children;
    assert.ok(child !== undefined);
    await stop(child, 'SIGKILL');
    const killed = clock.now();
    const { refused, refusal, renewed, wentOn, seconds } = await peers.lastRound();
    t.diagnostic(`${renewed} leases after ${seconds.toFixed(1)} s, ${wentOn} of them at another tracker`);
    assert.deepEqual({ refused, refusal, renewed }, { refused: 0, refusal: undefined, renewed: PEERS });
    // Nobody was sent away by a tracker that lives, either.
    assert.ok(wentOn > 0 && wentOn <= PEERS / 3, `${wentOn} went on`);
    await until(async () => {
      const since = (await store.peers(STRANGER)).filter((each) => each.online && each.seen >= killed);
      return since.length === PEERS ? true : undefined;
    });
  },
);
