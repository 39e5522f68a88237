import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { Invite, Member, NewInvite } from '../../core/swarm/swarm-store.ts';
import { isAlready, roleOf } from '../member-role.ts';
import type { MemberReads, MemberWrites } from './members.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement, strings, text, type Row } from './statement.ts';

const COLUMNS = 'id, role, groups, uses_left, expires, revoked';

function inviteOf(row: Row): Invite {
  return {
    id: text(row, 0),
    role: roleOf(text(row, 1)),
    groups: strings(row, 2),
    usesLeft: integer(row, 3),
    expires: integer(row, 4),
    revoked: integer(row, 5) === 1,
  };
}

function hashBytes(hex: string): Uint8Array {
  if (!/^[0-9a-f]{64}$/i.test(hex)) throw new AyniError('invite-invalid', 'This is not the hash of a secret.');
  return Buffer.from(hex, 'hex');
}

export class InviteReads {
  readonly #all: Statement;

  constructor(database: DatabaseSync) {
    this.#all = new Statement(database, `SELECT ${COLUMNS} FROM invites ORDER BY expires, id`);
  }

  invites(): readonly Invite[] {
    return this.#all.all().map(inviteOf);
  }
}

export class InviteWrites {
  readonly #rows: PeerRows;
  readonly #members: MemberWrites;
  readonly #reads: MemberReads;
  readonly #add: Statement;
  readonly #bySecret: Statement;
  readonly #take: Statement;
  readonly #revoke: Statement;

  constructor(database: DatabaseSync, rows: PeerRows, members: MemberWrites, reads: MemberReads) {
    this.#rows = rows;
    this.#members = members;
    this.#reads = reads;
    this.#add = new Statement(
      database,
      `INSERT INTO invites (id, secret_hash, role, groups, uses_left, expires) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING RETURNING ${COLUMNS}`,
    );
    this.#bySecret = new Statement(database, `SELECT ${COLUMNS} FROM invites WHERE secret_hash = ?`);
    this.#take = new Statement(database, 'UPDATE invites SET uses_left = uses_left - 1 WHERE id = ?');
    this.#revoke = new Statement(database, 'UPDATE invites SET revoked = 1 WHERE id = ?');
  }

  /** @throws {AyniError} `conflict` */
  add(now: number, invite: NewInvite): Invite {
    const row = this.#add.get(
      invite.id,
      hashBytes(invite.secretHash),
      invite.role,
      JSON.stringify(invite.groups),
      invite.uses,
      now + invite.lifetimeMs,
    );
    if (!row) throw new AyniError('conflict', `An invite ${invite.id}, or one with its secret, is there already.`);
    return inviteOf(row);
  }

  /** @throws {AyniError} `invite-invalid`, `revoked` */
  admit(now: number, secretHash: string, peer: PeerId, name: string): Member {
    const refuse = (why: string) => new AyniError('invite-invalid', `This invite ${why}: ask for a new one.`);
    const row = this.#bySecret.get(hashBytes(secretHash));
    if (!row) throw refuse('is unknown');
    const invite = inviteOf(row);
    if (invite.revoked) throw refuse('was revoked');
    if (invite.expires <= now) throw refuse('has expired');
    if (invite.usesLeft <= 0) throw refuse('is used up');
    if (this.#rows.standing(peer)?.revoked === true) throw new AyniError('revoked', 'This member was revoked.');
    const before = this.#reads.member(peer);
    if (before === undefined || !isAlready(before, invite)) this.#take.run(invite.id);
    this.#members.put(now, { peer, name, role: invite.role, groups: invite.groups });
    const member = this.#reads.member(peer);
    if (!member) throw new AyniError('internal', 'The member that was just admitted is not there.');
    return member;
  }

  revoke(id: string): boolean {
    return this.#revoke.run(id) > 0;
  }
}
