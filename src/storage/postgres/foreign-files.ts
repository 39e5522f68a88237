import { DIALECTS, type Dialect } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { ForeignFile } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import type { Queries } from './database.ts';
import { hex, integer, isNull, text } from './row.ts';

/** Files of foreign peers among these contents, of those of whose peer a place is known. */
export async function foreignFiles(
  queries: Queries,
  presences: Presences,
  contents: readonly number[],
): Promise<ReadonlyMap<number, ForeignFile>> {
  const found = new Map<number, ForeignFile>();
  if (contents.length === 0) return found;
  const sql = `SELECT f.content, f.dialect, f.peer, f.name, c.size, c.md5 FROM foreign_contents f
    JOIN contents c ON c.id = f.content WHERE f.content = ANY($1::bigint[])`;
  for (const row of await queries.rows('foreign-files', sql, [contents])) {
    const endpoint = presences.known(integer(row, 2))?.endpoints[0];
    if (endpoint === undefined) continue;
    found.set(integer(row, 0), {
      dialect: dialectOf(text(row, 1)),
      name: text(row, 3),
      ...(isNull(row, 4) ? {} : { size: integer(row, 4) }),
      ...(isNull(row, 5) ? {} : { md5: hex(row, 5) }),
      host: endpoint.host,
      port: endpoint.port,
    });
  }
  return found;
}

function dialectOf(word: string): Dialect {
  const dialect = DIALECTS.find((each) => each === word);
  if (dialect === undefined) throw new AyniError('io-failed', `The tracker's database is damaged: dialect "${word}".`);
  return dialect;
}
