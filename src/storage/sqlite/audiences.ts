import type { DatabaseSync } from 'node:sqlite';
import { audienceKey, EVERYONE, type Audience } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement, text } from './statement.ts';

export const EVERYONE_ROW = 1;
/** Groups and peers of one audience, together. */
const MAX_ADMITTED = 1000;

/** Writes audiences: those that admit the same viewers are one row. */
export class AudienceWrites {
  readonly #peers: PeerRows;
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #admitGroup: Statement;
  readonly #admitPeer: Statement;

  constructor(database: DatabaseSync, peers: PeerRows) {
    this.#peers = peers;
    this.#find = new Statement(database, 'SELECT id FROM audiences WHERE key = ?');
    this.#insert = new Statement(database, 'INSERT INTO audiences (key) VALUES (?)');
    this.#admitGroup = new Statement(database, 'INSERT INTO audience_groups (name, audience) VALUES (?, ?)');
    this.#admitPeer = new Statement(database, 'INSERT INTO audience_peers (peer, audience) VALUES (?, ?)');
  }

  intern(audience: Audience): number {
    if (audience.kind === 'everyone') return EVERYONE_ROW;
    const groups = new Set(audience.groups);
    const peers = new Set(audience.peers);
    if (groups.size + peers.size > MAX_ADMITTED) {
      throw new AyniError('too-large', `An audience has at most ${MAX_ADMITTED} groups and peers.`);
    }
    const key = audienceKey(audience);
    const found = this.#find.get(key);
    if (found) return integer(found, 0);
    const id = this.#insert.insert(key);
    for (const group of groups) this.#admitGroup.run(group, id);
    for (const peer of peers) this.#admitPeer.run(this.#peers.intern(peer), id);
    return id;
  }
}

/** Reads an audience back. */
export class AudienceReads {
  readonly #groups: Statement;
  readonly #peers: Statement;
  readonly #rows: PeerRows;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#groups = new Statement(database, 'SELECT name FROM audience_groups WHERE audience = ? ORDER BY name');
    this.#peers = new Statement(database, 'SELECT peer FROM audience_peers WHERE audience = ? ORDER BY peer');
  }

  read(id: number): Audience {
    if (id === EVERYONE_ROW) return EVERYONE;
    return {
      kind: 'restricted',
      groups: this.#groups.all(id).map((row) => text(row, 0)),
      peers: this.#peers.all(id).map((row) => this.#rows.idOf(integer(row, 0))),
    };
  }
}
