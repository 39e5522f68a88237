import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { idBytes, peerIdOf, type PeerId } from '../../core/ids.ts';
import { bytes, integer, Statement } from './statement.ts';

/** The integers that stand for peers. They grow in the order in which peers came to the network. */
export class PeerRows {
  readonly #find: Statement;
  readonly #insert: Statement;
  readonly #key: Statement;
  readonly #standing: Statement;

  constructor(database: DatabaseSync) {
    this.#find = new Statement(database, 'SELECT id FROM peers WHERE key = ?');
    this.#insert = new Statement(database, 'INSERT INTO peers (key) VALUES (?)');
    this.#key = new Statement(database, 'SELECT key FROM peers WHERE id = ?');
    this.#standing = new Statement(
      database,
      `SELECT p.id, m.peer IS NOT NULL, r.peer IS NOT NULL FROM peers p
       LEFT JOIN members m ON m.peer = p.id LEFT JOIN revocations r ON r.peer = p.id WHERE p.key = ?`,
    );
  }

  find(peer: PeerId): number | undefined {
    const row = this.#find.get(idBytes(peer));
    return row && integer(row, 0);
  }

  /** Writes where the peer is new. */
  intern(peer: PeerId): number {
    return this.find(peer) ?? this.#insert.insert(idBytes(peer));
  }

  idOf(row: number): PeerId {
    return peerIdOf(bytes(this.#key.get(row) ?? [], 0));
  }

  /** What the peer is to the network; somebody may be revoked and no member any more. */
  standing(peer: PeerId): { readonly row: number; readonly member: boolean; readonly revoked: boolean } | undefined {
    const row = this.#standing.get(idBytes(peer));
    return row && { row: integer(row, 0), member: integer(row, 1) === 1, revoked: integer(row, 2) === 1 };
  }

  /** @throws {AyniError} `not-found`, `revoked` */
  memberRow(peer: PeerId): number {
    const standing = this.standing(peer);
    if (standing?.revoked === true) throw new AyniError('revoked', 'This member was revoked.');
    if (standing?.member !== true) {
      throw new AyniError('not-found', `${peer} is no member of this network.`, { context: { peer } });
    }
    return standing.row;
  }
}
