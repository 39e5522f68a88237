import { createHash } from 'node:crypto';
import { baseName } from '../../core/names/share-path.ts';
import { foldText, wordBeginnings } from '../../core/swarm/search-text.ts';
import type { Queries } from './database.ts';
import { bytes, integer } from './row.ts';

/** The parent of the roots of shares. */
export const TOP = 0;

export function digestOf(path: string): Buffer {
  return createHash('sha256').update(path).digest();
}

/** Of the last name, lower case, without the dot; '' for none. */
export function extensionOf(path: string): string {
  const name = baseName(path);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : foldText(name.slice(dot + 1));
}

/** The order of a tree: a directory right before what is in it, names by their bytes. */
export function walkKey(path: string): string {
  return path.replaceAll('/', '\u0001');
}

/** In a transaction. The rows of whole paths (`share/…`), made where they are new. */
export async function internPaths(queries: Queries, paths: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const known = new Map<string, number>();
  // In one order everywhere: two that lock each other's rows in different orders would wait for ever.
  const sorted = Array.from(new Set(paths), (path) => ({ path, digest: digestOf(path) })).toSorted((a, b) =>
    Buffer.compare(a.digest, b.digest),
  );
  const byDigest = new Map(sorted.map(({ path, digest }) => [digest.toString('hex'), path]));
  const look = async (digests: readonly Buffer[]) => {
    // Locked, so that the sweeper leaves them.
    const sql = 'SELECT id, digest FROM paths WHERE digest = ANY($1::bytea[]) ORDER BY digest FOR KEY SHARE';
    for (const row of await queries.rows('paths-find', sql, [digests])) {
      const path = byDigest.get(Buffer.from(bytes(row, 1)).toString('hex'));
      if (path !== undefined) known.set(path, integer(row, 0));
    }
  };
  await look(sorted.map(({ digest }) => digest));
  const missing = sorted.filter(({ path }) => !known.has(path));
  if (missing.length === 0) return known;
  const folded = missing.map(({ path }) => foldText(path));
  const sql = `INSERT INTO paths (digest, path, folded, beginnings, extension)
    SELECT d, p, f, string_to_array(b, ' '), x FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[])
      AS u (d, p, f, b, x)
    ON CONFLICT DO NOTHING`;
  await queries.run('paths-insert', sql, [
    missing.map(({ digest }) => digest),
    missing.map(({ path }) => path),
    folded,
    folded.map((path) => [...wordBeginnings(path)].join(' ')),
    missing.map(({ path }) => extensionOf(path)),
  ]);
  await look(missing.map(({ digest }) => digest));
  return known;
}
