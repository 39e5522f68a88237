import type { Viewer } from '../../core/access/audience.ts';
import { contentIdOfHash } from '../../core/ids.ts';
import type { Page, SearchHit, SearchQuery } from '../../core/swarm/catalog.ts';
import { searchWords } from '../../core/swarm/search-text.ts';
import type { Presences } from '../leases/presences.ts';
import { pageOf, partialPage, positionOf, type PlacedHit, type Position } from '../search-page.ts';
import { viewOf } from './audiences.ts';
import type { Queries } from './database.ts';
import { DIRECTORY } from './entries.ts';
import { foreignFiles } from './foreign-files.ts';
import { findPeer } from './peer-rows.ts';
import { bytes, integer, isNull, text, type Row } from './row.ts';
import { SearchSql } from './search-sql.ts';

/** A search that takes longer ends with what it has, ms. */
const BUDGET_MS = 2000;
/** Paths that are looked at at once: few first, since most pages are full soon. */
const FIRST_FETCH = 128;
const MAX_FETCH = 4096;

type Hit = PlacedHit<SearchHit>;

/**
 * Finds paths and groups them by content. A content is shown where the first of its names that fits comes by, so that
 * it is on one page only. Three statements for each fetch, whatever it brings; never in the order of a rank.
 */
export class Search {
  readonly #queries: Queries;
  readonly #presences: Presences;

  constructor(queries: Queries, presences: Presences) {
    this.#queries = queries;
    this.#presences = presences;
  }

  /** Errors as `SwarmStore.search`. */
  async search(viewer: Viewer, query: SearchQuery, now: number): Promise<Page<SearchHit>> {
    const began = performance.now();
    const start = positionOf(query.cursor);
    const words = searchWords(query.text);
    if (words.findsNothing) return { items: [] };
    const peer = query.peer === undefined ? undefined : await findPeer(this.#queries, query.peer);
    if (query.peer !== undefined && peer === undefined) return { items: [] };
    const sql = new SearchSql(query, { words, view: await viewOf(this.#queries, viewer), peer, now });
    const hits: Hit[] = [];
    let from = start[0];
    for (let count = FIRST_FETCH; ; count = Math.min(count * 4, MAX_FETCH)) {
      const paths = (await sql.paths(this.#queries, from, count)).map((row) => integer(row, 0));
      for (const each of await this.#hitsAt(sql, paths, start, query)) hits.push(each);
      if (hits.length > query.limit) return pageOf(hits, query.limit);
      if (paths.length < count) return { items: hits.map((each) => each.hit) };
      from = (paths.at(-1) ?? from) + 1;
      if (performance.now() - began > BUDGET_MS) return partialPage(hits, [from, -1]);
    }
  }

  /** Hits whose first name is one of these paths, in the order of path and content, directories first. */
  async #hitsAt(
    sql: SearchSql,
    paths: readonly number[],
    start: Position,
    query: SearchQuery,
  ): Promise<readonly Hit[]> {
    if (paths.length === 0) return [];
    const rows = await sql.entries(this.#queries, paths);
    const contents = new Set<number>();
    for (const row of rows) if (integer(row, 1) !== DIRECTORY) contents.add(integer(row, 2));
    const names = namesByContent(await sql.names(this.#queries, [...contents]));
    const foreign = await foreignFiles(
      this.#queries,
      this.#presences,
      rows.filter((row) => integer(row, 1) !== DIRECTORY && isNull(row, 3)).map((row) => integer(row, 2)),
    );
    const hits: Hit[] = [];
    for (const row of rows) {
      const path = integer(row, 0);
      const content = integer(row, 2);
      if (path === start[0] && content <= start[1]) continue;
      const sources = integer(row, 5);
      if (query.online === true && sources === 0) continue;
      if (integer(row, 1) === DIRECTORY) {
        const hit: SearchHit = { kind: 'directory', size: 0, names: [text(row, 6)], sources, mtime: 0 };
        hits.push({ hit, at: [path, 0] });
        continue;
      }
      const known = names.get(content);
      // One of its names came by before.
      if (known?.first !== path) continue;
      const file = foreign.get(content);
      const hit: SearchHit = {
        ...(isNull(row, 3) ? {} : { content: contentIdOfHash(bytes(row, 3)) }),
        ...(file === undefined ? {} : { foreign: file }),
        kind: 'file',
        size: isNull(row, 4) ? 0 : integer(row, 4),
        names: known.names,
        sources,
        mtime: known.mtime,
      };
      hits.push({ hit, at: [path, content] });
    }
    return hits;
  }
}

interface Names {
  /** Row of the first path that fits. */
  readonly first: number;
  readonly names: string[];
  mtime: number;
}

function namesByContent(rows: readonly Row[]): ReadonlyMap<number, Names> {
  const names = new Map<number, Names>();
  for (const row of rows) {
    const known = names.get(integer(row, 0)) ?? { first: integer(row, 1), names: [], mtime: 0 };
    known.names.push(text(row, 2));
    known.mtime = Math.max(known.mtime, integer(row, 3));
    names.set(integer(row, 0), known);
  }
  return names;
}
