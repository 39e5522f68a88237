import { idBytes, type ContentId } from '../../core/ids.ts';
import type { Digests, ForeignFileEntry } from '../../core/swarm/catalog.ts';
import type { Queries } from './database.ts';
import { bytes, hex, integer, isNull } from './row.ts';

export interface NamedContent {
  readonly content: ContentId;
  readonly size: number;
  readonly digests?: Digests;
}

/** A content whose claimed size differs is another row, which spoils nobody else's. */
export function contentKey({ content, size }: Pick<NamedContent, 'content' | 'size'>): string {
  return `${content} ${size}`;
}

/** In a transaction: none of these is withdrawn before it ends. Those that were. */
export async function withdrawnOf(queries: Queries, contents: readonly ContentId[]): Promise<ReadonlySet<ContentId>> {
  await queries.row('withdrawals-lock', `SELECT value FROM counters WHERE name = 'withdrawals' FOR SHARE`);
  const byHash = new Map(contents.map((content) => [Buffer.from(idBytes(content)).toString('hex'), content]));
  const sql = 'SELECT hash FROM withdrawn WHERE hash = ANY($1::bytea[])';
  const rows = await queries.rows('withdrawn', sql, [contents.map(idBytes)]);
  return new Set(rows.flatMap((row) => byHash.get(hex(row, 0)) ?? []));
}

/** In a transaction. Rows by `contentKey`. */
export async function internContents(
  queries: Queries,
  contents: readonly NamedContent[],
): Promise<ReadonlyMap<string, number>> {
  const wanted = new Map(contents.map((each) => [contentKey(each), each]));
  const known = new Map<string, number>();
  const keys = [...wanted.keys()].toSorted();
  const byHash = new Map(contents.map(({ content }) => [Buffer.from(idBytes(content)).toString('hex'), content]));
  const look = async () => {
    // Locked, so that the sweeper leaves them.
    const sql = 'SELECT id, hash, size FROM contents WHERE hash = ANY($1::bytea[]) ORDER BY id FOR KEY SHARE';
    for (const row of await queries.rows('contents-find', sql, [[...byHash.values()].map(idBytes)])) {
      const content = byHash.get(hex(row, 1));
      if (content !== undefined) known.set(contentKey({ content, size: integer(row, 2) }), integer(row, 0));
    }
  };
  if (keys.length === 0) return known;
  await look();
  const missing = keys.filter((key) => !known.has(key)).flatMap((key) => wanted.get(key) ?? []);
  if (missing.length > 0) {
    const sql = `INSERT INTO contents (hash, size) SELECT * FROM unnest($1::bytea[], $2::bigint[])
      ON CONFLICT DO NOTHING`;
    await queries.run('contents-insert', sql, [
      missing.map(({ content }) => idBytes(content)),
      missing.map(({ size }) => size),
    ]);
    await look();
  }
  const digested = contents.filter(({ digests }) => digests?.md5 !== undefined || digests?.sha256 !== undefined);
  if (digested.length > 0) {
    const sql = `UPDATE contents c SET md5 = coalesce(c.md5, decode(u.md5, 'hex')),
        sha256 = coalesce(c.sha256, decode(u.sha256, 'hex'))
      FROM unnest($1::bigint[], $2::text[], $3::text[]) AS u (id, md5, sha256)
      WHERE c.id = u.id AND ((c.md5 IS NULL AND u.md5 IS NOT NULL) OR (c.sha256 IS NULL AND u.sha256 IS NOT NULL))`;
    await queries.run('contents-digests', sql, [
      digested.map((each) => known.get(contentKey(each)) ?? 0),
      digested.map(({ digests }) => digests?.md5 ?? null),
      digested.map(({ digests }) => digests?.sha256 ?? null),
    ]);
  }
  return known;
}

/** In a transaction. A file of a foreign peer; another one where its size or MD5 is no longer what it was. */
export async function internForeign(queries: Queries, peer: number, entry: ForeignFileEntry): Promise<number> {
  const { dialect, name, size, md5 } = entry;
  const find = `SELECT c.id, c.size, c.md5 FROM foreign_contents f JOIN contents c ON c.id = f.content
    WHERE f.dialect = $1 AND f.peer = $2 AND f.name = $3 FOR UPDATE OF f`;
  const known = await queries.row('foreign-find', find, [dialect, peer, name]);
  if (known) {
    const knownSize = isNull(known, 1) ? undefined : integer(known, 1);
    const knownMd5 = isNull(known, 2) ? undefined : Buffer.from(bytes(known, 2)).toString('hex');
    if (knownSize === size && knownMd5 === md5) return integer(known, 0);
    await queries.run('foreign-unname', 'DELETE FROM foreign_contents WHERE content = $1', [integer(known, 0)]);
    await contentsMayBeUnused(queries, [integer(known, 0)]);
  }
  const make = 'INSERT INTO contents (hash, size, md5) VALUES (NULL, $1, $2) RETURNING id';
  const digest = md5 === undefined ? null : Buffer.from(md5, 'hex');
  const id = integer(await queries.row('foreign-content', make, [size ?? null, digest]), 0);
  const nameIt = 'INSERT INTO foreign_contents (content, dialect, peer, name) VALUES ($1, $2, $3, $4)';
  await queries.run('foreign-name', nameIt, [id, dialect, peer, name]);
  return id;
}

/** The sweeper may look whether that was the last use. */
export async function contentsMayBeUnused(queries: Queries, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const sql = 'INSERT INTO stale_contents (id) SELECT DISTINCT unnest($1::bigint[]) ON CONFLICT DO NOTHING';
  await queries.run('contents-stale', sql, [ids]);
}
