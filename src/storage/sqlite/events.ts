import type { DatabaseSync } from 'node:sqlite';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, idBytes, peerIdOf } from '../../core/ids.ts';
import type { SwarmEvent } from '../../core/swarm/swarm-store.ts';
import type { PeerRows } from './peer-rows.ts';
import { bytes, integer, isNull, Statement, text, type Row } from './statement.ts';
import type { View } from './views.ts';

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
  readonly #after: Statement;

  constructor(database: DatabaseSync) {
    this.#after = new Statement(
      database,
      `SELECT e.id, e.at, e.kind, p.key, e.share, e.content, e.audience, e.peer FROM events e
       LEFT JOIN peers p ON p.id = e.peer WHERE e.id > ? ORDER BY e.id`,
    );
  }

  /** What happened to a share is seen by those whom the share admitted then; of one that was gone, by its owner alone. */
  after(view: Pick<View, 'sees'>, id: number, limit: number): readonly SwarmEvent[] {
    const events: SwarmEvent[] = [];
    if (limit <= 0) return events;
    for (const row of this.#after.iterate(id)) {
      if (!isNull(row, 4)) {
        const owner = isNull(row, 7) ? 0 : integer(row, 7);
        const audience = isNull(row, 6) ? 0 : integer(row, 6);
        if (!view.sees(owner, audience)) continue;
      }
      events.push(eventOf(row));
      if (events.length >= limit) break;
    }
    return events;
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
