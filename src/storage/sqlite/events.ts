import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, idBytes, peerIdOf } from '../../core/ids.ts';
import type { Viewer } from '../../core/access/audience.ts';
import { MAX_LOOKED_AT, type EventsSeen, type SwarmEvent } from '../../core/swarm/swarm-store.ts';
import type { PeerRows } from './peer-rows.ts';
import { bytes, integer, isNull, Statement, text, type Row } from './statement.ts';
import type { CachedViews } from './views.ts';

/** Events that are kept. */
const MAX_EVENTS = 10_000;

const KINDS = ['joined', 'online', 'offline', 'published', 'revoked', 'withdrawn', 'left'] as const;

export class EventWrites {
  readonly #rows: PeerRows;
  readonly #append: Statement;
  readonly #prune: Statement;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#append = new Statement(
      database,
      `INSERT INTO events (at, kind, peer, share, content, audience)
       VALUES (?1, ?2, ?3, ?4, ?5, (SELECT audience FROM shares WHERE peer = ?3 AND name = ?4))`,
    );
    this.#prune = new Statement(database, 'DELETE FROM events WHERE id <= ?');
  }

  append(now: number, event: Omit<SwarmEvent, 'id' | 'at'>): SwarmEvent {
    const { kind, peer, share, content } = event;
    const row = peer === undefined ? null : this.#rows.intern(peer);
    const hash = content === undefined ? null : idBytes(content);
    const id = this.#append.insert(now, kind, row, share ?? null, hash);
    this.#prune.run(id - MAX_EVENTS);
    return { ...event, id, at: now };
  }
}

export class EventReads {
  readonly #views: Pick<CachedViews, 'of' | 'learn'>;
  readonly #after: Statement;
  readonly #newest: Statement;

  constructor(database: DatabaseSync, views: Pick<CachedViews, 'of' | 'learn'>) {
    this.#views = views;
    this.#after = new Statement(
      database,
      `SELECT e.id, e.at, e.kind, p.key, e.share, e.content, e.audience, e.peer FROM events e
       LEFT JOIN peers p ON p.id = e.peer WHERE e.id > ? ORDER BY e.id`,
    );
    this.#newest = new Statement(database, 'SELECT coalesce(max(id), 0) FROM events');
  }

  newest(): number {
    return integer(this.#newest.get() ?? [], 0);
  }

  /** What happened to a share is seen by those whom the share admitted then; of one that was gone, by its owner alone. */
  after(viewer: Viewer, id: number, limit: number): EventsSeen {
    const events: SwarmEvent[] = [];
    let last = id;
    let looked = 0;
    let view = this.#views.of(viewer);
    if (limit <= 0) return { events, last, more: true };
    for (const row of this.#after.iterate(id)) {
      last = integer(row, 0);
      const audience = isNull(row, 6) ? 0 : integer(row, 6);
      // The event may be here before the news of its audience is, and it is looked at this once.
      if (this.#views.learn(audience)) view = this.#views.of(viewer);
      const owner = isNull(row, 7) ? 0 : integer(row, 7);
      if (isNull(row, 4) || view.sees(owner, audience)) events.push(eventOf(row));
      if (++looked >= MAX_LOOKED_AT || events.length >= limit) return { events, last, more: true };
    }
    return { events, last, more: false };
  }
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
