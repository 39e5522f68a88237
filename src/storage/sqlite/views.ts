import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import { EVERYONE_ROW } from './audiences.ts';
import type { PeerRows } from './peer-rows.ts';
import { integer, Statement } from './statement.ts';

export interface ShareFacts {
  /** Row of the owner. */
  readonly peer: number;
  readonly visible: boolean;
}

/** What one viewer may see, for the time of one read. Every read of the catalog asks it. */
export class View {
  /** Row of the viewer; 0 where the network never heard of it. */
  readonly row: number;
  /** Audiences that admit the viewer. */
  readonly admitted: ReadonlySet<number>;
  readonly #shareOf: Statement;
  readonly #shares = new Map<number, ShareFacts>();

  constructor(row: number, admitted: ReadonlySet<number>, shareOf: Statement) {
    this.row = row;
    this.admitted = admitted;
    this.#shareOf = shareOf;
  }

  sees(owner: number, audience: number): boolean {
    return owner === this.row || this.admitted.has(audience);
  }

  share(id: number): ShareFacts {
    const known = this.#shares.get(id);
    if (known) return known;
    const row = this.#shareOf.get(id);
    const peer = row ? integer(row, 0) : 0;
    const facts = { peer, visible: row !== undefined && this.sees(peer, integer(row, 1)) };
    this.#shares.set(id, facts);
    return facts;
  }
}

export class Views {
  readonly #rows: PeerRows;
  readonly #byPeer: Statement;
  readonly #byGroup: Statement;
  readonly #shareOf: Statement;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#byPeer = new Statement(database, 'SELECT audience FROM audience_peers WHERE peer = ?');
    this.#byGroup = new Statement(database, 'SELECT audience FROM audience_groups WHERE name = ?');
    this.#shareOf = new Statement(database, 'SELECT peer, audience FROM shares WHERE id = ?');
  }

  of(viewer: Viewer): View {
    const row = this.#rows.find(viewer.peer) ?? 0;
    const admitted = new Set([EVERYONE_ROW]);
    for (const each of this.#byPeer.iterate(row)) admitted.add(integer(each, 0));
    for (const group of new Set(viewer.groups)) {
      for (const each of this.#byGroup.iterate(group)) admitted.add(integer(each, 0));
    }
    return new View(row, admitted, this.#shareOf);
  }
}

/** Viewers whose audiences are remembered. */
const MAX_CACHED = 10_000;

/** Remembers who is admitted where, for the hot path. Audiences don't change, but new ones come. */
export class CachedViews {
  readonly #rows: PeerRows;
  readonly #views: Views;
  readonly #cached = new Map<string, View>();
  #newest = EVERYONE_ROW;

  constructor(database: DatabaseSync, rows: PeerRows) {
    this.#rows = rows;
    this.#views = new Views(database, rows);
  }

  /** Shares may change hands between two reads: ask a view from here for `sees` only. */
  of(viewer: Viewer): Pick<View, 'sees'> {
    const key = viewer.groups.length === 0 ? viewer.peer : JSON.stringify([viewer.peer, viewer.groups]);
    const cached = this.#cached.get(key);
    if (cached) return cached;
    const view = this.#views.of(viewer);
    // Somebody who is not known yet may become so.
    if (this.#rows.find(viewer.peer) === undefined) return view;
    if (this.#cached.size >= MAX_CACHED) this.#cached.clear();
    this.#cached.set(key, view);
    return view;
  }

  /** Something was published for this audience; whether that was news, so that views of before know less. */
  learn(audience: number): boolean {
    if (audience <= this.#newest) return false;
    this.#newest = audience;
    this.#cached.clear();
    return true;
  }
}
