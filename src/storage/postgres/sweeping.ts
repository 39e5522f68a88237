import type { Database, Queries } from './database.ts';
import { integer } from './row.ts';

/** Names and contents that one sweep looks at. */
const SWEEP = 2000;

const STEPS = {
  paths: `WITH looked AS (DELETE FROM stale_paths WHERE id IN (SELECT id FROM stale_paths ORDER BY id LIMIT ${SWEEP}
      FOR UPDATE SKIP LOCKED) RETURNING id)
    DELETE FROM paths WHERE id IN (SELECT id FROM looked)
      AND NOT EXISTS (SELECT 1 FROM entries e WHERE e.path = paths.id)`,
  contents: `WITH looked AS (DELETE FROM stale_contents WHERE id IN (SELECT id FROM stale_contents ORDER BY id LIMIT ${SWEEP}
      FOR UPDATE SKIP LOCKED) RETURNING id),
    unused AS (SELECT id FROM looked WHERE NOT EXISTS (SELECT 1 FROM entries e WHERE e.content = looked.id)
      AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.content = looked.id)),
    unnamed AS (DELETE FROM foreign_contents WHERE content IN (SELECT id FROM unused))
    DELETE FROM contents WHERE id IN (SELECT id FROM unused)`,
} as const;

const UNUSED_AUDIENCE = `id <> 1 AND NOT EXISTS (SELECT 1 FROM shares s WHERE s.audience = audiences.id)
  AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.audience = audiences.id AND h.audience <> 1)`;

/**
 * Clears away what nothing uses. Who publishes holds a lock on what it refers to, and what is referred to cannot be
 * deleted: a sweep that comes too early fails as a whole, and the next one looks again.
 */
export async function sweep(database: Database): Promise<void> {
  for (const [name, sql] of Object.entries(STEPS)) {
    await database.transaction((queries) => queries.run(`sweep-${name}`, sql));
  }
  await database.transaction(sweepAudiences);
}

/** Locked first and looked at again then: whoever was about to use one has done so, or finds it gone and makes another. */
async function sweepAudiences(queries: Queries): Promise<void> {
  const lock = `SELECT id FROM audiences WHERE ${UNUSED_AUDIENCE} LIMIT ${SWEEP} FOR UPDATE SKIP LOCKED`;
  const ids = (await queries.rows('sweep-audiences-lock', lock)).map((row) => integer(row, 0));
  if (ids.length === 0) return;
  await queries.run(
    'sweep-audiences',
    `WITH unused AS (DELETE FROM audiences WHERE id = ANY($1::bigint[]) AND ${UNUSED_AUDIENCE} RETURNING id),
     groups AS (DELETE FROM audience_groups WHERE audience IN (SELECT id FROM unused))
     DELETE FROM audience_peers WHERE audience IN (SELECT id FROM unused)`,
    [ids],
  );
}
