import type { Clock } from '../../core/clock.ts';
import { peerIdOf, type PeerId } from '../../core/ids.ts';
import type { Presence } from '../../core/swarm/swarm-store.ts';
import type { Slots } from '../../core/swarm/catalog.ts';
import { endpointsOf } from '../leases/kept-endpoints.ts';
import type { LeaseRow } from '../leases/lease-row.ts';
import type { Presences } from '../leases/presences.ts';
import { Batcher } from './batcher.ts';
import type { Database } from './database.ts';
import { bytes, integer, text, type Row } from './row.ts';

/** Leases that one look at the database takes in. */
const LOOK = 5000;
/** Of a lease `l`, as they are taken in. */
const COLUMNS = `l.peer, l.endpoints, l.slots_total, l.slots_free, l.agent, l.expires, l.seen, p.key,
  coalesce(m.name, ''), l.change`;
const NAMED = 'JOIN peers p ON p.id = l.peer LEFT JOIN members m ON m.peer = l.peer';

type Renewal = Omit<LeaseRow, 'endpoints' | 'agent'>;

/**
 * Leases: in the database, and in the memory of each tracker, which looks for what changed. A renewal is written with
 * all others of that moment by one statement, and told when it is written. Of two that say something about one lease
 * the later one counts, by the database's clock.
 */
export class Leases {
  readonly #database: Database;
  readonly #presences: Presences;
  readonly #clock: Clock;
  readonly #writes: Batcher<LeaseRow, boolean>;
  readonly #renewals: Batcher<Renewal, boolean>;
  #seenChange = 0;
  #looking: Promise<void> | undefined;

  constructor(components: { readonly database: Database; readonly presences: Presences; readonly clock: Clock }) {
    this.#database = components.database;
    this.#presences = components.presences;
    this.#clock = components.clock;
    this.#writes = new Batcher((rows) => this.#write(rows), { max: 2000 });
    this.#renewals = new Batcher((rows) => this.#renew(rows), { max: 2000 });
  }

  async grant(row: number, peer: PeerId, name: string, presence: Presence, ttlMs: number): Promise<void> {
    const now = this.#clock.now();
    const { endpoints, slots, agent } = presence;
    const lease = {
      peer: row,
      endpoints: JSON.stringify(endpoints),
      ...flat(slots),
      agent,
      expires: now + ttlMs,
      seen: now,
    };
    if (await this.#writes.add(lease)) this.#presences.grant(row, peer, name, presence, now, ttlMs);
  }

  /** False where there is no lease that is still good: the database says so, whatever is known here. */
  async renew(row: number, { total, free }: Slots, ttlMs: number): Promise<boolean> {
    const now = this.#clock.now();
    const renewal = { peer: row, slotsTotal: total, slotsFree: free, expires: now + ttlMs, seen: now };
    if (!(await this.#renewals.add(renewal))) return false;
    // It may have announced itself at another tracker a moment ago.
    if (!this.#presences.renew(row, { total, free }, now, ttlMs)) await this.#read(row);
    return true;
  }

  async end(row: number): Promise<void> {
    const now = this.#clock.now();
    await this.#changing(
      `UPDATE leases SET expires = 0, seen = greatest(seen, $2), change = (SELECT value FROM taken) WHERE peer = $1
      AND expires > $2`,
      'lease-end',
      [row, now],
    );
    this.#presences.end(row, now);
  }

  forget(row: number): void {
    this.#presences.forget(row);
  }

  /** Marks leases that ran out; tells each to one tracker. */
  async sweep(): Promise<readonly PeerId[]> {
    const now = this.#clock.now();
    const any = 'SELECT 1 FROM leases WHERE expires > 0 AND expires <= $1 LIMIT 1';
    if ((await this.#database.row('leases-any-over', any, [now])) === undefined) return [];
    const rows = await this.#changing(
      `UPDATE leases SET expires = 0, change = (SELECT value FROM taken) WHERE expires > 0 AND expires <= $1
       RETURNING (SELECT key FROM peers p WHERE p.id = leases.peer)`,
      'leases-over',
      [now],
    );
    await this.look();
    return rows.map((row) => peerIdOf(bytes(row, 0)));
  }

  /** Takes in what any tracker changed. */
  look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async stop(): Promise<void> {
    await this.#writes.idle();
    await this.#renewals.idle();
    await this.#looking;
  }

  async #look(): Promise<void> {
    for (;;) {
      // Those of one statement share a number, and come together.
      const rows = await this.#database.rows(
        'leases-changed',
        `SELECT ${COLUMNS} FROM (SELECT * FROM leases WHERE change > $1 ORDER BY change FETCH FIRST ${LOOK} ROWS WITH TIES) l
         ${NAMED} ORDER BY l.change, l.peer`,
        [this.#seenChange],
      );
      this.#takeAll(rows);
      for (const row of rows) this.#seenChange = Math.max(this.#seenChange, integer(row, 9));
      if (rows.length < LOOK) return;
    }
  }

  /** Takes in one lease, whoever wrote it. */
  async #read(peer: number): Promise<void> {
    this.#takeAll(
      await this.#database.rows('lease-read', `SELECT ${COLUMNS} FROM leases l ${NAMED} WHERE l.peer = $1`, [peer]),
    );
  }

  #takeAll(rows: readonly Row[]): void {
    const now = this.#clock.now();
    for (const row of rows) {
      const lease = {
        peer: integer(row, 0),
        endpoints: text(row, 1),
        slotsTotal: integer(row, 2),
        slotsFree: integer(row, 3),
        agent: text(row, 4),
        expires: integer(row, 5),
        seen: integer(row, 6),
      };
      this.#take(lease, peerIdOf(bytes(row, 7)), text(row, 8), now);
    }
  }

