import type { NetworkStats } from '../../core/swarm/catalog.ts';
import { seen, type View } from './audiences.ts';
import type { Queries } from './database.ts';
import { HAS_SOME } from './holds.ts';
import { integer } from './row.ts';

export type Counts = Omit<NetworkStats, 'online'>;

/** Counting that took longer than this is not done again for a minute, ms. */
const SLOW_MS = 200;
const KEEP_MS = 60_000;
/** Viewers whose counts are kept. */
const MAX_KEPT = 100;

const SQL = `WITH held AS (
    SELECT e.content, s.peer FROM entries e JOIN shares s ON s.id = e.share WHERE e.content IS NOT NULL AND ${seen('s')}
    UNION SELECT h.content, h.peer FROM holds h WHERE ${seen('h')} AND ${HAS_SOME}
  ), counted AS (SELECT content, count(*) AS holders FROM held GROUP BY content)
  SELECT (SELECT count(*) FROM members m WHERE m.role <> 'foreign'
      AND NOT EXISTS (SELECT 1 FROM revocations r WHERE r.peer = m.peer)),
    (SELECT coalesce(sum(s.files), 0)::bigint FROM shares s WHERE ${seen('s')}),
    count(*), coalesce(sum(k.holders), 0)::bigint, coalesce(sum(c.size), 0)::float8
  FROM counted k JOIN contents c ON c.id = k.content`;

/** Counts what a viewer may see. */
export class Stats {
  readonly #kept = new Map<string, { readonly counts: Counts; readonly until: number }>();

  async of(queries: Queries, view: View): Promise<Counts> {
    const key = `${view.row} ${view.admitted.join(' ')}`;
    const began = performance.now();
    const kept = this.#kept.get(key);
    if (kept && kept.until > began) return kept.counts;
    this.#kept.delete(key);
    const row = await queries.row('stats', SQL, [view.row, view.admitted]);
    const counts = {
      members: integer(row, 0),
      files: integer(row, 1),
      contents: integer(row, 2),
      holdings: integer(row, 3),
      bytes: integer(row, 4),
    };
    if (performance.now() - began > SLOW_MS) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(key, { counts, until: performance.now() + KEEP_MS });
    }
    return counts;
  }
}
