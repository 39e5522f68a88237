import type { DatabaseSync } from 'node:sqlite';
import { pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { Hold } from '../../core/swarm/catalog.ts';
import type { AudienceWrites } from './audiences.ts';
import type { ContentWrites } from './contents.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement } from './statement.ts';

/**
 * Of a holding `h`: whether there is anything to have of it. Who is only about to get a first piece is named by `locate`,
 * so that those who begin together meet, and is nobody to count as a source.
 */
export const HAS_SOME = '(h.pieces > 0 OR (SELECT size FROM contents WHERE id = h.content) = 0)';

/** What peers have under no name. */
export class HoldWrites {
  readonly #peers: PeerRows;
  readonly #audiences: AudienceWrites;
  readonly #contents: ContentWrites;
  readonly #put: Statement;
  readonly #remove: Statement;
  readonly #ofPeer: Statement;
  readonly #removeOfPeer: Statement;
  readonly #removeOfContent: Statement;

  constructor(database: DatabaseSync, peers: PeerRows, audiences: AudienceWrites, contents: ContentWrites) {
    this.#peers = peers;
    this.#audiences = audiences;
    this.#contents = contents;
    const statement = (sql: string) => new Statement(database, sql);
    this.#put = statement(
      'INSERT OR REPLACE INTO holds (content, peer, pieces, audience, flat_name) VALUES (?, ?, ?, ?, ?)',
    );
    this.#remove = statement('DELETE FROM holds WHERE content = ? AND peer = ?');
    this.#ofPeer = statement('SELECT content FROM holds WHERE peer = ?');
    this.#removeOfPeer = statement('DELETE FROM holds WHERE peer = ?');
    this.#removeOfContent = statement('DELETE FROM holds WHERE content = ?');
  }

  /** The highest row of an audience that was named. */
  hold(peer: PeerId, upsert: readonly Hold[], remove: readonly ContentId[]): number {
    const owner = this.#peers.memberRow(peer);
    let highest = 0;
    for (const content of remove) this.#release(owner, content);
    for (const each of upsert) {
      const all = pieceCount(each.size);
      if (!Number.isSafeInteger(each.pieces) || each.pieces < 0 || each.pieces > all) {
        throw new AyniError('bad-request', `A content of ${each.size} bytes has ${all} pieces, not ${each.pieces}.`);
      }
      this.#release(owner, each.content);
      const content = this.#contents.intern(each.content, each.size, each.digests);
      if (content === undefined) continue;
      const audience = this.#audiences.intern(each.audience);
      highest = Math.max(highest, audience);
      this.#put.run(content, owner, each.pieces, audience, each.flatName ?? null);
      this.#contents.changed(content);
    }
    return highest;
  }

  removeOfPeer(peer: number): void {
    for (const row of this.#ofPeer.all(peer)) this.#contents.mayBeUnused(integer(row, 0));
    this.#removeOfPeer.run(peer);
  }

  removeOfContent(content: number): void {
    this.#removeOfContent.run(content);
  }

  #release(owner: number, content: ContentId): void {
    for (const row of this.#contents.rowsOf(content)) {
      if (this.#remove.run(row, owner) > 0) this.#contents.mayBeUnused(row);
    }
  }
}
