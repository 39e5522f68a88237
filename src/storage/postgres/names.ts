import { idBytes, peerIdOf, type ContentId, type PeerId } from '../../core/ids.ts';
import { seen, type View } from './audiences.ts';
import type { Queries } from './database.ts';
import { bytes, integer, text } from './row.ts';

/** Under which names a content is published. */
export async function namesOf(
  queries: Queries,
  view: View,
  content: ContentId,
  limit: number,
): Promise<readonly { readonly peer: PeerId; readonly path: string; readonly size: number }[]> {
  const sql = `SELECT q.key, p.path, c.size FROM contents c JOIN entries e ON e.content = c.id
    JOIN shares s ON s.id = e.share JOIN paths p ON p.id = e.path JOIN peers q ON q.id = s.peer
    WHERE c.hash = $3 AND ${seen('s')} ORDER BY c.id, e.share, e.path LIMIT $4`;
  const rows = await queries.rows('names', sql, [view.row, view.admitted, idBytes(content), Math.max(0, limit)]);
  return rows.map((row) => ({ peer: peerIdOf(bytes(row, 0)), path: text(row, 1), size: integer(row, 2) }));
}