  #take(row: LeaseRow, peer: PeerId, name: string, now: number): void {
    const known = this.#presences.known(row.peer);
    if (known) known.name = name;
    if (known && known.seen > row.seen) return;
    this.#presences.restore(row, peer, name, endpointsOf(row.endpoints), now);
  }

  /** Whether each was written: not that of somebody who was revoked or forgotten meanwhile. */
  async #write(leases: readonly LeaseRow[]): Promise<readonly boolean[]> {
    // The last that is said of a lease counts: one statement must not touch a row twice.
    const rows = [...new Map(leases.map((lease) => [lease.peer, lease])).values()];
    const written = await this.#changing(
      `INSERT INTO leases (peer, endpoints, slots_total, slots_free, agent, expires, seen, change)
       SELECT u.*, (SELECT value FROM taken) FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[],
         $7::bigint[]) u (peer, endpoints, slots_total, slots_free, agent, expires, seen)
       WHERE EXISTS (SELECT 1 FROM members m WHERE m.peer = u.peer)
         AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.peer = u.peer)
       ORDER BY u.peer
       ON CONFLICT (peer) DO UPDATE SET endpoints = excluded.endpoints, slots_total = excluded.slots_total,
         slots_free = excluded.slots_free, agent = excluded.agent, expires = excluded.expires, seen = excluded.seen,
         change = excluded.change WHERE leases.seen <= excluded.seen
       RETURNING peer`,
      'leases-write',
      [
        rows.map(({ peer }) => peer),
        rows.map(({ endpoints }) => endpoints),
        rows.map(({ slotsTotal }) => slotsTotal),
        rows.map(({ slotsFree }) => slotsFree),
        rows.map(({ agent }) => agent.replaceAll('\0', '')),
        rows.map(({ expires }) => expires),
        rows.map(({ seen }) => seen),
      ],
    );
    const done = new Set(written.map((row) => integer(row, 0)));
    return leases.map(({ peer }) => done.has(peer));
  }

  /**
   * Whether each was still good. Its own statement: a tracker whose clock is a little behind must not take what another
   * one wrote a moment ago for the end of the lease, and a heartbeat says nothing of where the peer listens.
   */
  async #renew(renewals: readonly Renewal[]): Promise<readonly boolean[]> {
    const rows = [...new Map(renewals.map((renewal) => [renewal.peer, renewal])).values()];
    const renewed = await this.#changing(
      `UPDATE leases SET slots_total = u.total, slots_free = u.free, expires = greatest(leases.expires, u.expires),
         seen = greatest(leases.seen, u.seen), change = (SELECT value FROM taken)
       FROM (SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[])
         v (peer, total, free, expires, seen) ORDER BY v.peer) u
       WHERE leases.peer = u.peer AND leases.expires > u.seen
         AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.peer = u.peer)
       RETURNING leases.peer`,
      'leases-renew',
      [
        rows.map(({ peer }) => peer),
        rows.map(({ slotsTotal }) => slotsTotal),
        rows.map(({ slotsFree }) => slotsFree),
        rows.map(({ expires }) => expires),
        rows.map(({ seen }) => seen),
      ],
    );
    const done = new Set(renewed.map((row) => integer(row, 0)));
    return renewals.map(({ peer }) => done.has(peer));
  }

  /**
   * Runs a statement after it took the number of a change, which is `(SELECT value FROM taken)` there. One round trip and
   * one transaction, which does not wait for the disk: a lease that is lost with the database is announced again. The
   * row of the counter is locked until the end, which is soon.
   */
  #changing(sql: string, name: string, values: readonly unknown[]): ReturnType<Database['rows']> {
    const taking = `WITH quick AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true)),
      taken AS (UPDATE counters SET value = value + 1 FROM quick WHERE name = 'leases' RETURNING value)`;
    return this.#database.rows(name, `${taking} ${sql}`, values);
  }
}

function flat({ total, free }: Slots): { readonly slotsTotal: number; readonly slotsFree: number } {
  return { slotsTotal: total, slotsFree: free };
}
