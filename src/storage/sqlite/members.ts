import type { DatabaseSync } from 'node:sqlite';
import { peerIdOf, type PeerId } from '../../core/ids.ts';
import type { Member } from '../../core/swarm/swarm-store.ts';
import { roleOf } from '../member-role.ts';
import type { PeerRows } from './peer-rows.ts';
import { bytes, integer, Statement, strings, text, type Row } from './statement.ts';

const COLUMNS = 'p.key, m.name, m.role, m.groups, m.joined, r.peer IS NOT NULL';
const TABLES = 'members m JOIN peers p ON p.id = m.peer LEFT JOIN revocations r ON r.peer = m.peer';

function memberOf(row: Row): Member {
  return {
    peer: peerIdOf(bytes(row, 0)),
    name: text(row, 1),
    role: roleOf(text(row, 2)),
    groups: strings(row, 3),
    joined: integer(row, 4),
    revoked: integer(row, 5) === 1,
  };
}

export class MemberReads {
  readonly #rows: PeerRows;
  readonly #one: Statement;
  readonly #all: Statement;
  readonly #version: Statement;
  readonly #revoked: Statement;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#one = new Statement(database, `SELECT ${COLUMNS} FROM ${TABLES} WHERE m.peer = ?`);
    this.#all = new Statement(database, `SELECT ${COLUMNS} FROM ${TABLES} ORDER BY m.peer`);
    this.#version = new Statement(database, `SELECT value FROM counters WHERE name = 'revocations'`);
    this.#revoked = new Statement(
      database,
      'SELECT p.key FROM revocations r JOIN peers p ON p.id = r.peer ORDER BY r.peer',
    );
  }

  member(peer: PeerId): Member | undefined {
    const id = this.#rows.find(peer);
    const row = id === undefined ? undefined : this.#one.get(id);
    return row && memberOf(row);
  }

  members(): readonly Member[] {
    return this.#all.all().map(memberOf);
  }

  revocations(): { readonly version: number; readonly peers: readonly PeerId[] } {
    const version = this.#version.get();
    return {
      version: version ? integer(version, 0) : 0,
      peers: this.#revoked.all().map((row) => peerIdOf(bytes(row, 0))),
    };
  }
}

/** Memberships and revocations. What a member published is the catalog's. */
export class MemberWrites {
  readonly #rows: PeerRows;
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #revoke: Statement;
  readonly #pardon: Statement;
  readonly #bump: Statement;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#put = new Statement(
      database,
      `INSERT INTO members (peer, name, role, groups, joined) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (peer) DO UPDATE SET name = excluded.name, role = excluded.role, groups = excluded.groups`,
    );
    this.#remove = new Statement(database, 'DELETE FROM members WHERE peer = ?');
    this.#revoke = new Statement(database, 'INSERT OR IGNORE INTO revocations (peer, at) VALUES (?, ?)');
    this.#pardon = new Statement(database, 'DELETE FROM revocations WHERE peer = ?');
    this.#bump = new Statement(
      database,
      `INSERT INTO counters (name, value) VALUES ('revocations', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1`,
    );
  }

  put(now: number, member: Pick<Member, 'peer' | 'name' | 'role' | 'groups'>): void {
    const row = this.#rows.intern(member.peer);
    this.#put.run(row, member.name, member.role, JSON.stringify(member.groups), now);
    if (this.#pardon.run(row) > 0) this.#bump.run();
  }

  /** Whether the member was there and not revoked before. */
  revoke(now: number, peer: PeerId): boolean {
    const standing = this.#rows.standing(peer);
    if (standing?.member !== true || standing.revoked) return false;
    this.#revoke.run(standing.row, now);
    this.#bump.run();
    return true;
  }

  remove(row: number): void {
    this.#remove.run(row);
  }
}
