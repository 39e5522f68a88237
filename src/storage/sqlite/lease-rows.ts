import type { DatabaseSync } from 'node:sqlite';
import { peerIdOf, type PeerId } from '../../core/ids.ts';
import type { LeaseRow } from '../leases/lease-row.ts';
import { bytes, integer, Statement, text } from './statement.ts';

/** A lease with whose it is. */
export interface KeptLease extends LeaseRow {
  readonly id: PeerId;
  readonly name: string;
  readonly revoked: boolean;
}

export class LeaseRows {
  readonly #save: Statement;
  readonly #remove: Statement;
  readonly #all: Statement;

  constructor(database: DatabaseSync) {
    this.#save = new Statement(
      database,
      `INSERT OR REPLACE INTO leases (peer, endpoints, slots_total, slots_free, agent, expires, seen)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#remove = new Statement(database, 'DELETE FROM leases WHERE peer = ?');
    this.#all = new Statement(
      database,
      `SELECT l.peer, l.endpoints, l.slots_total, l.slots_free, l.agent, l.expires, l.seen, p.key, m.name, r.peer IS NOT NULL
       FROM leases l JOIN peers p ON p.id = l.peer JOIN members m ON m.peer = l.peer
       LEFT JOIN revocations r ON r.peer = l.peer`,
    );
  }

  save(leases: readonly LeaseRow[]): void {
    for (const each of leases) {
      const { peer, endpoints, slotsTotal, slotsFree, agent, expires, seen } = each;
      this.#save.run(peer, endpoints, slotsTotal, slotsFree, agent, expires, seen);
    }
  }

  remove(peer: number): void {
    this.#remove.run(peer);
  }

  /** Those of members. */
  all(): readonly KeptLease[] {
    return this.#all.all().map((row) => ({
      peer: integer(row, 0),
      endpoints: text(row, 1),
      slotsTotal: integer(row, 2),
      slotsFree: integer(row, 3),
      agent: text(row, 4),
      expires: integer(row, 5),
      seen: integer(row, 6),
      id: peerIdOf(bytes(row, 7)),
      name: text(row, 8),
      revoked: integer(row, 9) === 1,
    }));
  }
}
