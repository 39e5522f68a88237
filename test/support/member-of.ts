import type { TestContext } from 'node:test';
import type { Network, StandIn } from '../adversarial/tracker-stand-in.ts';
import { parseAddress } from '../../src/core/access/link.ts';
import type { Clock } from '../../src/core/clock.ts';
import { AyniError, type ErrorCode } from '../../src/core/errors.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { Backoff } from '../../src/core/backoff.ts';
import { join } from '../../src/peer/membership/join.ts';
import { Membership } from '../../src/peer/membership/membership.ts';
import type { MembershipRecord } from '../../src/peer/membership/membership-record.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';

/** What a stand-in answers to an announcement, soon to be renewed. */
export const LEASE = { ttl: 60, interval: 1, trackers: [] };
/** For `assert.rejects`. */
export const failsAs = (code: ErrorCode) => (error: unknown) => AyniError.is(error, code);

interface MemberOptions {
  readonly strict?: boolean;
  readonly clock?: Clock;
  /** Short only where a tracker is silent: a busy machine takes its time to answer. */
  readonly timeoutMs?: number;
}

/** Joins at a stand-in and makes a membership, not started. */
export async function memberOf(t: TestContext, of: Network, trackers: readonly StandIn[], options: MemberOptions = {}) {
  const identity = await of.identity('member');
  const link = { trackers: trackers.map(({ address }) => address), network: of.key.network, secret: 'secret' };
  const record = await join(link, { identity, name: 'a member', stateFolder: of.folder });
  return { identity, record, ...memberAgain(t, of, record, identity, options) };
}

/** As a new process would: the same state folder. */
export function memberAgain(
  t: TestContext,
  of: Network,
  record: MembershipRecord,
  identity: Awaited<ReturnType<Network['identity']>>,
  { clock = systemClock, strict = false, timeoutMs = 30_000 }: MemberOptions = {},
) {
  const http = new HttpsClient({ identity });
  const client = new TrackerClient(
    { http, clock },
    { network: record.network, trackers: record.trackers.map(parseAddress), timeoutMs },
  );
  const membership = new Membership(
    { identity, client, record, clock, stateFolder: of.folder },
    {
      endpoints: () => [{ protocol: 'ayni', port: 7742 }],
      slots: () => ({ total: 4, free: 3 }),
      agent: 'ayni/test',
      strict,
      backoff: new Backoff({ firstMs: 20, maxMs: 50 }),
    },
  );
  t.after(async () => {
    await membership.stop();
    http.close();
  });
  return { membership, client };
}
