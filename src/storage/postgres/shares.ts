import { AyniError } from '../../core/errors.ts';
import { parseSharePath } from '../../core/names/share-path.ts';
import type { PublishBatch } from '../../core/swarm/catalog.ts';
import { checkRevision } from '../check-revision.ts';
import type { Queries } from './database.ts';
import { integer, truth } from './row.ts';

/** Shares of one peer. */
const MAX_SHARES = 1000;

/** A share whose row this transaction has locked. */
export interface LockedShare {
  readonly id: number;
  readonly generation: number;
  readonly revision: number;
  /** A full list has begun and not ended. */
  readonly listing: boolean;
  readonly created: boolean;
}

/** In a transaction. @throws {AyniError} `revision-mismatch`, `bad-request`, `too-large` */
export async function lockShare(
  queries: Queries,
  owner: number,
  batch: PublishBatch,
  audience: () => Promise<number>,
): Promise<LockedShare> {
  const find = 'SELECT id, generation, revision, listing FROM shares WHERE peer = $1 AND name = $2 FOR UPDATE';
  const row = await queries.row('share-lock', find, [owner, batch.share]);
  const known = row && {
    id: integer(row, 0),
    generation: integer(row, 1),
    revision: integer(row, 2),
    listing: truth(row, 3),
    created: false,
  };
  checkRevision(batch, known);
  if (known) return known;
  checkShareName(batch.share);
  const count = await queries.row('shares-count', 'SELECT count(*) FROM shares WHERE peer = $1', [owner]);
  if (integer(count, 0) >= MAX_SHARES) throw new AyniError('too-large', `A peer has at most ${MAX_SHARES} shares.`);
  const make = 'INSERT INTO shares (peer, name, audience) VALUES ($1, $2, $3) RETURNING id';
  const made = await queries.row('share-insert', make, [owner, batch.share, await audience()]);
  return { id: integer(made, 0), generation: 0, revision: 0, listing: false, created: true };
}

function checkShareName(name: string): void {
  if (name === '' || name.includes('/')) {
    throw new AyniError('bad-request', 'The name of a share is one name, without a slash.');
  }
  parseSharePath(name);
}

/** In a transaction: with all that is in them. */
export async function removeShares(queries: Queries, ids: readonly number[]): Promise<void> {
  const steps = {
    'shares-lock': 'SELECT id FROM shares WHERE id = ANY($1::bigint[]) FOR UPDATE',
    'shares-stale-paths': `INSERT INTO stale_paths (id) SELECT DISTINCT path FROM entries WHERE share = ANY($1::bigint[])
      ON CONFLICT DO NOTHING`,
    'shares-stale-contents': `INSERT INTO stale_contents (id) SELECT DISTINCT content FROM entries
      WHERE share = ANY($1::bigint[]) AND content IS NOT NULL ON CONFLICT DO NOTHING`,
    'shares-entries': 'DELETE FROM entries WHERE share = ANY($1::bigint[])',
    'shares-remove': 'DELETE FROM shares WHERE id = ANY($1::bigint[])',
  };
  for (const [name, sql] of Object.entries(steps)) await queries.run(name, sql, [ids]);
}
