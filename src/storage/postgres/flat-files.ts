import { peerIdOf } from '../../core/ids.ts';
import type { FlatEntry, FlatQuery } from '../../core/swarm/catalog.ts';
import { EVERYONE_ROW } from './audiences.ts';
import type { Queries } from './database.ts';
import { FILE } from './entries.ts';
import { bytes, hex, integer, isNull, text, truth } from './row.ts';

// $1 dialect, $2 rows of those who serve it, $3 whether a bridge is among them, $4 now, $5 part of a name, $6 whether the
// MD5 must be known, $7 how many, $8 name.
const OWNER = `(f.dialect IS NULL OR f.dialect = $1) AND (x.peer = ANY($2::bigint[]))`;
const OFFERED = `(${OWNER} OR ($3 AND f.dialect IS DISTINCT FROM $1 AND l.expires > $4))`;
const WANTED = `($5::text IS NULL OR strpos(x.flat_name, $5) > 0) AND (NOT $6 OR c.md5 IS NOT NULL)`;
const ENTRIES = `SELECT 1 AS part, e.announced AS place, s.peer, e.content, e.flat_name FROM entries e
  JOIN shares s ON s.id = e.share
  WHERE e.kind = ${FILE} AND s.audience = ${EVERYONE_ROW} AND e.flat_name IS NOT NULL`;
// A part has no name yet.
const HOLDS = `SELECT 2, h.content, h.peer, h.content, h.flat_name FROM holds h JOIN contents c ON c.id = h.content
  WHERE h.audience = ${EVERYONE_ROW} AND h.flat_name IS NOT NULL AND h.pieces = (c.size + 262143) / 262144`;

function statement(entries: string, holds: string): string {
  return `SELECT x.flat_name, c.size, c.md5, c.id, ${OWNER}, p.key FROM (${entries} UNION ALL ${holds}) x
    JOIN contents c ON c.id = x.content JOIN peers p ON p.id = x.peer
    LEFT JOIN foreign_contents f ON f.content = c.id LEFT JOIN leases l ON l.peer = x.peer
    WHERE ${OFFERED} AND ${WANTED} ORDER BY x.part, x.place, x.peer LIMIT $7`;
}

/** As the indexes have it. */
function named(table: string): string {
  return `left(${table}.flat_name, 600) = left($8::text, 600) AND ${table}.flat_name = $8`;
}

const ALL = statement(ENTRIES, HOLDS);
const NAMED = statement(`${ENTRIES} AND ${named('e')}`, `${HOLDS} AND ${named('h')}`);

/**
 * The flat catalog of a dialect.
 * @param direct rows of online peers that serve the dialect
 * @param bridged whether one of them brings what all others have
 */
export async function flatFiles(
  queries: Pick<Queries, 'rows'>,
  query: FlatQuery,
  direct: readonly number[],
  bridged: boolean,
  now: number,
): Promise<readonly FlatEntry[]> {
  const { dialect, name, contains, withGone, withMd5, limit } = query;
  const gone = 'SELECT DISTINCT peer FROM foreign_contents WHERE dialect = $1';
  const away = withGone ? (await queries.rows('flat-gone', gone, [dialect])).map((row) => integer(row, 0)) : [];
  const owners = [...direct, ...away];
  const values = [dialect, owners, bridged, now, contains ?? null, withMd5, limit];
  const rows =
    name === undefined
      ? await queries.rows('flat', ALL, values)
      : await queries.rows('flat-named', NAMED, [...values, name]);
  return rows.map((row) => ({
    name: text(row, 0),
    content: integer(row, 3),
    ...(isNull(row, 1) ? {} : { size: integer(row, 1) }),
    ...(isNull(row, 2) ? {} : { md5: hex(row, 2) }),
    ...(truth(row, 4) ? { owner: peerIdOf(bytes(row, 5)) } : {}),
  }));
}
