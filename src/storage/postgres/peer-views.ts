import { peerIdOf } from '../../core/ids.ts';
import type { PeerView } from '../../core/swarm/catalog.ts';
import type { Presences } from '../leases/presences.ts';
import { seen, type View } from './audiences.ts';
import type { Queries } from './database.ts';
import { bytes, integer, text } from './row.ts';

/** The members as one of them sees them. */
export async function peerViews(
  queries: Queries,
  presences: Presences,
  view: View,
  now: number,
): Promise<readonly PeerView[]> {
  const sql = `SELECT m.peer, p.key, m.name, m.role, m.joined, coalesce(x.files, 0)::bigint, coalesce(x.bytes, 0)
    FROM members m JOIN peers p ON p.id = m.peer LEFT JOIN (
      SELECT s.peer, sum(s.files) AS files, sum(s.bytes) AS bytes FROM shares s WHERE ${seen('s')} GROUP BY s.peer
    ) x ON x.peer = m.peer
    WHERE NOT EXISTS (SELECT 1 FROM revocations r WHERE r.peer = m.peer) ORDER BY m.peer`;
  return (await queries.rows('peer-views', sql, [view.row, view.admitted])).map((row) => {
    const peer = integer(row, 0);
    const known = presences.known(peer);
    const online = presences.live(peer, now) !== undefined;
    return {
      peer: peerIdOf(bytes(row, 1)),
      name: text(row, 2),
      role: text(row, 3),
      online,
      endpoints: online && known ? known.endpoints : [],
      agent: known?.agent ?? '',
      files: integer(row, 5),
      bytes: integer(row, 6),
      seen: known?.seen ?? integer(row, 4),
    };
  });
}
