import type { DatabaseSync } from 'node:sqlite';
import type { Viewer } from '../../core/access/audience.ts';
import type { NetworkStats } from '../../core/swarm/catalog.ts';
import { Breath } from './breath.ts';
import { HAS_SOME } from './holds.ts';
import { integer, Statement } from './statement.ts';
import type { View, Views } from './views.ts';

/** Counting that took longer than this is not done again for a minute, ms. */
const SLOW_MS = 200;
const KEEP_MS = 60_000;
/** Viewers whose counts are kept. */
const MAX_KEPT = 100;
/** Contents that are counted at once. */
const CHUNK = 2000;

export type Counts = Omit<NetworkStats, 'online'>;

/** Counts what a viewer may see. */
export class Stats {
  readonly #views: Views;
  readonly #members: Statement;
  readonly #shares: Statement;
  readonly #contents: Statement;
  readonly #entries: Statement;
  readonly #holds: Statement;
  readonly #kept = new Map<string, { readonly counts: Counts; readonly until: number }>();

  constructor(database: DatabaseSync, views: Views) {
    this.#views = views;
    const statement = (sql: string) => new Statement(database, sql);
    this.#members = statement(
      `SELECT count(*) FROM members WHERE role <> 'foreign' AND peer NOT IN (SELECT peer FROM revocations)`,
    );
    this.#shares = statement('SELECT peer, audience, files FROM shares');
    this.#contents = statement('SELECT id, coalesce(size, 0) FROM contents WHERE id > ? ORDER BY id LIMIT ?');
    this.#entries = statement('SELECT DISTINCT content, share FROM entries WHERE content > ? AND content <= ?');
    this.#holds = statement(
      `SELECT h.content, h.peer, h.audience FROM holds h WHERE h.content > ? AND h.content <= ? AND ${HAS_SOME}`,
    );
  }

  async of(viewer: Viewer): Promise<Counts> {
    const view = this.#views.of(viewer);
    const key = `${view.row} ${[...view.admitted].join(' ')}`;
    const began = performance.now();
    const kept = this.#kept.get(key);
    if (kept && kept.until > began) return kept.counts;
    const counts = await this.#count(view);
    this.#kept.delete(key);
    if (performance.now() - began > SLOW_MS) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(key, { counts, until: performance.now() + KEEP_MS });
    }
    return counts;
  }

  async #count(view: View): Promise<Counts> {
    const breath = new Breath();
    let files = 0;
    for (const row of this.#shares.iterate()) {
      if (view.sees(integer(row, 0), integer(row, 1))) files += integer(row, 2);
    }
    let contents = 0;
    let holdings = 0;
    let bytes = 0;
    for (let after = 0, more = true; more;) {
      const chunk = this.#contents.all(after, CHUNK);
      const last = chunk.at(-1);
      if (!last) break;
      const until = integer(last, 0);
      const holders = this.#holders(view, after, until);
      for (const row of chunk) {
        const peers = holders.get(integer(row, 0));
        if (!peers) continue;
        contents++;
        holdings += peers.size;
        bytes += integer(row, 1);
      }
      after = until;
      more = chunk.length === CHUNK;
      await breath.taken();
    }
    const members = integer(this.#members.get() ?? [], 0);
    return { members, files, contents, holdings, bytes };
  }

  #holders(view: View, after: number, until: number): ReadonlyMap<number, ReadonlySet<number>> {
    const holders = new Map<number, Set<number>>();
    const add = (content: number, peer: number) => {
      const known = holders.get(content);
      if (known) known.add(peer);
      else holders.set(content, new Set([peer]));
    };
    for (const row of this.#entries.iterate(after, until)) {
      const share = view.share(integer(row, 1));
      if (share.visible) add(integer(row, 0), share.peer);
    }
    for (const row of this.#holds.iterate(after, until)) {
      if (view.sees(integer(row, 1), integer(row, 2))) add(integer(row, 0), integer(row, 1));
    }
    return holders;
  }
}
