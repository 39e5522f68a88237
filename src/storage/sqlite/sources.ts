import type { DatabaseSync } from 'node:sqlite';
import { HAS_SOME } from './holds.ts';
import { SHARES_OF_CONTENT } from './locate.ts';
import type { OnlineBoard } from '../leases/online-board.ts';
import { integer, Statement } from './statement.ts';
import type { View } from './views.ts';

/** How many peers that are online have a content, or a part of it. */
export class SourceCounts {
  readonly #board: OnlineBoard;
  readonly #shares: Statement;
  readonly #holds: Statement;

  constructor(database: DatabaseSync, board: OnlineBoard) {
    this.#board = board;
    this.#shares = new Statement(database, SHARES_OF_CONTENT);
    this.#holds = new Statement(database, `SELECT h.peer, h.audience FROM holds h WHERE h.content = ? AND ${HAS_SOME}`);
  }

  of(view: View, content: number, now: number): number {
    const peers = new Set<number>();
    for (const statement of [this.#shares, this.#holds]) {
      for (const row of statement.iterate(content)) {
        const peer = integer(row, 0);
        if (this.#board.isOnline(peer, now) && view.sees(peer, integer(row, 1))) peers.add(peer);
      }
    }
    return peers.size;
  }
}
