import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, idBytes, peerIdOf } from '../../core/ids.ts';
import type { Viewer } from '../../core/access/audience.ts';
import { MAX_LOOKED_AT, type EventsSeen, type SwarmEvent } from '../../core/swarm/swarm-store.ts';
import { VIEW, viewValues } from './audiences.ts';
import type { Database, Queries } from './database.ts';
import { internPeer } from './peer-rows.ts';
import { bytes, integer, isNull, text, type Row } from './row.ts';

/** Events that are kept. */
const MAX_EVENTS = 10_000;

const KINDS = ['joined', 'online', 'offline', 'published', 'revoked', 'withdrawn', 'left'] as const;

export type NewEvent = Omit<SwarmEvent, 'id' | 'at'>;

/** Appends events. Their numbers have no gaps: whoever read up to one has missed none before it. */
export async function appendEvents(
  database: Database,
  clock: Clock,
  events: readonly NewEvent[],
): Promise<readonly SwarmEvent[]> {
  const peers = new Map<string, number>();
  for (const { peer } of events) {
    if (peer !== undefined && !peers.has(peer)) peers.set(peer, await internPeer(database, peer));
  }
  const at = clock.now();
  return database.transaction(async (queries) => {
    const take = `UPDATE counters SET value = value + $1 WHERE name = 'events' RETURNING value`;
    const last = integer(await queries.row('events-take', take, [events.length]), 0);
    const first = last - events.length + 1;
    await queries.run(
      'events-append',
      `INSERT INTO events (id, at, kind, peer, share, content, audience)
       SELECT u.id, $1, u.kind, u.peer, u.share, u.content, s.audience
       FROM unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::bytea[]) u (id, kind, peer, share, content)
       LEFT JOIN shares s ON s.peer = u.peer AND s.name = u.share`,
      [
        at,
        events.map((_, index) => first + index),
        events.map(({ kind }) => kind),
        events.map(({ peer }) => (peer === undefined ? null : (peers.get(peer) ?? null))),
        events.map(({ share }) => share ?? null),
        events.map(({ content }) => (content === undefined ? null : idBytes(content))),
      ],
    );
    await queries.run('events-prune', 'DELETE FROM events WHERE id <= $1', [last - MAX_EVENTS]);
    return events.map((event, index) => ({ ...event, id: first + index, at }));
  });
}

// One statement, so that what it looks at, how far it looked and what the viewer may see are of the same moment: an
// event that is passed is not looked at again. $3 after which, $4 how many are seen, $5 how many are looked at.
const AFTER = `WITH viewer AS MATERIALIZED (SELECT ${VIEW}),
  looked AS MATERIALIZED (SELECT * FROM events WHERE id > $3 ORDER BY id LIMIT $5),
  seen AS (
    SELECT e.id, e.at, e.kind, p.key, e.share, e.content FROM viewer v CROSS JOIN looked e
      LEFT JOIN peers p ON p.id = e.peer
    WHERE e.share IS NULL OR e.peer = v.row OR e.audience = ANY(v.admitted)
    ORDER BY e.id LIMIT $4
  )
  SELECT s.id, s.at, s.kind, s.key, s.share, s.content, l.count, l.last
  FROM (SELECT count(*), max(id) AS last FROM looked) l LEFT JOIN seen s ON true ORDER BY s.id`;

/** What happened to a share is seen by those whom the share admitted then; of one that was gone, by its owner alone. */
export async function eventsAfter(
  queries: Pick<Queries, 'rows'>,
  viewer: Viewer,
  id: number,
  limit: number,
): Promise<EventsSeen> {
  if (limit <= 0) return { events: [], last: id, more: true };
  const rows = await queries.rows('events-after', AFTER, [...viewValues(viewer), id, limit, MAX_LOOKED_AT]);
  const events = rows.filter((row) => !isNull(row, 0)).map(eventOf);
  const looked = integer(rows[0], 6);
  const lastSeen = events.at(-1)?.id;
  if (lastSeen !== undefined && events.length >= limit) return { events, last: lastSeen, more: true };
  return { events, last: looked === 0 ? id : integer(rows[0], 7), more: looked >= MAX_LOOKED_AT };
}

export async function newestEvent(queries: Queries): Promise<number> {
  return integer(await queries.row('events-newest', 'SELECT coalesce(max(id), 0) FROM events'), 0);
}

function eventOf(row: Row): SwarmEvent {
  const kind = KINDS.find((each) => each === text(row, 2));
  if (kind === undefined) throw new AyniError('io-failed', `The tracker's database is damaged: an event's kind.`);
  return {
    id: integer(row, 0),
    at: integer(row, 1),
    kind,
    ...(isNull(row, 3) ? {} : { peer: peerIdOf(bytes(row, 3)) }),
    ...(isNull(row, 4) ? {} : { share: text(row, 4) }),
    ...(isNull(row, 5) ? {} : { content: contentIdOfHash(bytes(row, 5)) }),
  };
}
