import { hashesOf } from '../../core/ids.ts';
import type { SearchQuery } from '../../core/swarm/catalog.ts';
import { foldText, type SearchWords } from '../../core/swarm/search-text.ts';
import { seen, type View } from './audiences.ts';
import { PLANNED_ANEW, type Queries } from './database.ts';
import { DIRECTORY, FILE } from './entries.ts';
import { HAS_SOME } from './holds.ts';
import type { Row } from './row.ts';

/** Names that a hit shows. */
const MAX_NAMES = 5;

interface SearchParts {
  readonly words: SearchWords;
  readonly view: View;
  /** Row of the peer whose entries alone count. */
  readonly peer: number | undefined;
  readonly now: number;
}

/** A search as SQL. How many words it has, and whether it has an id, is all that changes the text of a statement, so that it can be prepared. */
export class SearchSql {
  readonly #values: readonly unknown[];
  /** Of a path `p`. */
  readonly #fits: string;
  /** Of a path `p`, where an id is looked for. */
  readonly #named: string;
  readonly #shape: string;

  constructor(query: SearchQuery, { words, view, peer, now }: SearchParts) {
    const { beginnings } = words;
    const parts = [...words.anywhere, ...words.marks];
    const extensions = (query.extensions ?? []).map((each) => foldText(each).replaceAll('\0', ''));
    const { minSize, maxSize, kind, idPrefix } = query;
    const isOfFiles = minSize !== undefined || maxSize !== undefined || idPrefix !== undefined;
    const directories = kind !== 'file' && extensions.length === 0 && !isOfFiles;
    const hashes = idPrefix === undefined ? undefined : hashesOf(idPrefix);
    const files = kind !== 'directory';
    this.#values = [
      view.row,
      view.admitted,
      now,
      peer ?? null,
      directories,
      files,
      extensions.length === 0 ? null : extensions,
      minSize ?? null,
      maxSize ?? null,
      beginnings.map((each) => each.replaceAll('\0', '')),
      hashes === undefined ? null : Buffer.from(hashes.lowest),
      hashes === undefined ? null : Buffer.from(hashes.highest),
      ...parts.map((word) => `%${word.replace(/[\\%_]/g, (mark) => `\\${mark}`).replaceAll('\0', ' ')}%`),
    ];
    const likes = parts.map((_, index) => ` AND p.folded LIKE $${13 + index}`).join('');
    this.#fits = `p.beginnings @> $10::text[]${likes}`;
    // As an array, since a few contents are looked up first then, whatever the planner thinks.
    this.#named =
      hashes === undefined
        ? ''
        : ` AND p.id = ANY(ARRAY(SELECT f.path FROM contents k JOIN entries f ON f.content = k.id
          WHERE k.hash >= $11 AND k.hash <= $12))`;
    this.#shape = `${parts.length}${hashes === undefined ? '' : '-id'}`;
  }

  /** Rows of paths from one on, in their order, that have the words and an entry that counts. */
  paths(queries: Queries, from: number, limit: number): Promise<readonly Row[]> {
    const next = this.#values.length;
    const sql = `SELECT p.id FROM paths p WHERE p.id >= $${next + 1} AND ${this.#fits}${this.#named}
      AND EXISTS (SELECT 1 FROM entries e JOIN shares s ON s.id = e.share LEFT JOIN contents c ON c.id = e.content
        WHERE e.path = p.id AND ${COUNTS})
      ORDER BY p.id LIMIT $${next + 2}`;
    // With one plan for all, each search that most names fit would look at all of them: a second for 200,000.
    return queries.rows(PLANNED_ANEW, used(sql), [...this.#values, from, limit]);
  }

  /** path, kind, content (0 for a directory), hash, size, sources, text; each content once for each path. */
  entries(queries: Queries, paths: readonly number[]): Promise<readonly Row[]> {
    const sql = `SELECT x.path, x.kind, x.content, c.hash, c.size,
        CASE WHEN x.kind = ${DIRECTORY} THEN (${DIRECTORY_SOURCES}) ELSE (${FILE_SOURCES}) END, p.path
      FROM (SELECT DISTINCT e.path, e.kind, coalesce(e.content, 0) AS content FROM entries e
        JOIN shares s ON s.id = e.share LEFT JOIN contents c ON c.id = e.content
        WHERE e.path = ANY($${this.#values.length + 1}::bigint[]) AND ${COUNTS}) x
      JOIN paths p ON p.id = x.path LEFT JOIN contents c ON c.id = x.content
      WHERE ${this.#fits} ORDER BY x.path, x.content`;
    return queries.rows(`search-entries-${this.#shape}`, used(sql), [...this.#values, paths]);
  }

  /** content, path, text, latest modification: a few names of each content that fit, the first ones. */
  names(queries: Queries, contents: readonly number[]): Promise<readonly Row[]> {
    const sql = `SELECT u.id, n.path, n.text, n.mtime FROM unnest($${this.#values.length + 1}::bigint[]) u (id)
      CROSS JOIN LATERAL (SELECT e.path, p.path AS text, max(e.mtime) AS mtime FROM entries e
        JOIN shares s ON s.id = e.share JOIN paths p ON p.id = e.path JOIN contents c ON c.id = e.content
        WHERE e.content = u.id AND ${COUNTS} AND ${this.#fits}
        GROUP BY e.path, p.path ORDER BY e.path LIMIT ${MAX_NAMES}) n
      ORDER BY u.id, n.path`;
    return queries.rows(`search-names-${this.#shape}`, used(sql), [...this.#values, contents]);
  }
}

/** Of an entry `e` in a share `s` with a content `c`, at a path `p`. */
const COUNTS = `${seen('s')} AND ($4::bigint IS NULL OR s.peer = $4)
  AND ((e.kind = ${DIRECTORY} AND $5) OR (e.kind = ${FILE} AND $6
    AND ($8::bigint IS NULL OR coalesce(c.size, 0) >= $8) AND ($9::bigint IS NULL OR coalesce(c.size, 0) <= $9)
    AND ($11::bytea IS NULL OR (c.hash >= $11 AND c.hash <= $12))
    AND ($7::text[] IS NULL OR (SELECT q.extension FROM paths q WHERE q.id = e.path) = ANY($7))))`;

/** Peers that are online and have it, or a part of it, under whatever name and not only as the query narrows it. */
const DIRECTORY_SOURCES = `SELECT count(DISTINCT s.peer) FROM entries e JOIN shares s ON s.id = e.share
  JOIN leases l ON l.peer = s.peer AND l.expires > $3
  WHERE e.path = x.path AND e.kind = ${DIRECTORY} AND ${seen('s')}`;
const FILE_SOURCES = `SELECT count(*) FROM (
  SELECT s.peer FROM entries e JOIN shares s ON s.id = e.share JOIN leases l ON l.peer = s.peer AND l.expires > $3
    WHERE e.content = x.content AND ${seen('s')}
  UNION SELECT h.peer FROM holds h JOIN leases l ON l.peer = h.peer AND l.expires > $3
    WHERE h.content = x.content AND ${HAS_SOME} AND ${seen('h')}) AS held`;

/** PostgreSQL must be told the types also of parameters that one of the statements has no use for. */
function used(sql: string): string {
  return sql.replace(
    /^SELECT /,
    `WITH given AS (SELECT $3::bigint, $4::bigint, $5::boolean, $6::boolean, $7::text[], $8::bigint, $9::bigint, $11::bytea, $12::bytea)
    SELECT `,
  );
}
