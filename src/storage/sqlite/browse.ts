import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { BrowsedEntry, BrowseQuery, Page } from '../../core/swarm/catalog.ts';
import { AudienceReads } from './audiences.ts';
import type { Marked } from './foreign-marks.ts';
import { badCursor, decodeCursor, encodeCursor } from '../cursor.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement, text } from './statement.ts';
import { TreeReads, TreeWalk } from './tree-walk.ts';
import type { View, Views } from './views.ts';

export class Browse {
  readonly #reads: TreeReads;
  readonly #views: Views;
  readonly #rows: PeerRows;
  readonly #audiences: AudienceReads;
  readonly #shares: Statement;
  readonly #isMember: Statement;

  constructor(database: DatabaseSync, views: Views, rows: PeerRows) {
    this.#reads = new TreeReads(database);
    this.#views = views;
    this.#rows = rows;
    this.#audiences = new AudienceReads(database, rows);
    this.#shares = new Statement(database, 'SELECT id, name, root, audience FROM shares WHERE peer = ? ORDER BY name');
    this.#isMember = new Statement(database, 'SELECT 1 FROM members WHERE peer = ?');
  }

  /** Errors as `SwarmStore.browse`. */
  async browse(viewer: Viewer, query: BrowseQuery): Promise<Page<Marked<BrowsedEntry>>> {
    const path: string = parseSharePath(query.path);
    const after = namesAfter(query.cursor);
    const owner = this.#rows.find(query.peer);
    const walk = owner === undefined ? undefined : this.#walk(this.#views.of(viewer), owner);
    const found = walk?.at(path);
    if (!walk || !found) {
      const what = path === '' ? query.peer : `"${path}" of ${query.peer}`;
      throw new AyniError('not-found', `There is nothing to see at ${what}: list what is above it.`, {
        context: { peer: query.peer, path },
      });
    }
    // A path that is a file gives that file alone.
    if (!found.node) return { items: [found.entry] };
    const entries = query.recursive
      ? await walk.below(found.node, after, query.limit + 1)
      : walk.children(found.node, after[0] ?? '', query.limit + 1).map((child) => child.entry);
    if (entries.length <= query.limit) return { items: entries };
    const items = entries.slice(0, query.limit);
    const last = items.at(-1)?.path ?? '';
    return { items, cursor: encodeCursor(last.slice(path === '' ? 0 : path.length + 1)) };
  }

  #walk(view: View, owner: number): TreeWalk | undefined {
    if (!this.#isMember.get(owner)) return undefined;
    const shares = this.#shares.all(owner).filter((row) => view.sees(owner, integer(row, 3)));
    return new TreeWalk(
      this.#reads,
      shares.map((row) => ({
        id: integer(row, 0),
        name: text(row, 1),
        root: integer(row, 2),
        audience: this.#audiences.read(integer(row, 3)),
      })),
    );
  }
}

/** Names, below the path that is browsed, at which the page before ended. */
function namesAfter(cursor: string | undefined): readonly string[] {
  if (cursor === undefined) return [];
  const value = decodeCursor(cursor);
  if (typeof value !== 'string' || value === '') throw badCursor();
  try {
    parseSharePath(value);
  } catch {
    throw badCursor();
  }
  return value.split('/');
}
