import { pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import { idBytes, type ContentId, type PeerId } from '../../core/ids.ts';
import type { Hold } from '../../core/swarm/catalog.ts';
import { internAudience } from './audiences.ts';
import { contentKey, contentsMayBeUnused, internContents, withdrawnOf } from './contents.ts';
import type { Queries } from './database.ts';
import { lockedMemberRow } from './peer-rows.ts';
import { integer } from './row.ts';

/**
 * Of a holding `h`: whether there is anything to have of it. Who is only about to get a first piece is named by `locate`,
 * so that those who begin together meet, and is nobody to count as a source.
 */
export const HAS_SOME = '(h.pieces > 0 OR (SELECT size FROM contents WHERE id = h.content) = 0)';

/** In a transaction: what a peer has under no name. Errors as `SwarmStore.hold`. */
export async function hold(
  queries: Queries,
  peer: PeerId,
  upsert: readonly Hold[],
  remove: readonly ContentId[],
): Promise<void> {
  const owner = await lockedMemberRow(queries, peer);
  for (const { size, pieces } of upsert) {
    const all = pieceCount(size);
    if (Number.isSafeInteger(pieces) && pieces >= 0 && pieces <= all) continue;
    throw new AyniError('bad-request', `A content of ${size} bytes has ${all} pieces, not ${pieces}.`);
  }
  // The last that is said of a content counts.
  const said = new Map(upsert.map((each) => [each.content, each]));
  const gone = [...new Set([...remove, ...said.keys()])];
  const sql = `DELETE FROM holds WHERE peer = $1 AND content IN (SELECT id FROM contents WHERE hash = ANY($2::bytea[]))
    RETURNING content`;
  const released = await queries.rows('holds-release', sql, [owner, gone.map(idBytes)]);
  await contentsMayBeUnused(
    queries,
    released.map((row) => integer(row, 0)),
  );
  const withdrawn = await withdrawnOf(queries, [...said.keys()]);
  const kept = [...said.values()].filter(({ content }) => !withdrawn.has(content));
  if (kept.length === 0) return;
  const contents = await internContents(queries, kept);
  const audiences: number[] = [];
  for (const { audience } of kept) audiences.push(await internAudience(queries, audience));
  await queries.run(
    'holds-put',
    `INSERT INTO holds (peer, content, pieces, audience, flat_name)
     SELECT $1, u.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[]) u`,
    [
      owner,
      kept.map((each) => contents.get(contentKey(each)) ?? 0),
      kept.map(({ pieces }) => pieces),
      audiences,
      kept.map(({ flatName }) => flatName ?? null),
    ],
  );
}

/** In a transaction: all that a peer has under no name. */
export async function releaseAll(queries: Queries, peer: number): Promise<void> {
  const sql = 'DELETE FROM holds WHERE peer = $1 RETURNING content';
  const rows = await queries.rows('holds-of-peer', sql, [peer]);
  await contentsMayBeUnused(
    queries,
    rows.map((row) => integer(row, 0)),
  );
}
