import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import { idBytes, type ContentId, type PeerId } from '../../core/ids.ts';
import { PathTexts } from './paths.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement } from './statement.ts';
import type { Views } from './views.ts';

/** Under which names a content is published. */
export class Names {
  readonly #views: Views;
  readonly #rows: PeerRows;
  readonly #node: Statement;
  readonly #entries: Statement;

  constructor(database: DatabaseSync, views: Views, rows: PeerRows) {
    this.#views = views;
    this.#rows = rows;
    this.#node = PathTexts.statement(database);
    this.#entries = new Statement(
      database,
      `SELECT e.share, e.path, c.size FROM contents c JOIN entries e ON e.content = c.id WHERE c.hash = ?
       ORDER BY c.id, e.share, e.path`,
    );
  }

  of(
    viewer: Viewer,
    content: ContentId,
    limit: number,
  ): readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[] {
    const names: { readonly peer: PeerId; readonly path: string; readonly size: number }[] = [];
    if (limit <= 0) return names;
    const view = this.#views.of(viewer);
    const texts = new PathTexts(this.#node);
    for (const row of this.#entries.iterate(idBytes(content))) {
      const share = view.share(integer(row, 0));
      const path = share.visible ? texts.of(integer(row, 1)) : undefined;
      if (path === undefined) continue;
      names.push({ peer: this.#rows.idOf(share.peer), path, size: integer(row, 2) });
      if (names.length >= limit) break;
    }
    return names;
  }
}
