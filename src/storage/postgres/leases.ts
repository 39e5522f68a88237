import type { Clock } from '../../core/clock.ts';
import { peerIdOf, type PeerId } from '../../core/ids.ts';
import type { Presence } from '../../core/swarm/swarm-store.ts';
import type { Slots } from '../../core/swarm/catalog.ts';
import { endpointsOf } from '../leases/kept-endpoints.ts';
import type { LeaseRow } from '../leases/lease-row.ts';
import type { Presences } from '../leases/presences.ts';
import { Batcher } from './batcher.ts';
import type { Database } from './database.ts';
import { bytes, integer, text } from './row.ts';

/** Leases that one look at the database takes in. */
const LOOK = 5000;

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
  #seenChange = 0;
  #looking: Promise<void> | undefined;

  constructor(components: { readonly database: Database; readonly presences: Presences; readonly clock: Clock }) {
    this.#database = components.database;
    this.#presences = components.presences;
    this.#clock = components.clock;
    this.#writes = new Batcher((rows) => this.#write(rows), { max: 2000 });
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

  /** False where there is no lease that is still good. */
  async renew(row: number, slots: Slots, ttlMs: number): Promise<boolean> {
    // It may have announced itself at another tracker a moment ago.
    if (!this.#presences.live(row, this.#clock.now())) await this.look();
    const now = this.#clock.now();
    const known = this.#presences.live(row, now);
    if (!known) return false;
    const endpoints = JSON.stringify(known.endpoints);
    const lease = { peer: row, endpoints, ...flat(slots), agent: known.agent, expires: now + ttlMs, seen: now };
    if (!(await this.#writes.add(lease))) return false;
    return this.#presences.renew(row, slots, now, ttlMs);
  }

  async end(row: number): Promise<void> {
    const now = this.#clock.now();
    await this.#changing(
      `UPDATE leases SET expires = 0, seen = greatest(seen, $2), change = $3 WHERE peer = $1
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
      `UPDATE leases SET expires = 0, change = $2 WHERE expires > 0 AND expires <= $1
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
    await this.#looking;
  }

  async #look(): Promise<void> {
    for (;;) {
      // Those of one statement share a number, and come together.
      const rows = await this.#database.rows(
        'leases-changed',
        `SELECT l.peer, l.endpoints, l.slots_total, l.slots_free, l.agent, l.expires, l.seen, p.key,
           coalesce(m.name, ''), l.change
         FROM (SELECT * FROM leases WHERE change > $1 ORDER BY change FETCH FIRST ${LOOK} ROWS WITH TIES) l
         JOIN peers p ON p.id = l.peer LEFT JOIN members m ON m.peer = l.peer ORDER BY l.change, l.peer`,
        [this.#seenChange],
      );
      const now = this.#clock.now();
      for (const row of rows) {
        this.#take(
          {
            peer: integer(row, 0),
            endpoints: text(row, 1),
            slotsTotal: integer(row, 2),
            slotsFree: integer(row, 3),
            agent: text(row, 4),
            expires: integer(row, 5),
            seen: integer(row, 6),
          },
          peerIdOf(bytes(row, 7)),
          text(row, 8),
          now,
        );
        this.#seenChange = Math.max(this.#seenChange, integer(row, 9));
      }
      if (rows.length < LOOK) return;
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
       SELECT u.*, $8 FROM unnest($1::bigint[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::bigint[],
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

  /** Runs a statement whose last parameter is the number of a change. */
  #changing(sql: string, name: string, values: readonly unknown[]): ReturnType<Database['rows']> {
    return this.#database.transaction(async (queries) => {
      const take = `UPDATE counters SET value = value + 1 WHERE name = 'leases' RETURNING value`;
      const change = integer(await queries.row('lease-change', take), 0);
      return queries.rows(name, sql, [...values, change]);
    });
  }
}

function flat({ total, free }: Slots): { readonly slotsTotal: number; readonly slotsFree: number } {
  return { slotsTotal: total, slotsFree: free };
}
