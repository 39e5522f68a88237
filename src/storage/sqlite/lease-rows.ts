import type { DatabaseSync } from 'node:sqlite';
import type { LeaseRow } from '../leases/lease-row.ts';
import { integer, Statement, text } from './statement.ts';

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
      'SELECT peer, endpoints, slots_total, slots_free, agent, expires, seen FROM leases',
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

  all(): readonly LeaseRow[] {
    return this.#all.all().map((row) => ({
      peer: integer(row, 0),
      endpoints: text(row, 1),
      slotsTotal: integer(row, 2),
      slotsFree: integer(row, 3),
      agent: text(row, 4),
      expires: integer(row, 5),
      seen: integer(row, 6),
    }));
  }
}
